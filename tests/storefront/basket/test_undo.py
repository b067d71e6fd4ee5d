"""The note by which a removal is taken back."""

import pytest
from django.core import signing

from backend.contracts.basket import BasketLine
from storefront.basket import undo

LINE = BasketLine(sku="DOTS", quantity=2, product_id="dots", title="Dot Notebook", price=100, seen_price=100, total=200)


@pytest.mark.parametrize("note", [None, "", "x", "a:b:c", signing.dumps({"sku": "DOTS"}, salt=undo.SALT), signing.dumps({"sku": "DOTS"})])
def test_a_note_that_is_not_ours_says_nothing(note: str | None) -> None:
    assert undo.read(note) is None


def test_an_old_note_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "AGE", -1)
    assert undo.read(undo.note(LINE)) is None


def test_a_note_says_what_was_removed() -> None:
    assert undo.read(undo.note(LINE)) == undo.Removed("DOTS", 2, "Dot Notebook")
