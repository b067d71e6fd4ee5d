"""The page in a data export, in the language of the page that asked for it."""

import ast
import inspect
from string import Formatter

import pytest

from backend.contracts.types import Language
from backend.order import export_index, export_texts
from backend.order.export_index import FILES, index_page

AT = "2026-11-03T10:20:00.000Z"
COUNTS = dict.fromkeys(FILES, 3) | {"account": 1}


def written_texts() -> set[str]:
    """Every text that the page says, read from the source."""
    calls = [
        node
        for node in ast.walk(ast.parse(inspect.getsource(export_index)))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say"
    ]
    named = {str(call.args[0].value) for call in calls if isinstance(call.args[0], ast.Constant)}
    return named | {text for file in FILES.values() for text in (file.title, file.text)}


def places(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_text_is_translated_with_the_same_places_and_no_other_is(language: Language) -> None:
    table = export_texts.TEXTS[language]
    assert set(table) == written_texts()
    assert [text for text, other in table.items() if places(text) != places(other)] == []


@pytest.mark.parametrize("documents", [0, 1, 2])
@pytest.mark.parametrize("language", ["de", "fr"])
def test_no_sentence_of_it_is_english(language: Language, documents: int) -> None:
    drawn, english = index_page(AT, COUNTS, documents, language), index_page(AT, COUNTS, documents)
    assert f'<html lang="{language}">' in drawn
    assert "{" not in drawn.partition("</style>")[2]
    sentences = [text for text in written_texts() if text.endswith(".") and not places(text)]
    assert all(text in english or "invoices" in text for text in sentences)
    assert [text for text in sentences if text in drawn] == []


def test_figures_are_the_languages() -> None:
    assert "03.11.2026, 11:20 Uhr" in index_page(AT, COUNTS, 0, "de")
    assert "12,50\u00a0€" in index_page(AT, COUNTS, 0, "de")
    assert "au 3 nov. 2026 à 11:20" in index_page(AT, COUNTS, 0, "fr")
    assert "as of 3 Nov 2026, 11:20" in index_page(AT, COUNTS, 0)
    assert "account.json, 1 Eintrag<" in index_page(AT, COUNTS, 0, "de")
