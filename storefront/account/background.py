"""What is asked of the pool beside the request that caused it, so that the answer's time does not tell whether there is
an account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from storefront.web.log import log

_threads = ThreadPoolExecutor(2, thread_name_prefix="account")


def run_in_background(ask: Callable[..., Any], *arguments: Any) -> None:
    """Ask it soon, in a thread. What goes wrong is logged; people can have it asked again by the page's own button."""
    _threads.submit(_ask, ask, *arguments)


def _ask(ask: Callable[..., Any], *arguments: Any) -> None:
    try:
        ask(*arguments)
    except Exception as error:
        log.warning("the pool was not asked", what=ask.__name__, error=type(error).__name__)
