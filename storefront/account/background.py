"""Calls of the user pool outside of the request that caused them, so that the response time does not reveal whether
there is an account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec

from storefront.web.log import log

P = ParamSpec("P")

_threads = ThreadPoolExecutor(2, thread_name_prefix="account")


def run_in_background(ask: Callable[P, object], *arguments: P.args, **named: P.kwargs) -> None:
    """Run a call in a thread. Errors are logged; the page has a button to try again."""
    _threads.submit(_ask, partial(ask, *arguments, **named), ask.__name__)


def _ask(ask: Callable[[], object], name: str) -> None:
    try:
        ask()
    except Exception as error:
        log.warning("the pool was not asked", what=name, error=type(error).__name__)
