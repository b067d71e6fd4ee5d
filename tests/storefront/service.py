"""The shop's services at the HTTP seam, in memory: requests are read and replies written by the contracts, so neither drifts."""

import re
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import msgspec
import requests
from requests.adapters import BaseAdapter

from backend.contracts import OPERATIONS
from backend.contracts.basket import Address, Basket, BasketLine, Change, CheckedOut, CheckOut, Delivery, DeliveryOption, Merged, OrderLine
from backend.contracts.operation import Empty, Operation
from backend.contracts.order import Order, OrderPage, OrderSummary, State, Step
from backend.contracts.problem import CONTENT_TYPE, Problem, Refused
from backend.contracts.product import CardPage, Categories, Category, Picture
from backend.contracts.words import Shape

API = "http://services.test"
FREE_FROM = 5000
ADA, BOB = "ada-sub", "bob-sub"
ADDRESS = Address(name="Ada Lovelace", email="ada@example.org", street="Dorset Street 1", postal_code="10115", town="Berlin", country="DE")


class Offer(Shape, frozen=True, kw_only=True):
    """What is sold under a SKU."""

    title: str
    price: int
    product_id: str = "slow-tide"
    values: tuple[str, ...] = ("A4", "Unframed")
    withdrawn: bool = False
    picture: Picture | None = None


