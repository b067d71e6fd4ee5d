"""What an operation is: one route of the HTTP API, as a value that knows the types of its path, query, body and
reply."""

import enum
import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Generic, cast

import msgspec


class Caller(enum.StrEnum):
    """Who may call: `PUBLIC` and `GUEST` need no token (guests identify themselves by an unguessable id in the
    path)."""

    PUBLIC = "public"
    GUEST = "guest"
    SHOPPER = "shopper"
    STAFF = "staff"


class Role(enum.StrEnum):
    """What a member of staff may do. Each is a group of the user pool; the owner may do everything."""

    OWNER = "owner"
    ORDERS = "orders"
    CATALOGUE = "catalogue"
    SUPPORT = "support"
    READ_ONLY = "read-only"


RESOURCE_SERVER = "shop"
STAFF_GROUP = "staff"
"""The one group that there was before roles. Its members are owners."""

ROLES_BY_GROUP = {STAFF_GROUP: Role.OWNER, **{role.value: role for role in Role}}

READ_ORDERS = (Role.ORDERS, Role.SUPPORT, Role.READ_ONLY)
HANDLE_ORDERS = (Role.ORDERS,)
HELP_SHOPPERS = (Role.ORDERS, Role.SUPPORT)
READ_CATALOGUE = (Role.CATALOGUE, Role.READ_ONLY)
EDIT_CATALOGUE = (Role.CATALOGUE,)
EVERY_ROLE = (Role.ORDERS, Role.CATALOGUE, Role.SUPPORT, Role.READ_ONLY)
READ_STOCK = EVERY_ROLE
SET_STOCK_LEVELS = (Role.ORDERS, Role.CATALOGUE)
SCOPES = {Caller.SHOPPER: f"{RESOURCE_SERVER}/shopper", Caller.STAFF: f"{RESOURCE_SERVER}/staff"}


def roles_of(groups: Iterable[str]) -> frozenset[Role]:
    """Return the roles of a member of these groups of the user pool; none for a shopper."""
    return frozenset(ROLES_BY_GROUP[group] for group in groups if group in ROLES_BY_GROUP)


class Empty(msgspec.Struct, frozen=True):
    """A path, query, body or reply without content."""


if TYPE_CHECKING:
    from typing_extensions import TypeVar  # Python 3.11 has no defaults; nothing of this is imported when the code runs

    Path = TypeVar("Path", default=Empty)
    Query = TypeVar("Query", default=Empty)
    Body = TypeVar("Body", default=Empty)
    Reply = TypeVar("Reply", default=Empty)
else:
    from typing import TypeVar

    Path, Query, Body, Reply = (TypeVar(name) for name in ("Path", "Query", "Body", "Reply"))


class Thing(enum.StrEnum):
    """The kinds of things that staff change, as the audit log tells them apart."""

    ORDER = "order"
    CUSTOMER = "customer"
    MESSAGE = "message"
    PRODUCT = "product"
    PICTURE = "picture"
    STOCK = "stock"
    PROMOTION = "promotion"
    VOUCHER = "voucher"
    REVIEW = "review"
    MENU = "menu"
    SYNONYMS = "synonyms"
    NEWSLETTER = "newsletter"
    DELIVERY = "delivery"
    TAX = "tax"
    DEAD_LETTERS = "dead-letters"
    STAFF = "staff"
    SYSTEM = "system"


class Changes(msgspec.Struct, frozen=True):
    """What an operation for staff changes. `id` names the field of its path, body or reply that has the thing's id."""

    thing: Thing
    id: str = ""


class AnyOperation(msgspec.Struct, frozen=True, kw_only=True):
    """An operation of whatever types, as tables and documents hold it.

    Its route key is what API Gateway matches and sends, and what the HTTP handler looks up. `fresh` is how many seconds
    its reply may be kept and given to anybody; 0 forbids it. What everybody may see only.

    `roles` are those of staff that may call it beside the owner. `changes` says what of the shop staff change by it:
    each success is an entry of the audit log.
    """

    name: str
    service: str
    route: str
    caller: Caller
    summary: str
    roles: tuple[Role, ...] = ()
    reply: type[object] = Empty
    path: type[object] = Empty
    query: type[object] = Empty
    body: type[object] = Empty
    status: int = 200
    problems: tuple[int, ...] = ()
    fresh: int = 0
    changes: Changes | None = None

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

    def allows(self, roles: Collection[Role]) -> bool:
        """Return whether a member of staff with these roles may call it."""
        return Role.OWNER in roles or not set(roles).isdisjoint(self.roles)


class Operation(AnyOperation, Generic[Path, Query, Body, Reply], frozen=True, kw_only=True):
    """One operation. Its types follow from its declaration; what is left out is `Empty`.

    A caller that gives it `path`, `query` and `body` gets a `Reply` (`storefront.clients.api.call`), and the function
    that answers it gets a `Request[Path, Query, Body]` (`backend.shared.http.route`).
    """

    reply: type[Reply] = cast("type[Reply]", Empty)
    path: type[Path] = cast("type[Path]", Empty)
    query: type[Query] = cast("type[Query]", Empty)
    body: type[Body] = cast("type[Body]", Empty)
