"""What an operation is: one route of the HTTP API, a value that knows the types of its path, query, body and reply."""

import enum
import re
from typing import TYPE_CHECKING, Generic, cast

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


if TYPE_CHECKING:
    from typing_extensions import TypeVar  # Python 3.11 has no defaults; nothing of this is imported when the code runs

    Path = TypeVar("Path", default=Empty)
    Query = TypeVar("Query", default=Empty)
    Body = TypeVar("Body", default=Empty)
    Reply = TypeVar("Reply", default=Empty)
else:
    from typing import TypeVar

    Path, Query, Body, Reply = (TypeVar(name) for name in ("Path", "Query", "Body", "Reply"))


class AnyOperation(msgspec.Struct, frozen=True, kw_only=True):
    """An operation of whatever types, as tables and documents hold it.

    Its route key is what API Gateway matches and sends, and what the HTTP handler looks up. `fresh` is how many seconds
    its reply may be kept and given to anybody; 0 forbids it. What everybody may see only.
    """

    name: str
    service: str
    route: str
    caller: Caller
    summary: str
    reply: type[object] = Empty
    path: type[object] = Empty
    query: type[object] = Empty
    body: type[object] = Empty
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


class Operation(AnyOperation, Generic[Path, Query, Body, Reply], frozen=True, kw_only=True):
    """One operation. Its types follow from its declaration; what is left out is `Empty`.

    A caller that gives it `path`, `query` and `body` gets a `Reply` (`storefront.clients.api.call`), and the function
    that answers it gets a `Request[Path, Query, Body]` (`backend.shared.http.route`).
    """

    reply: type[Reply] = cast("type[Reply]", Empty)
    path: type[Path] = cast("type[Path]", Empty)
    query: type[Query] = cast("type[Query]", Empty)
    body: type[Body] = cast("type[Body]", Empty)