class Service(BaseAdapter):
    """All services.

    `down` names services or operations that do not answer, `refuse` what an operation refuses with; the answers of `lose_answer_of`
    are lost once, after the deed; `slow` keeps orders from being placed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.offers = {"TIDE-A4": Offer(title="Slow Tide", price=2400), "DOTS": Offer(title="Dot Notebook", price=1250, values=())}
        self.baskets: dict[str, dict[str, list[int]]] = {}
        self.checkouts: dict[tuple[str, str], tuple[CheckOut, CheckedOut]] = {}
        self.orders: dict[str, dict[str, Order]] = {}
        self.down: set[str] = set()
        self.refuse: dict[str, Problem] = {}
        self.lose_answer_of: set[str] = set()
        self.slow = False
        self.calls: list[str] = []
        self.timeouts: list[Any] = []

    def send(self, request: requests.PreparedRequest, *_: Any, timeout: Any = None, **__: Any) -> requests.Response:
        operation, path = _match(str(request.method), urlsplit(str(request.url)).path)
        self.calls.append(operation.name)
        self.timeouts.append(timeout)
        if operation.service in self.down or operation.name in self.down:
            raise requests.ConnectionError
        try:
            status, content = operation.status, self._answer(operation, path, request)
        except Refused as refused:
            return _response(refused.problem.status, msgspec.json.encode(refused.problem), CONTENT_TYPE)
        if operation.name in self.lose_answer_of:
            self.lose_answer_of.discard(operation.name)
            raise requests.ReadTimeout
        return _response(status, content, "application/json")

    def close(self) -> None:
        """Nothing is open."""

    def _answer(self, operation: Operation, path: dict[str, str], request: requests.PreparedRequest) -> bytes:
        if problem := self.refuse.get(operation.name):
            raise Refused(**msgspec.structs.asdict(problem))
        where = msgspec.convert(path, operation.path)
        try:
            query = msgspec.convert(dict(parse_qsl(urlsplit(str(request.url)).query)), operation.query, strict=False)
        except msgspec.ValidationError:
            raise Refused(400, "bad-query", "The query cannot be read") from None
        body = Empty() if operation.body is Empty else msgspec.json.decode(request.body or b"", type=operation.body)
        owner = f"guest#{path['guest_id']}" if "guest_id" in path else _shopper(operation, request)
        reply = getattr(self, operation.name.replace("_guest", ""))(owner, where, query, body)
        return msgspec.json.encode(msgspec.convert(msgspec.to_builtins(reply), operation.reply))

    def get_basket(self, owner: str, *_: Any) -> Basket:
        return self._shown(owner)

    def set_line(self, owner: str, path: Any, _: Any, body: Any) -> Basket:
        if path.sku not in self.offers:
            raise Refused(404, "unknown-sku", "There is no such article")
        if self.offers[path.sku].withdrawn:
            raise Refused(409, "withdrawn", "This article is no longer available")
        lines = self.baskets.setdefault(owner, {})
        lines[path.sku] = [body.quantity, self.offers[path.sku].price]
        if not body.quantity:
            del lines[path.sku]
        return self._shown(owner)

    def remove_line(self, owner: str, path: Any, *_: Any) -> Basket:
        self.baskets.setdefault(owner, {}).pop(path.sku, None)
        return self._shown(owner)

    def clear_basket(self, owner: str, *_: Any) -> Basket:
        self.baskets.pop(owner, None)
        return self._shown(owner)

    def merge_basket(self, owner: str, _: Any, __: Any, body: Any) -> Merged:
        theirs = self.baskets.pop(f"guest#{body.guest_id}", {})
        mine = self.baskets.setdefault(owner, {})
        for sku, (quantity, price) in theirs.items():
            mine[sku] = [min(99, mine.get(sku, [0])[0] + quantity), price]
        return Merged(basket=self._shown(owner), moved=sum(quantity for quantity, _ in theirs.values()))

    def check_out(self, owner: str, _: Any, __: Any, body: CheckOut) -> CheckedOut:
        if made := self.checkouts.get((owner, body.key)):
            if made[0] != body:
                raise Refused(422, "key-reused", "This checkout was already made with other details")
            return made[1]
        basket = self._shown(owner)
        if not basket.lines:
            raise Refused(409, "empty-basket", "The basket is empty")
        if not basket.can_check_out:
            raise Refused(409, "withdrawn", "An article is no longer available")
        total = next(option.total for option in basket.deliveries if option.delivery == body.delivery)
        if total != body.expected_total:
            raise Refused(409, "total-changed", "The total has changed", total=total)
        reply = CheckedOut(order_id=f"{len(self.checkouts) + 1:028x}", total=total, currency="EUR")
        self.checkouts[owner, body.key] = body, reply
        self.orders.setdefault(owner, {})[reply.order_id] = _order(reply.order_id, basket, body, total)
        del self.baskets[owner]
        return reply

    def get_order(self, owner: str, path: Any, *_: Any) -> Order:
        found = self.orders.get(owner, {}).get(path.order_id)
        if found is None or self.slow:
            raise Refused(404, "not-found", "There is no such order")
        return found

    def list_orders(self, owner: str, _: Any, query: Any, __: Any) -> OrderPage:
        if query.cursor and not query.cursor.startswith("after-"):
            raise Refused(400, "bad-cursor", "This is no cursor of ours")
        first = int(query.cursor.removeprefix("after-")) if query.cursor else 0
        mine = [] if self.slow else sorted(self.orders.get(owner, {}).values(), key=lambda order: order.id, reverse=True)
        end = first + query.limit
        return OrderPage(items=tuple(_summary(order) for order in mine[first:end]), next=f"after-{end}" if mine[end:] else None)

    def list_categories(self, *_: Any) -> Categories:
        return Categories(items=(Category(path="prints", title="Prints", count=1),), count=1)

    def list_products(self, *_: Any) -> CardPage:
        return CardPage(items=(), next=None)

    def _shown(self, owner: str) -> Basket:
        lines = tuple(self._line(sku, *held) for sku, held in self.baskets.get(owner, {}).items())
        subtotal = sum(line.total for line in lines if line.change is not Change.WITHDRAWN)
        prices = {Delivery.STANDARD: 0 if subtotal >= FREE_FROM else 490, Delivery.EXPRESS: 990}
        return Basket(
            currency="EUR",
            lines=lines,
            count=sum(line.quantity for line in lines),
            subtotal=subtotal,
            deliveries=tuple(
                DeliveryOption(delivery=way, title=way.title(), price=price, total=subtotal + price) for way, price in prices.items()
            ),
            free_delivery_from=FREE_FROM,
            can_check_out=bool(lines) and all(line.change is not Change.WITHDRAWN for line in lines),
        )

    def _line(self, sku: str, quantity: int, seen: int) -> BasketLine:
        offer = self.offers[sku]
        change = Change.WITHDRAWN if offer.withdrawn else Change.NONE if offer.price == seen else Change.PRICE
        return BasketLine(
            sku=sku, quantity=quantity, product_id=offer.product_id, title=offer.title, price=offer.price, seen_price=seen,
            total=offer.price * quantity, values=offer.values, picture=offer.picture, change=change,
        )  # fmt: skip


def _order(order_id: str, basket: Basket, body: CheckOut, total: int) -> Order:
    at = "2026-11-21T08:00:00.000Z"
    lines = tuple(msgspec.convert(msgspec.to_builtins(line), OrderLine) for line in basket.lines)
    return Order(
        id=order_id, state=State.PLACED, placed_at=at, currency="EUR", lines=lines, address=body.address, delivery=body.delivery,
        subtotal=basket.subtotal, delivery_price=total - basket.subtotal, total=total, time_line=(Step(state=State.PLACED, at=at),),
    )  # fmt: skip


def _summary(order: Order) -> OrderSummary:
    return OrderSummary(
        id=order.id, state=order.state, placed_at=order.placed_at, currency=order.currency, total=order.total,
        count=sum(line.quantity for line in order.lines), titles=tuple(line.title for line in order.lines[:3]),
        pictures=tuple(line.picture for line in order.lines[:3] if line.picture),
    )  # fmt: skip


def _match(method: str, path: str) -> tuple[Operation, dict[str, str]]:
    for operation in OPERATIONS:
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", operation.template)
        if operation.method == method and (found := re.fullmatch(pattern, path)):
            return operation, {name: unquote(value) for name, value in found.groupdict().items()}
    raise AssertionError(f"no operation is {method} {path}")


def _shopper(operation: Operation, request: requests.PreparedRequest) -> str:
    if operation.scope is None:
        return ""
    token = str(request.headers.get("Authorization", ""))
    if not token.startswith("Bearer token-of-"):
        raise Refused(401, "not-signed-in", "Please sign in")
    return f"shopper#{token.removeprefix('Bearer token-of-')}"


def _response(status: int, content: bytes, kind: str) -> requests.Response:
    response = requests.Response()
    response.status_code, response._content = status, content
    response.headers["Content-Type"] = kind
    return response
