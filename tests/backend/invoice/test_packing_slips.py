"""Packing slips as PDF: what is refused, and what stands on the sheets."""

import base64
from typing import Any

import msgspec
import pytest

from backend.contracts.basket.models import MAX_LINES
from backend.contracts.invoice.operations import DRAW_PACKING_SLIPS
from backend.contracts.invoice.packing_slips import MAX_SLIPS, PackingSlip, SlipLine
from backend.contracts.operation import STAFF_GROUP
from backend.invoice import handler
from backend.invoice.packing_slips import UNDRAWN, draw_slips
from backend.shared import clock
from tests.backend.events import http, said, token
from tests.backend.invoice.cases import RIGHT
from tests.backend.invoice.pdf_text import read_pages

AT = "2026-11-03T10:12:30.000Z"
STAFF = token("grace", groups=f"[{STAFF_GROUP}]")
(GIVEN,) = RIGHT["draw_packing_slips"]["slips"]
SLIP = msgspec.convert(GIVEN, PackingSlip)
LINE = SLIP.lines[0]


def ask(body: Any, claims: dict[str, str] | None = STAFF) -> dict[str, Any]:
    return handler.handler(http(DRAW_PACKING_SLIPS, claims=claims, body=body), None)


def slip(**changed: Any) -> PackingSlip:
    return msgspec.structs.replace(SLIP, **changed)


def draw(*slips: PackingSlip) -> list[str]:
    return read_pages(draw_slips(slips, AT))


@pytest.mark.parametrize(
    ("claims", "status"),
    [(None, 401), (token("ada"), 403), (token("grace", groups="[catalogue]"), 403),
     (token("grace", groups="[orders]"), 200), (token("grace", groups="[support]"), 200),
     (token("grace", groups="[read-only]"), 200)],
    ids=["nobody", "a shopper", "catalogue", "orders", "support", "read-only"],
)  # fmt: skip
def test_only_who_may_see_orders_has_slips_drawn(claims: dict[str, str] | None, status: int) -> None:
    assert ask(RIGHT["draw_packing_slips"], claims)["statusCode"] == status


@pytest.mark.parametrize(
    "changed",
    [{"number": "3f9a"}, {"address": []}, {"address": ["x" * 651]}, {"address": ["a\nb"]}, {"lines": []}, {"facts": ["x"] * 5},
     {"lines": [GIVEN["lines"][0] | {"quantity": 0}]}, {"lines": GIVEN["lines"] * (MAX_LINES + 1)},
     {"lines": [GIVEN["lines"][0] | {"title": "x" * 201}]}, {"lines": [GIVEN["lines"][0] | {"price": 2900}]}],
    ids=["number", "no address", "long address", "two lines in one", "no lines", "many facts", "no pieces", "many lines", "long title",
         "a price"],
)  # fmt: skip
def test_a_slip_that_is_none_is_refused_and_nothing_is_drawn(changed: dict[str, Any]) -> None:
    assert ask({"slips": [GIVEN | changed]})["statusCode"] == 422


@pytest.mark.parametrize("count", [0, MAX_SLIPS + 1])
def test_no_slip_and_more_than_the_page_prints_at_once_are_refused(count: int) -> None:
    assert ask({"slips": [GIVEN] * count})["statusCode"] == 422


def test_more_text_than_a_function_draws_in_time_is_refused_as_too_large() -> None:
    long = GIVEN | {"lines": [GIVEN["lines"][0] | {"title": "x" * 200}] * MAX_LINES}
    assert ask({"slips": [long] * MAX_SLIPS})["statusCode"] == 413


def test_the_reply_is_the_file_and_far_below_what_lambda_takes() -> None:
    reply = ask({"slips": [GIVEN] * MAX_SLIPS})
    assert base64.b64decode(said(reply)["pdf"]).startswith(b"%PDF-1.")
    assert len(reply["body"]) < 1_000_000


def test_the_file_is_of_the_time_at_which_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AT)
    assert base64.b64decode(said(ask({"slips": [GIVEN]}))["pdf"]) == draw_slips((SLIP,), AT)


@pytest.mark.parametrize("script", ["علي بن محمد", "王小明", "Ada 👩‍🚀"])
def test_what_the_font_has_no_letters_for_is_said_on_that_slip_alone(script: str) -> None:
    first, second = draw(slip(address=(script, "Dorset Street 1")), SLIP)
    assert UNDRAWN in first
    assert "Dorset Street 1" in first
    assert UNDRAWN not in second


@pytest.mark.parametrize("name", ["Žofie Šťastná", "Ελένη Παπαδοπούλου", "Юлия Щербакова", "Zoë O’Brien\u00a0Núñez"])
def test_latin_greek_and_cyrillic_names_are_drawn_as_they_are(name: str) -> None:
    (page,) = draw(slip(address=(name,)))
    assert name.replace("\u00a0", " ") in page.replace("\u00a0", " ")
    assert UNDRAWN not in page


@pytest.mark.parametrize("name", ["Maximiliane " * 16 + "Eleonore", "W" * 200], ids=["words", "one word"])
def test_a_long_name_goes_on_in_the_next_line_and_nothing_of_it_is_lost(name: str) -> None:
    (page,) = draw(slip(address=(name, "Dorset Street 1")))
    written = page.partition("Placed 3 Nov 2026")[2].partition("Dorset Street 1")[0]
    assert "".join(written.split()) == "".join(name.split())
    assert len(written.split("\n")) > 2


def test_twenty_orders_have_a_sheet_each_which_bears_their_number_and_counts_from_one() -> None:
    numbers = [f"3F9A-{place:04}" for place in range(20)]
    pages = draw(*(slip(number=number) for number in numbers))
    assert [page.split("\n")[1] for page in pages] == [f"Order {number}" for number in numbers]
    assert [page.split("\n")[-1] for page in pages] == [f"Order {number}, page 1" for number in numbers]


def test_fifty_lines_go_on_overleaf_under_the_same_heads_and_say_so() -> None:
    lines = tuple(SlipLine(quantity=2, title=f"Print {place}", sku=f"PRINT-{place}") for place in range(MAX_LINES))
    first, second, other = draw(slip(lines=lines), slip(number="0000-0002"))
    assert first.endswith(f"Order {SLIP.number}, page 1, more overleaf")
    assert second.endswith(f"Order {SLIP.number}, page 2")
    assert other.endswith("Order 0000-0002, page 1")
    assert "Article\nSKU" in first
    assert "Article\nSKU" in second
    written = f"{first}\n{second}".split("\n")
    assert [line.sku for line in lines if line.sku not in written] == []
    assert "100 pieces in all" in second


def test_a_slip_says_what_to_pack_how_it_goes_and_where_to() -> None:
    (page,) = draw(slip(lines=(msgspec.structs.replace(LINE, note="on back order", values=("A3", "Oak")),)))
    words = (
        "Standard delivery · Placed 3 Nov 2026",
        "Ada Lovelace\nDorset Street 1\n10115 Berlin\nGermany",
        "2\nHarbour, A3 · Oak (on back order)\nHARBOUR-A3",
        "2 pieces in all",
    )
    assert [each for each in words if each not in page] == []


def test_a_single_piece_is_no_pieces() -> None:
    (page,) = draw(slip(lines=(msgspec.structs.replace(LINE, quantity=1),)))
    assert "1 piece in all" in page
