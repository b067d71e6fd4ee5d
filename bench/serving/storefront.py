"""The storefront as it is served, before services in memory.

Each reply tells in `api-ms` how long it was at the API.
"""

import os
import time
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.serving.settings"

import requests
from django.conf import settings
from django.contrib.sessions.backends.cache import SessionStore

from backend.contracts.basket.models import CheckOut, Delivery
from bench.serving.paths import SESSION
from bench.serving.services import MINE, ORDERS, Shelves
from storefront.account import tokens
from storefront.account.shopper import ENTRY, OWNER
from storefront.clients import connection
from storefront.wsgi import application as storefront
from tests.storefront.service import ADA, ADDRESS, API, TOKEN

DELAY = float(os.environ.get("BENCH_DELAY", "0"))
"""Seconds that each call takes."""

_spent: ContextVar[list[float]] = ContextVar("spent")  # also of the threads that a request starts
_shelves = Shelves()


class _Timed(requests.Session):
    def request(self, *arguments: Any, **named: Any) -> requests.Response:
        _wait(named.get("timeout"))
        started = time.thread_time()
        try:
            return super().request(*arguments, **named)
        finally:
            _spent.get([]).append(time.thread_time() - started)


def _wait(timeout: tuple[float, float] | None) -> None:
    """Take as long as `BENCH_DELAY` says, or until the caller gives up."""
    if not DELAY:
        return  # even a sleep of no time gives the processor away
    patience = timeout[1] if timeout else DELAY
    time.sleep(min(DELAY, patience))
    if patience < DELAY:
        raise requests.ReadTimeout


def _prepare() -> None:
    for product in _shelves.products:
        for picture in product.pictures:
            file = settings.PICTURES / f"{picture.src}-640.webp"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
    session = _Timed()
    session.trust_env = False
    session.mount(API, _shelves)
    connection.session = session
    tokens.access = lambda session: f"token-of-{ADA}"
    for number in range(ORDERS):
        _order(number)
    _shelves.fill()


def _order(number: int) -> None:
    _shelves.fill()
    total = _shelves.basket(MINE).deliveries[0].total
    body = CheckOut(
        key=f"bench-key-{number:09}", address=ADDRESS, delivery=Delivery.STANDARD, expected_total=total, token=TOKEN
    )
    _shelves.check_out(MINE, None, None, body)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The storefront, its API time in a header; and a session of someone who is signed in."""
    if environ["PATH_INFO"] == SESSION:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [_signed_in().encode()]
    spent: list[float] = []
    _spent.set(spent)

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, ("api-ms", f"{sum(spent) * 1000:.3f}")], *more)

    return storefront(environ, start)


def _signed_in() -> str:
    session = SessionStore()
    session.update(
        {OWNER: ADA, ENTRY: {"sub": ADA, "email": "ada@example.org", "name": "Ada Lovelace", "is_staff": False}}
    )
    session.save()
    return str(session.session_key)


_prepare()
