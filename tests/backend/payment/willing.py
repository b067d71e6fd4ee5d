"""A provider that says yes to everything."""

from typing import Any

import msgspec

AFTER = {"capture": "captured", "void": "voided", "refund": "refunded"}


class Willing:
    """`send` stands in for `connection.send`. An authorization that was never asked for has the amount `unheard`."""

    def __init__(self, unheard: int = 0) -> None:
        self.unheard = unheard
        self.amounts: dict[str, int] = {}
        self.back: dict[str, int] = {}

    def send(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
        """The authorization asked for, or of the attempt that the idempotency key names, in the state that was wanted."""
        asked: dict[str, Any] = msgspec.json.decode(body) if body else {}
        reference = (
            asked.get("reference") or url.partition("=")[2] or headers.get("idempotency-key", "").rpartition("-")[0]
        )
        verb = url.rpartition("/")[2].partition("?")[0]
        part = asked.get("amount") if verb == "refund" else None
        amount = self.amounts.setdefault(reference, self.unheard if part else asked.get("amount", self.unheard))
        self.back[reference] = back = self.back.get(reference, 0) + (part or 0)
        state = "captured" if part and back < amount else AFTER.get(verb, "authorized")
        shown = {
            "id": "aut_1",
            "reference": reference,
            "state": state,
            "amount": amount,
            "currency": "EUR",
            "refunded": back,
        }
        return 200, msgspec.json.encode({"items": [shown]} if method == "GET" else shown)
