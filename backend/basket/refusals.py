"""Refusals of writes to a basket."""

from backend.contracts.basket.models import MAX_LINES
from backend.contracts.problem import Refused


def full() -> Refused:
    """Return the 422 reply to one line too many."""
    return Refused(422, "basket-full", "The basket is full", f"A basket holds {MAX_LINES} different articles.")


def busy() -> Refused:
    """Return the 409 reply to a change that kept losing to concurrent writes."""
    return Refused(409, "busy", "The basket is being changed elsewhere", "Please try again in a moment.")
