"""The note by which a removal is taken back."""

import pytest
from django.core import signing
from django.http import HttpRequest
from django.test import RequestFactory

from backend.contracts.basket.models import BasketLine
from storefront.basket import undo
from storefront.web import signed_cookies

LINE = BasketLine(
    sku="DOTS", quantity=2, product_id="dots", title="Dot Notebook", price=100, seen_price=100, total=200, since=7
)


FOREIGN = [None, "", "x", "a:b:c", signing.dumps({"sku": "DOTS"}, salt=undo.SALT), signing.dumps({"sku": "DOTS"})]


@pytest.mark.parametrize(
    "note", FOREIGN, ids=["none", "empty", "a letter", "three parts", "half a line", "another salt"]
)
def test_a_note_that_is_not_ours_says_nothing(note: str | None) -> None:
    assert undo.read(visitor("a"), note) is None


def visitor(of: str) -> HttpRequest:
    """A request of the guest with this letter."""
    request = RequestFactory().get("/basket/")
    request.COOKIES[signed_cookies.full_name(signed_cookies.GUEST)] = signing.dumps(of * 32, salt=signed_cookies.GUEST)
    return request


def test_a_note_in_a_link_of_somebody_else_says_nothing() -> None:
    assert undo.read(visitor("b"), undo.note(visitor("a"), LINE)) is None
    assert undo.read(RequestFactory().get("/basket/"), undo.note(visitor("a"), LINE)) is None


def test_an_old_note_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "MAX_AGE", -1)
    assert undo.read(visitor("a"), undo.note(visitor("a"), LINE)) is None


def test_a_note_says_what_was_removed() -> None:
    assert undo.read(visitor("a"), undo.note(visitor("a"), LINE)) == undo.Removed("DOTS", 2, "Dot Notebook", 7)


def test_a_note_of_an_earlier_release_still_puts_back_what_was_removed() -> None:
    note = signing.dumps({"sku": "DOTS", "quantity": 2, "title": "Dot Notebook"}, salt=undo.SALT, compress=True)
    assert undo.read(visitor("a"), note) == undo.Removed("DOTS", 2, "Dot Notebook", None)
