"""The payment service's table and environment, and a provider that answers as a test wants."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from backend.payment.gateways import connection, sandbox
from backend.payment.payment_gateway import OutcomeUnknown

ORDER = "0192f0c1a5b1" + "0" * 16
SECRET = "whsec_4f1d"


class Provider:
    """What stands in for `connection.send`: remembers each call, and answers with the next of `answers`, which stays when
    it is the last."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, dict[str, str], Any]] = []
        self.answers: list[Any] = []

    def says(self, *states: str | tuple[int, bytes] | None) -> None:
        """Answers by state; None is silence, a pair is a status and a body."""
        self.answers = list(states)

    @property
    def verbs(self) -> list[str]:
        """What was asked for, in order: `find`, `authorize`, `capture` …"""
        return [
            "find" if method == "GET" else url.rpartition("/")[2].replace("authorizations", "authorize")
            for method, url, _, _ in self.calls
        ]

    def send(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        self.calls.append((method, url, headers, msgspec.json.decode(body) if body else None))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer is None:
            raise OutcomeUnknown("timeout")
        if isinstance(answer, tuple):
            return answer
        shown = {"id": "aut_1", "reference": f"{ORDER}-1", "state": answer, "amount": 2900, "currency": "EUR"}
        shown |= {"url": "confirm/aut_1"} if answer == "action-required" else {}
        return 200, msgspec.json.encode({"items": [shown]} if method == "GET" else shown)


@pytest.fixture
def table(service_table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty payment table, by its name."""
    return service_table("payment")


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The provider's place taken."""
    stand_in = Provider()
    monkeypatch.setenv("PROVIDER_URL", "https://provider.test/base")
    monkeypatch.setenv("RETURN_URL", "https://shop.test/orders/{order_id}/")
    monkeypatch.setattr(
        sandbox,
        "get_secret",
        lambda variable: {"PROVIDER_KEY": "sk_5ecret", "WEBHOOK_SECRET": SECRET}[variable],
    )
    monkeypatch.setattr(connection, "send", stand_in.send)
    return stand_in
