"""What can be narrowed down by is told with its names in every language; what is chosen stays the shop's own value."""

import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest

from backend.contracts.product.models import Option, Variant
from backend.contracts.product.translations import LocalOption, LocalTitle, LocalValue, Translation
from backend.contracts.search.models import Facet, SearchPage, SearchQuery, filters
from backend.search.document import Document, Withdrawal, document, hit
from backend.search.opensearch import local_names
from backend.search.sqlite import index, product_search, suggestions
from tests.backend.search.documents import build_document, open_index
from tests.backend.search.news import product_changed

FRAMES = ("Unframed", "Oak")


def print_of(number: int, *names: LocalOption, title: str = "Harbour") -> Document:
    """A print with and without a frame, whose option has these names in German."""
    return build_document(
        number,
        title,
        options=(Option(name="Frame", values=FRAMES),),
        variants=tuple(Variant(sku=f"p{number}-{value}", values=(value,), price=100) for value in FRAMES),
        translations=(Translation(language="de", options=names),) if names else (),
    )


def in_german(option: str = "Rahmen", **values: str) -> LocalOption:
    return LocalOption(
        option="Frame",
        title=option,
        values=tuple(LocalValue(value=value, title=name) for value, name in values.items()),
    )


GERMAN = in_german(Unframed="Ohne Rahmen", Oak="Eiche")


def german(title: str) -> tuple[LocalTitle, ...]:
    return (LocalTitle(language="de", title=title),)


def build(tmp_path: Path, *documents: Document) -> sqlite3.Connection:
    index.build(documents, (), path := tmp_path / "index.sqlite")
    return open_index(path)


def search(shop: sqlite3.Connection, **asked: Any) -> SearchPage:
    return product_search.search(shop, SearchQuery(**asked))


def frame(page: SearchPage) -> Facet:
    (facet,) = (facet for facet in page.facets if facet.name == "frame")
    return facet


def test_a_facet_without_translations_is_returned_as_before(tmp_path: Path) -> None:
    told = frame(search(build(tmp_path, print_of(1))))
    assert b"titles" not in msgspec.json.encode(told)


def test_a_facet_and_its_values_have_their_names_in_further_languages(tmp_path: Path) -> None:
    told = frame(search(build(tmp_path, print_of(1, GERMAN), print_of(2))))
    assert (told.title, told.titles) == ("Frame", german("Rahmen"))
    assert {(each.value, each.title, each.titles, each.count) for each in told.values} == {
        ("Oak", "Oak", german("Eiche"), 2),
        ("Unframed", "Unframed", german("Ohne Rahmen"), 2),
    }


def test_what_is_chosen_keeps_its_name_though_nothing_is_left(tmp_path: Path) -> None:
    told = frame(search(build(tmp_path, print_of(1, GERMAN)), filters=filters({"frame": ["Oak"]}), price_max=1))
    assert [(each.value, each.titles, each.count) for each in told.values if each.selected] == [
        ("Oak", german("Eiche"), 0)
    ]


def test_names_do_not_filter(tmp_path: Path) -> None:
    shop = build(tmp_path, print_of(1, GERMAN))
    assert search(shop, filters=filters({"frame": ["Eiche"]})).total == 0
    assert search(shop, filters=filters({"frame": ["oak"]})).total == 1


def test_of_several_names_the_most_common_one_is_returned(tmp_path: Path) -> None:
    others = [print_of(number, in_german("Leiste", Oak="Eichenholz")) for number in (2, 3)]
    told = frame(search(build(tmp_path, print_of(1, GERMAN), *others)))
    assert told.titles == german("Leiste")
    assert {each.value: each.titles for each in told.values}["Oak"] == german("Eichenholz")


