"""What the documents refer to exists: files, modules, names in them, commands, settings and states."""

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import get_commands

from backend.contracts.order.states import TRANSITIONS
from infra.stage_file import Backup, Limits, Seller, StageFile
from tests.docs.documents import CURRENT, DOCUMENTS, ROOT, commands, links, name, prose, words

README = ROOT / "README.md"
PATH = re.compile(r"(?:TESTS=)?((?:backend|storefront|infra|tests|bench|docs|requirements)/[\w./-]*)")
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
QUESTIONS = {
    "where is a price computed": ("Prices, delivery and tax", "backend/basket/checkout.py"),
    "where is a token checked": ("Tokens", "backend/shared/http.py"),
    "how is a failed message redriven": ("When something fails", "backend/operations/redrive.py"),
    "where does the delivery date come from": ("Delivery dates", "backend/contracts/delivery/zones.py"),
    "what has to change for another field of the order": ("Adding a field to the order", "backend/order/domain.py"),
    "where is the currency set": ("Prices, delivery and tax", "infra/stages/<stage>.toml"),
    "how does a refund reach the credit note": ("Refunds and credit notes", "backend/invoice/service.py"),
    "where is a facet added": ("Search", "backend/search/facet_selection.py"),
}
"""What newcomers ask: the section of the architecture page, and the file, that answer it."""

EXAMPLES = {"backend/gift", "docs/decisions/NNN-title.md"}


def test_the_readme_is_one_page() -> None:
    assert len(README.read_text(encoding="utf-8").split()) <= 700
    assert {"make run", "make test"} <= set(re.findall(r"^make \w+", README.read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize(("section", "file"), QUESTIONS.values(), ids=QUESTIONS)
def test_a_newcomers_question_is_answered_in_three_files_from_the_readme(section: str, file: str) -> None:
    assert "docs/architecture.md" in links(README)
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    answer = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    assert f"`{file}`" in answer
    assert (ROOT / file.replace("<stage>", "trial")).is_file()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_to_files_of_the_project_so_that_they_work_on_github(path: Path) -> None:
    assert [link for link in links(path) if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", CURRENT, ids=name)
def test_files_and_folders_that_a_document_names_exist(path: Path) -> None:
    named = [found[1] for word in words(path) if "<" not in word and (found := PATH.fullmatch(word.strip(".,;:()")))]
    assert [
        each for each in named if each not in EXAMPLES and not _is_of_new_service(each) and not (ROOT / each).exists()
    ] == []


def _is_of_new_service(path: str) -> bool:
    """Whether the path is one that the tutorial makes: `make service NAME=question`."""
    return "question" in (part.partition(".")[0] for part in Path(path).parts)


@pytest.mark.parametrize("path", CURRENT, ids=name)
def test_functions_and_tables_that_a_document_names_are_in_that_file(path: Path) -> None:
    for what, file in re.findall(r"`(\w+)`\s+(?:in|of)\s+`([\w/]+\.py)`", prose(path)):
        assert what in _defined_names(ROOT / file), f"{file} has no {what}"


@pytest.mark.parametrize("path", CURRENT, ids=name)
def test_commands_that_a_document_names_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    assert {each for each in commands(path, "make") if "=" not in each} - targets == set()
    assert set(commands(path, "manage.py")) - set(get_commands()) == set()
    modules = [each for each in commands(path, "-m") if "." in each]
    assert [each for each in modules if find_spec(each) is None] == []


def test_every_decision_has_a_number_of_its_own_a_line_in_the_index_and_its_three_parts() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    records = [path for path in DECISIONS if path.name != "README.md"]
    numbers = [path.name[:3] for path in records]
    assert len(set(numbers)) == len(numbers), "take the next free number"
    for path in records:
        text = path.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ")
        assert f"- [{path.name[:3]} {title}]({path.name})" in index
        assert all(part in text for part in ("**Context.**", "**Decision.**", "**Consequences.**")), path.name


def test_the_picture_of_an_orders_states_is_the_table_of_the_contract() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    picture = text.partition("stateDiagram-v2")[2].partition("```")[0]
    drawn = {(a.replace("_", "-"), b.replace("_", "-")) for a, b in re.findall(r"^  (\w+) --> (\w+)", picture, re.M)}
    assert drawn == {(state.value, after.value) for state, afters in TRANSITIONS.items() for after in afters}


def test_every_setting_and_every_choice_is_explained() -> None:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    read = re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", (ROOT / "storefront/settings.py").read_text(encoding="utf-8"))
    chosen = [
        name
        for name in (
            *StageFile.__struct_fields__,
            *Limits.__struct_fields__,
            *Seller.__struct_fields__,
            *Backup.__struct_fields__,
        )
        if name not in ("limits", "web", "seller", "backup", "restored")  # tables of the file
    ]
    assert read
    assert [each for each in (*read, *chosen) if f"`{each}`" not in text] == []


def _defined_names(path: Path) -> set[str]:
    """Return the names that a module defines: functions, classes, methods and values."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Assign(targets=[ast.Name(id=id)]) | ast.AnnAssign(target=ast.Name(id=id)):
                names.add(id)
            case ast.Assign(targets=[ast.Tuple(elts=targets)]):
                names.update(target.id for target in targets if isinstance(target, ast.Name))
    return names
