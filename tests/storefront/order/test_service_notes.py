"""Notes of services in the page's language: each is one that a service writes, and what staff write stays theirs."""

import inspect

import pytest
from django.utils import translation

from backend.order import holding, returns, state_machine
from backend.payment import events
from storefront.order.service_notes import NOTES, USED_UP, translate_note

WRITTEN = {*events.REASONS.values(), events.DECLINED, state_machine.PAYMENT_LATE, state_machine.APPROVAL_WITHDRAWN}


@pytest.mark.parametrize("note", ["", "The parcel was wet. We send another.", "The card has expired. Ask Bob."])
def test_a_note_of_staff_stays_as_it_is(note: str) -> None:
    with translation.override("de"):
        assert translate_note(note) == note


def test_each_note_is_one_that_a_service_writes() -> None:
    assert set(NOTES) >= WRITTEN
    source = inspect.getsource(holding)
    assert all(note in source for note in {*NOTES, USED_UP} - WRITTEN)


def test_of_a_return_that_held_something_else_only_what_staff_wrote_stays_in_their_words() -> None:
    assert " came instead of " in inspect.getsource(returns)
    note = "1 × TIDE-A4, 2 × B.2 came instead of 1 × C."
    with translation.override("fr"):
        assert translate_note(note) == "1 × TIDE-A4, 2 × B.2 reçu à la place de 1 × C."
        assert translate_note(f"{note} One is bent. Merci !").endswith("de 1 × C. One is bent. Merci !")
        assert translate_note("The blue one came instead of the red.") == "The blue one came instead of the red."


@pytest.mark.parametrize("note", [*NOTES, f"SUMMER, WINTER{USED_UP}"])
def test_a_services_note_is_shown_in_the_language_of_the_page(note: str) -> None:
    with translation.override("en"):
        assert translate_note(note) == note
    with translation.override("de"):
        assert translate_note(note) != note
        assert ("SUMMER, WINTER" in translate_note(note)) is ("SUMMER, WINTER" in note)
