"""Many calls of services that may have just started: one until it is answered, then two at a time, four, and so on."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

AT_ONCE = 6
Given = TypeVar("Given")
Made = TypeVar("Made")


def gradually(do: Callable[[Given], Made], given: Iterable[Given], at_once: int = AT_ONCE) -> list[Made]:
    """What `do` makes of each, in order.

    A function that starts is waited for by one caller, instead of being started for each.

    Raises what `do` raises; nothing further is begun then.
    """
    left, made, width = iter(given), list[Made](), 1
    with ThreadPoolExecutor(at_once) as pool:
        while some := list(islice(left, width if width < at_once else at_once * 4)):
            made += pool.map(do, some)
            width = min(width * 2, at_once)
    return made
