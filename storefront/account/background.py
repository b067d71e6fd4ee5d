"""What is asked of the pool beside the request that caused it, so that the answer's time does not tell whether there is
an account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from storefront.web.log import log

_threads = ThreadPoolExecutor(2, thread_name_prefix="account")


def run_in_background(ask: Callable[..., Any], *arguments: Any) -> None:
    """Run a call in a thread. Errors are logged; the page has a button to try again."""
    _threads.submit(_ask, ask, *arguments)


def _ask(ask: Callable[..., Any], *arguments: Any) -> None:
    try:
        ask(*arguments)
    except Exception as error:
        log.warning("the pool was not asked", what=ask.__name__, error=type(error).__name__)
