"""What an operation is: one route of the HTTP API, as a value."""

import enum
import re
from typing import Any

import msgspec


class Caller(enum.StrEnum):
    """Who may call: `PUBLIC` and `GUEST` need no token (a guest proves himself by an unguessable id in the path)."""

    PUBLIC = "public"
    GUEST = "guest"
    SHOPPER = "shopper"
    STAFF = "staff"


RESOURCE_SERVER = "shop"
STAFF_GROUP = "staff"
SCOPES = {Caller.SHOPPER: f"{RESOURCE_SERVER}/shopper", Caller.STAFF: f"{RESOURCE_SERVER}/staff"}


class Empty(msgspec.Struct, frozen=True):
    """A path, query, body or reply that holds nothing."""


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One operation: its route key is what API Gateway matches and sends, and what the door looks up.

    `fresh` is how many seconds its reply may be kept and given to anybody; 0 forbids it. What everybody may see only.
    """

    name: str
    service: str
    route: str
    caller: Caller
    summary: str
    reply: Any = Empty
    path: Any = Empty
    query: Any = Empty
    body: Any = Empty
    status: int = 200
    problems: tuple[int, ...] = ()
    fresh: int = 0

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    @property
    def template(self) -> str:
        return self.route.partition(" ")[2]

    @property
    def parameters(self) -> list[str]:
        """The names in the path, in order."""
        return re.findall(r"{(\w+)}", self.template)

    @property
    def scope(self) -> str | None:
        """The OAuth scope its token must carry, or None where no token is asked for."""
        return SCOPES.get(self.caller)
