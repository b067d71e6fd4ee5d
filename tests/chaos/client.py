"""A client as real ones are: it sends again, with the same key, what was not answered, and notes each try in the
history."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

from backend.contracts.operation import AnyOperation
from tests.chaos.history import History, Op, Outcome
from tests.integration.api import Api
from tests.integration.shop import Shopper

PATIENCE, WAIT, LONGEST_WAIT = 6.0, 0.3, 5.0
"""Seconds that a client waits for an answer; before it asks again, at most, which doubles each time; and the longest of
these waits."""
SIGNED_IN = 600.0
"""Seconds after which a client signs in again: a token lasts a quarter of an hour."""
SAID: dict[str, Callable[[Any], tuple[str, ...]]] = {
    "check-out": lambda body: (body["order_id"],),
    "read": lambda body: tuple(step["state"] for step in body["time_line"]),
}
"""What an answer is noted by."""


@dataclass
class Client:
    """Somebody signed in. After `gone` (monotonic seconds) nothing is asked any more."""

    who: Shopper
    history: History
    random: random.Random
    gone: float
    _signed_in: float = 0.0
    _signing: threading.Lock = field(default_factory=threading.Lock)
    _web: threading.local = field(default_factory=threading.local)

    def ask(self, what: str, operation: AnyOperation, about: str = "", **request: Any) -> requests.Response | None:
        """The answer, after as many tries as it takes; None when the client had to give up."""
        wait = WAIT
        while time.monotonic() < self.gone:
            start = time.monotonic()
            reply = self._try(operation, **request)
            outcome = _outcome(reply)
            told = SAID[what](reply.json()) if reply is not None and outcome is Outcome.OK and what in SAID else ()
            self.history.add(Op(self.who.account.email, what, about, start, time.monotonic(), outcome, told))
            if outcome is not Outcome.UNKNOWN:
                return reply
            time.sleep(self.random.uniform(0, wait))
            wait = min(2 * wait, LONGEST_WAIT)
        return None

    def _try(self, operation: AnyOperation, **request: Any) -> requests.Response | None:
        try:
            return self._api()(operation, self._token(), **request)
        except requests.RequestException:
            return None

    def _api(self) -> Api:
        """A connection of this thread's own."""
        if not hasattr(self._web, "api"):
            self._web.api = Api(self.who.api.cloud, patience=PATIENCE)
        return self._web.api  # type: ignore[no-any-return]

    def _token(self) -> str:
        with self._signing:
            if time.monotonic() - self._signed_in > SIGNED_IN:
                self.who.__dict__.pop("tokens", None)
                self._signed_in = time.monotonic()
            return self.who.token


def _outcome(reply: requests.Response | None) -> Outcome:
    if reply is None or reply.status_code == 429 or reply.status_code >= 500:
        return Outcome.UNKNOWN
    return Outcome.OK if reply.ok else Outcome.FAIL
