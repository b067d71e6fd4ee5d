"""Which schedules are of a shop whose prices are without tax: a quarter of all, and half of these begin with prices that
include it and change in the middle of the day, as by a deploy."""

import os

from backend.contracts.shop import ADDED, TAX_VARIABLE

EVERY = 4
CHANGE = 60.0  # seconds after the beginning


def environment(seed: int) -> dict[str, str]:
    """What functions are told when the schedule of this seed begins."""
    return {TAX_VARIABLE: ADDED} if seed % EVERY == 3 and not changes(seed) else {}


def changes(seed: int) -> bool:
    """Whether the prices of this schedule are without tax from the middle on."""
    return seed % (2 * EVERY) == 7


def change() -> None:
    """Tell functions from now on that tax is added."""
    os.environ[TAX_VARIABLE] = ADDED


def are_right(seed: int, prices: int, tax: int, total: int) -> bool:
    """Whether prices make that total in a schedule."""
    before_tax = total == prices + tax and bool(environment(seed) or changes(seed))
    return before_tax or (total == prices and not environment(seed))