def test_a_product_is_found_by_a_values_name_until_it_loses_it(tmp_path: Path) -> None:
    index.build([print_of(1, GERMAN), print_of(2, title="Reef")], (), path := tmp_path / "index.sqlite")
    assert [each.id for each in search(open_index(path), q="eiche").items] == ["p1"]
    index.apply(path, [print_of(1)], None)
    assert search(open_index(path), q="eiche").total == 0
    assert frame(search(open_index(path))).titles == ()


def test_changes_leave_no_rows_behind_and_none_twice(tmp_path: Path) -> None:
    index.build((), (), path := tmp_path / "index.sqlite")
    for made in (print_of(1, GERMAN), print_of(1), print_of(1, GERMAN), print_of(2, GERMAN)):
        index.apply(path, [made], None)
    once = build(tmp_path / "..", print_of(1, GERMAN), print_of(2, GERMAN))
    rows = "SELECT * FROM facet ORDER BY name, parent, value, shown"
    assert open_index(path).execute(rows).fetchall() == once.execute(rows).fetchall()


def test_a_document_from_before_names_is_read_and_stays_as_long() -> None:
    before = msgspec.json.encode(print_of(1))
    assert b"local" not in before
    assert msgspec.json.decode(before, type=Document) == print_of(1)
    assert hit(print_of(1, GERMAN)).titles == ()


def test_a_domains_keywords_carry_the_names_and_read_as_before_without_them() -> None:
    assert local_names.unpack(local_names.pack("Oak", {})) == ("Oak", ())
    packed = local_names.pack("Oak", {"fr": "Chêne", "de": "Eiche: hell"})
    assert local_names.unpack(packed) == (
        "Oak",
        (LocalTitle(language="de", title="Eiche: hell"), LocalTitle(language="fr", title="Chêne")),
    )
    assert local_names.fuller("Oak", packed) == packed
    assert local_names.fuller("Oak", "Oaks") == local_names.fuller("Oak", "Oak") == "Oak"
    for other in (local_names.pack("Oak", {"fr": "Chêne"}), local_names.pack("oak", {"de": "eiche", "fr": "Chêne"})):
        assert local_names.fuller(local_names.pack("Oak", {"de": "Eiche: hell"}), other) == packed


def in_category(number: int, *german: str, path: tuple[str, ...] = ("Prints", "Sea")) -> Document:
    """A print in a category that is called so in German."""
    made = build_document(number, "Harbour").card
    texts = (Translation(language="de", category=german),) if german else ()
    product = product_changed(f"p{number}", title=made.title, translations=texts).product
    moved = msgspec.structs.replace(product, category=path, category_path="/".join(path).lower())
    return document(moved, {})


@pytest.mark.parametrize("q", ["meer", "Mee", "see"])
def test_a_category_is_suggested_by_its_name_in_every_language(tmp_path: Path, q: str) -> None:
    shop = build(tmp_path, in_category(1, "Drucke", "Meer und See"), in_category(2))
    assert [(each.path, each.title, each.count) for each in suggestions.suggest(shop, q).categories] == [
        ("prints/sea", "Sea", 2)
    ]


def test_a_category_is_suggested_once_though_two_languages_match(tmp_path: Path) -> None:
    shop = build(tmp_path, in_category(1, "Prints und mehr", "Meer"))
    assert [each.path for each in suggestions.suggest(shop, "prin").categories] == ["prints"]


def test_a_document_from_before_such_names_leaves_no_row_when_it_goes(tmp_path: Path) -> None:
    before = msgspec.structs.replace(in_category(1, "Drucke", "Meer"), local_languages=())
    index.build([before], (), path := tmp_path / "index.sqlite")
    assert suggestions.suggest(open_index(path), "meer").categories == ()
    index.apply(path, [in_category(1, "Drucke", "Meer")], None)
    assert [each.path for each in suggestions.suggest(open_index(path), "meer").categories] == ["prints/sea"]
    index.apply(path, [Withdrawal("p1")], None)
    assert open_index(path).execute("SELECT count(*) FROM facet").fetchone() == (0,)
