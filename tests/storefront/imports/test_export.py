"""What is exported comes back the same, and runs nothing on its way through a spreadsheet."""

import csv
import io
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.colours import Colour
from backend.contracts.product.content import MAX_CONTENT, Unit
from backend.contracts.product.models import MAX_COLOURS, NewProduct
from backend.contracts.shop import LANGUAGES
from backend.contracts.tax import TaxClass
from storefront.demo.catalogue import ITEMS
from storefront.imports.catalogue import open_catalogue
from storefront.imports.entry import Found, Good
from storefront.imports.export import write
from storefront.imports.formula_injection import escape_formula, join, split, unescape_formula

_SIGN = st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")) | st.sampled_from("=+-@',\\>\"; ")
LINE = st.text(_SIGN, min_size=1, max_size=12)
TEXT = st.text(_SIGN | st.sampled_from("\t\n\r"), max_size=40)
CONTENT = st.none() | st.builds(dict, thousandths=st.integers(1, MAX_CONTENT), unit=st.sampled_from(Unit))
CURRENCY = st.sampled_from(("EUR", "JPY", "KWD", "USD"))
SLUG = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6})?", fullmatch=True)


@st.composite
def product(draw: st.DrawFn) -> NewProduct:
    """Any product that the contract takes and a shop can sell: choices and SKUs differ, a price before is higher."""
    options = draw(
        st.lists(
            st.tuples(LINE, st.lists(LINE, min_size=1, max_size=4, unique=True)),
            max_size=3,
            unique_by=lambda each: each[0],
        )
    )
    options = [(name, values) for name, values in options if name != "Title"]
    choices = draw(
        st.lists(st.tuples(*(st.sampled_from(values) for _, values in options)), min_size=1, max_size=4, unique=True)
    )
    prices = draw(st.lists(st.integers(0, 10**9 - 5), min_size=len(choices), max_size=len(choices)))
    before = draw(st.booleans())
    variants = [
        {
            "sku": f"S-{n}",
            "values": values,
            "price": price,
            "compare_at": price + 5 if before else None,
            "content": draw(CONTENT),
        }
        for n, (values, price) in enumerate(zip(choices, prices, strict=True))
    ]
    sources = draw(
        st.lists(SLUG | SLUG.map(lambda name: f"https://a.example/{name}.jpg?v=1&w=2"), max_size=5, unique=True)
    )
    colours = draw(st.lists(st.sampled_from(Colour), max_size=MAX_COLOURS))
    pictures = [
        {"src": src, "alt": draw(LINE), "width": draw(st.integers(1, 20_000)), "height": 7, "colours": colours}
        for src in sources
    ]
    category = draw(st.lists(LINE, min_size=1, max_size=4))
    names = st.just([]) | st.lists(LINE, min_size=len(category), max_size=len(category))
    local = st.tuples(st.just("") | LINE, TEXT, names)
    texts = draw(st.dictionaries(st.sampled_from(LANGUAGES[1:]), local))
    with_names = draw(st.booleans())
    local_options = [
        {
            "option": name,
            "title": draw(st.just("") | LINE),
            "values": [{"value": value, "title": f"{value}{draw(LINE)}"} for value in values],
        }
        for name, values in options
    ]
    local_alts = [{"src": src, "alt": draw(LINE)} for src in sources]
    translations = [
        {
            "language": language,
            "title": texts[language][0],
            "description": texts[language][1],
            "category": texts[language][2],
            "options": local_options if with_names else [],
            "alts": local_alts if with_names else [],
            "tags": ["rot", "a, b"] if with_names else [],
        }
        for language in LANGUAGES
        if language in texts and any(texts[language])
    ]
    body: dict[str, Any] = {
        "id": draw(SLUG), "title": draw(LINE), "currency": draw(CURRENCY), "brand": draw(st.just("") | LINE),
        "category": category, "description": draw(TEXT), "rank": draw(st.integers(0, 10**6)),
        "tags": draw(st.lists(LINE, max_size=4, unique=True)), "pictures": pictures,
        "options": [{"name": name, "values": values} for name, values in options], "variants": variants,
        "translations": translations, "tax_class": draw(st.sampled_from(TaxClass)),
    }  # fmt: skip
    return msgspec.convert(body, NewProduct)


def write_csv(*products: NewProduct) -> str:
    out = io.StringIO(newline="")
    write(products, out)  # type: ignore[arg-type]  # a new product has all that is written
    return out.getvalue()


def read(text: str) -> list[Found]:
    with open_catalogue(io.BytesIO(text.encode("utf-8-sig")), currency="GBP") as catalogue:
        return list(catalogue)


@given(product())
def test_any_product_comes_back_the_same(product: NewProduct) -> None:
    (found,) = read(write_csv(product))
    assert isinstance(found, Good), found
    assert found.product == product


@given(product())
def test_no_cell_runs_in_a_spreadsheet(product: NewProduct) -> None:
    for cells in csv.reader(io.StringIO(write_csv(product), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@given(st.text())
def test_the_mark_against_formulas_comes_off_exactly(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text


@given(st.lists(st.text(min_size=1), min_size=1), st.sampled_from((", ", " > ")))
def test_a_list_comes_back_out_of_its_cell(items: list[str], mark: str) -> None:
    assert split(join(items, mark), mark) == tuple(items)


def test_the_demo_catalogue_comes_back_the_same() -> None:
    products = [item.product for item in ITEMS.values()]
    assert [found.product for found in read(write_csv(*products)) if isinstance(found, Good)] == products


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "'=1"])
def test_a_formula_in_a_title_is_text_and_stays_so(formula: str) -> None:
    plain = next(item.product for item in ITEMS.values())
    (found,) = read(write_csv(msgspec.structs.replace(plain, title=formula)))
    assert isinstance(found, Good)
    assert found.product.title == formula
