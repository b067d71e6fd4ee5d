"""The shop's services at the HTTP seam, in memory: requests are read and replies written by the contracts, so neither
drifts."""

import re
from datetime import UTC, date, datetime
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import msgspec
import requests
from msgspec import UNSET
from requests.adapters import BaseAdapter

from backend.basket import agreement, delivery, domain, merging
from backend.contracts import arrivals, guest_keys
from backend.contracts.basket.checked_out import CheckedOut
from backend.contracts.basket.merging import Merged
from backend.contracts.basket.models import HOME_COUNTRY, Basket, BasketLine, Change, CheckOut, NewAddress, OrderLine
from backend.contracts.delivery.models import DeliveryZones
from backend.contracts.delivery.tax_rates import DEFAULT_RATES, TaxRates
from backend.contracts.delivery.zones import DEFAULT
from backend.contracts.inventory.models import (
    BackOrder,
    Hold,
    HoldPage,
    Level,
    Stock,
    StockLevel,
    StockPage,
)
from backend.contracts.invoice.models import Document, DocumentList, DocumentSummary
from backend.contracts.invoice.packing_slips import DrawPackingSlips, PackingSlip, PackingSlipFile
from backend.contracts.notification.mail_backlog import MailBacklog
from backend.contracts.notification.models import Answer, AnswerMessage, Message, MessagePage, SendMessage
from backend.contracts.operation import Caller, Empty, Operation
from backend.contracts.operations.models import AuditPage, DeadLetter, DeadLetterPage, DeadLetterQueues, Redriven
from backend.contracts.order.data_export import DataExport
from backend.contracts.order.guest_models import FoundOrder
from backend.contracts.order.models import (  # fmt: skip
    Order,
    OrderPage,
    OrderSummary,
    StaffOrder,
    StaffOrderPage,
    Step,
    UpgradedOrders,
    number,
)
from backend.contracts.order.states import TRANSITIONS, State
from backend.contracts.payment.models import CardEntryPage, CardEntryRequest, EnteredCard, OrderPayment, PaymentPage
from backend.contracts.problem import CONTENT_TYPE, FieldError, Problem, Refused
from backend.contracts.product.kinds import ProductKind
from backend.contracts.product.models import (
    Menu,
    Picture,
    Republished,
    Unlisted,
)
from backend.contracts.product.translations import LocalTitle, LocalValues, title_in, values_in
from backend.contracts.registry import OPERATIONS
from backend.contracts.search.models import Synonyms
from backend.contracts.types import Model
from backend.contracts.voucher.models import VoucherPayment
from backend.delivery import domain as zone_rules
from backend.delivery import tax_rules
from backend.order import returns as returns_of
from tests.storefront.addressing import Addressing
from tests.storefront.cataloguing import Cataloguing, window
from tests.storefront.desking import Desking
from tests.storefront.lettering import Lettering
from tests.storefront.promoting import Promoting
from tests.storefront.reviewing import Reviewing
from tests.storefront.subscribing import Subscribing
from tests.storefront.wishing import Wishing

API = "http://services.test"
PROVIDER = "http://provider.test/pay"
TODAY = date(2026, 11, 20)  # a Friday
ADA, BOB, STAFF = "ada-sub", "bob-sub", "staff-sub"
TOKEN = "tok_" + "4" * 32
ADDRESS = NewAddress(
    name="Ada Lovelace",
    email="ada@example.org",
    street="Dorset Street 1",
    postal_code="10115",
    town="Berlin",
    country="DE",
)


class Offer(Model, frozen=True, kw_only=True):
    """What is sold under a SKU."""

    title: str
    price: int
    product_id: str = "slow-tide"
    values: tuple[str, ...] = ("A4", "Unframed")
    withdrawn: bool = False
    picture: Picture | None = None
    kind: ProductKind = ProductKind.GOODS
    titles: tuple[LocalTitle, ...] = ()
    local_values: tuple[LocalValues, ...] = ()


class Service(Addressing, Cataloguing, Desking, Promoting, Reviewing, Subscribing, Wishing, BaseAdapter):
    """All services.

    `outdated` orders are of an earlier release, `unreadable` ones are of none, and so many products can be `published`
    again. `down` names services or operations that do not answer, `refuse` what an operation refuses with; the answers
    of `lose_answer_of` are lost once, after the deed; `slow` keeps orders from being placed. `stock` is told of the
    SKUs in it, and decides nothing else.
    """

    def __init__(self) -> None:
        super().__init__()
        self.offers = {
            "TIDE-A4": Offer(title="Slow Tide", price=2400),
            "DOTS": Offer(title="Dot Notebook", price=1250, values=()),
        }
        self.baskets: dict[str, dict[str, list[int]]] = {}
        self.checkouts: dict[tuple[str, str], tuple[CheckOut, CheckedOut]] = {}
        self._one_checkout = Lock()
        self.orders: dict[str, dict[str, Order]] = {}
        self.exports: dict[str, DataExport] = {}
        self.documents: dict[str, tuple[DocumentSummary, ...]] = {}
        self.drawn: tuple[PackingSlip, ...] = ()
        self.stock: dict[str, Stock] = {}
        self.holds: tuple[Hold, ...] = ()
        self.payments: tuple[OrderPayment, ...] = ()
        self.entered: dict[str, EnteredCard] | None = None
        self.synonyms = Synonyms(groups=(), version=0)
        self.zones = DEFAULT
        self.rates = DEFAULT_RATES
        self.lettering = Lettering()
        self.paid: list[tuple[str, str, int]] = []
        self.messages: list[SendMessage] = []
        self.answers: dict[str, Answer] = {}
        self.emails = {f"shopper#{ADA}": "ada@example.org", f"shopper#{BOB}": "bob@example.org"}
        self.down: set[str] = set()
        self.closed: list[str] = []
        self.recorded_emails: list[str] = []
        self.mail_languages: list[str] = []
        self.removals: list[tuple[str, str]] = []
        self.refuse: dict[str, Problem] = {}
        self.lose_answer_of: set[str] = set()
        self.slow = False
        self.outdated, self.published, self.unreadable = 0, 0, tuple[str, ...]()
        self.calls: list[str] = []
        self.timeouts: list[Any] = []
        self.today, self.currency = TODAY, "EUR"

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
        owner = _guest(path) or _shopper(operation, request)
        reply = getattr(self, operation.name.replace("_guest", ""))(owner, where, query, body)
        return msgspec.json.encode(msgspec.convert(msgspec.to_builtins(reply), operation.reply))

    def get_basket(self, owner: str, _: Any, query: Any, __: Any) -> Basket:
        return self._show(owner, query.country)

    def basket(self, owner: str) -> Basket:
        """What the owner would be shown."""
        return self._show(owner)

    def set_line(self, owner: str, path: Any, query: Any, body: Any) -> Basket:
        if path.sku not in self.offers:
            raise Refused(404, "unknown-sku", "There is no such article")
        if self.offers[path.sku].withdrawn:
            raise Refused(409, "withdrawn", "This article is no longer available")
        lines = self.baskets.setdefault(owner, {})
        back = path.sku not in lines and body.since is not None
        later = {line.sku: lines.pop(line.sku) for line in self._show(owner).lines if back and line.since >= body.since}
        lines[path.sku] = [body.quantity, self.offers[path.sku].price]
        lines |= later
        if not body.quantity:
            del lines[path.sku]
        return self._show(owner, query.country)

    def remove_line(self, owner: str, path: Any, query: Any, _: Any) -> Basket:
        self.baskets.setdefault(owner, {}).pop(path.sku, None)
        return self._show(owner, query.country)

    def clear_basket(self, owner: str, _: Any, query: Any, __: Any) -> Basket:
        self.baskets.pop(owner, None)
        return self._show(owner, query.country)

    def merge_basket(self, owner: str, _: Any, __: Any, body: Any) -> Merged:
        theirs = self.baskets.pop(f"guest#{body.guest_id}", {})
        mine = self.baskets.setdefault(owner, {})
        for sku, (quantity, price) in theirs.items():
            mine[sku] = [min(99, mine.get(sku, [0])[0] + quantity), price]
        codes = self.codes.pop(f"guest#{body.guest_id}", ())
        self.codes[owner], dropped = merging.merge_codes(self.codes.get(owner, ()), codes)
        moved = sum(quantity for quantity, _ in theirs.values())
        return Merged(basket=self._show(owner), moved=moved, codes=codes, dropped_codes=dropped)

    def check_out(self, owner: str, _: Any, __: Any, body: CheckOut) -> CheckedOut:
        with self._one_checkout:  # a basket and its checkouts are one item, read and written at once
            return self._check_out(owner, body)

    def _check_out(self, owner: str, body: CheckOut) -> CheckedOut:
        if made := self.checkouts.get((owner, body.key)):
            if made[0] != body:
                raise Refused(422, "key-reused", "This checkout was already made with other details")
            return made[1]
        basket = self._show(owner)
        if not basket.lines:
            raise Refused(409, "empty-basket", "The basket is empty")
        if gone := [line for line in basket.lines if line.change in domain.UNAVAILABLE]:
            errors = tuple(FieldError(field=line.sku, message="Gone") for line in gone)
            raise Refused(
                409, gone[0].change, "An article is gone", " · ".join(line.title for line in gone), errors=errors
            )
        basket = self._show(owner, body.address.country)
        basket = _in_language(basket, body.language)
        chosen = next(option for option in basket.deliveries if option.delivery == body.delivery)
        agreement.check(
            body, tuple(msgspec.convert(line, OrderLine, from_attributes=True) for line in basket.lines), chosen
        )
        if isinstance(body, CheckOut) and chosen.to_pay and not body.token:
            raise Refused(422, "invalid", "No card", errors=(FieldError(field="token", message="No card"),))
        order_id = f"{len(self.checkouts) + 1:028x}"
        kind, _, guest_id = owner.partition("#")
        key = guest_keys.order_key(guest_id, order_id) if kind == "guest" else None
        reply = CheckedOut(order_id=order_id, total=chosen.total, currency=self.currency, order_key=key)
        self.checkouts[owner, body.key] = body, reply
        self.orders.setdefault(guest_keys.owner(key) if key else owner, {})[reply.order_id] = _order(
            reply.order_id,
            basket,
            body,
            domain.pay_by_voucher(chosen, self.vouchers_of(owner), self.currency, self.today)[1],
        )
        del self.baskets[owner]
        return reply

    check_out_basket = check_out

    def check_out_for_customer(self, owner: str, _: Any, __: Any, body: Any) -> CheckedOut:
        return msgspec.structs.replace(self.check_out(owner, None, None, body), order_key=None)

    def find_order(self, _: str, __: Any, ___: Any, body: Any) -> FoundOrder:
        for _, reply in self.checkouts.values():
            owner = guest_keys.owner(reply.order_key) if reply.order_key else ""
            found = self.orders.get(owner, {}).get(reply.order_id)
            if found and number(found.id) == body.number and found.address.email == body.email:
                return FoundOrder(order_id=found.id, order_key=reply.order_key or "")
        raise Refused(404, "no-order", "There is no such order")

    def claim_order(self, owner: str, path: Any, _: Any, body: Any) -> Order:
        found = self.orders.get(guest_keys.owner(body.order_key), {}).get(path.order_id)
        if found is None or self.slow:
            raise Refused(404, "no-order", "There is no such order")
        if self.emails.get(owner) != found.address.email:
            raise Refused(403, "other-address", "The order has another e-mail address than your account")
        self.orders.setdefault(owner, {})[found.id] = self.orders[guest_keys.owner(body.order_key)].pop(found.id)
        return found

    def get_order(self, owner: str, path: Any, *_: Any) -> Order:
        found = self.orders.get(owner, {}).get(path.order_id)
        if found is None or self.slow:
            raise Refused(404, "not-found", "There is no such order")
        return found

    def request_data_export(self, owner: str, _: Any, query: Any, __: Any) -> DataExport:
        self.mail_languages.append(query.language)
        if owner in self.exports:
            raise Refused(409, "on-its-way", "We are preparing your data")
        self.exports[owner] = DataExport(requested_at="2026-11-21T10:00:00.000Z", again_from="2099-01-01T00:00:00.000Z")
        return self.exports[owner]

    def get_data_export(self, owner: str, *_: Any) -> DataExport:
        return self.exports.get(owner, DataExport())

    def record_account_email(self, owner: str, _: Any, query: Any, __: Any) -> Empty:
        self.mail_languages.append(query.language)
        self.recorded_emails.append(owner)
        return Empty()

    def report_second_factor_removal(self, owner: str, _: Any, __: Any, body: Any) -> Empty:
        self.removals.append((owner, body.language))
        return Empty()

    def report_second_factor_removal_for(self, _: str, __: Any, ___: Any, body: Any) -> Empty:
        self.removals.append((body.email, body.by))
        return Empty()

    def close_account(self, owner: str, *_: Any) -> Empty:
        self.closed.append(owner)
        return Empty()

    def list_orders(self, owner: str, _: Any, query: Any, __: Any) -> OrderPage:
        first, end = window(query)
        mine = (
            [] if self.slow else sorted(self.orders.get(owner, {}).values(), key=lambda order: order.id, reverse=True)
        )
        return OrderPage(
            items=tuple(_summary(order) for order in mine[first:end]), next=f"after-{end}" if mine[end:] else None
        )

    def set_menu(self, _: str, __: Any, ___: Any, body: Any) -> Menu:
        return Menu(first=body.first)

    def get_unlisted(self, *_: Any) -> Unlisted:
        raise Refused(404, "not-found", "There is no such product outside the shop")

    def get_tax_rates(self, *_: Any) -> TaxRates:
        return self.rates

    def set_tax_rates(self, _: str, __: Any, ___: Any, body: Any) -> TaxRates:
        tax_rules.check(body.countries)
        if body.version != self.rates.version:
            raise Refused(409, "stale-version", "The rates have changed since you saw them", version=self.rates.version)
        self.rates = tax_rules.next_version(body)
        return self.rates

    def get_delivery_zones(self, *_: Any) -> DeliveryZones:
        return self.zones

    def set_delivery_zones(self, _: str, __: Any, ___: Any, body: Any) -> DeliveryZones:
        zone_rules.check(body.zones, self.currency)
        if body.version != self.zones.version:
            raise Refused(409, "stale-version", "The zones have changed since you saw them", version=self.zones.version)
        self.zones = zone_rules.next_version(body, self.currency)
        return self.zones

    def get_synonyms(self, *_: Any) -> Synonyms:
        return self.synonyms

    def put_synonyms(self, _: str, __: Any, ___: Any, body: Any) -> Synonyms:
        if body.version != self.synonyms.version:
            raise Refused(
                409, "stale-version", "The synonyms have changed since you saw them", version=self.synonyms.version
            )
        self.synonyms = Synonyms(groups=body.groups, version=body.version + 1)
        return self.synonyms

    def list_dead_letter_queues(self, *_: Any) -> DeadLetterQueues:
        return self.lettering.queues()

    def list_dead_letters(self, _: str, path: Any, *__: Any) -> DeadLetterPage:
        return self.lettering.page(path)

    def get_dead_letter(self, _: str, path: Any, *__: Any) -> DeadLetter:
        return self.lettering.get(path)

    def redrive_dead_letters(self, _: str, path: Any, __: Any, body: Any) -> Redriven:
        return self.lettering.redrive_some(path, body)

    def redrive_dead_letter(self, _: str, path: Any, __: Any, body: Any) -> DeadLetter:
        return self.lettering.redrive(path, body)

    def discard_dead_letter(self, _: str, path: Any, __: Any, body: Any) -> DeadLetter:
        return self.lettering.discard(path, body)

    def get_mail_backlog(self, *_: Any) -> MailBacklog:
        return self.lettering.mail_backlog

    def list_audit_entries(self, _: str, __: Any, query: Any, ___: Any) -> AuditPage:
        return self.lettering.log(query)

    def send_message(self, _: str, __: Any, ___: Any, body: SendMessage) -> Empty:
        if body not in self.messages:
            self.messages.append(body)
        return Empty()

    def answer_message(self, _: str, path: Any, __: Any, body: AnswerMessage) -> Empty:
        if path.message_id in self.answers:
            raise Refused(409, "answered", "Somebody has answered or closed this message meanwhile")
        self.answers[path.message_id] = Answer(at=now(), text=body.text, by=body.by)
        return Empty()

    def list_messages(self, _: str, __: Any, query: Any, ___: Any) -> MessagePage:
        first, end = window(query)
        letters = [
            Message(
                id=f"{number:032x}",
                at=now(),
                topic=each.topic,
                email=each.email,
                text=each.text,
                name=each.name,
                order=each.order,
                answer=self.answers.get(f"{number:032x}"),
            )
            for number, each in enumerate(self.messages)
        ][::-1]
        here = [each for each in letters if query.state in (None, "done" if each.answer else "open")]
        return MessagePage(items=tuple(here[first:end]), next=f"after-{end}" if here[end:] else None)

    def order(self, order_id: str) -> Order:
        """The order, whoever made it."""
        return next(orders[order_id] for orders in self.orders.values() if order_id in orders)

    def advance(self, order_id: str, *states: State, note: str = "", **changes: Any) -> Order:
        """Moves an order along its edges; the last state has the note."""
        for state in states:
            order = self.order(order_id)
            assert state in TRANSITIONS[order.state]
            step = Step(state=state, at=now(), note=note if state is states[-1] else "")
            changed = msgspec.structs.replace(order, state=state, time_line=(*order.time_line, step), **changes)
            next(orders for orders in self.orders.values() if order_id in orders)[order_id] = changed
        return self.order(order_id)

    def pay_order(self, owner: str, path: Any, _: Any, body: Any) -> Order:
        order = self.get_order(owner, path)
        if order.attempt == body.attempt:
            return order
        if order.state is not State.DECLINED or body.attempt != order.attempt + 1:
            raise Refused(409, "not-from-here", f"The order is {order.state}")
        self.paid.append((order.id, body.token, body.attempt))
        return self.advance(order.id, State.HELD, attempt=body.attempt)

    def cancel_order(self, owner: str, path: Any, *_: Any) -> Order:
        return self._move(self.get_order(owner, path), State.CANCELLED)

    def return_order(self, owner: str, path: Any, _: Any, body: Any) -> Order:
        order = self.get_order(owner, path)
        if not arrivals.can_return(order):
            raise Refused(409, "not-from-here", f"The order is {order.state}")
        made = returns_of.build_return(order, body, now())
        if order.state in arrivals.UNDER_WAY:
            return self.put_returns(order.id, (*order.returns, made))
        return self._move(order, State.RETURN_REQUESTED, body.reason, returns=(*order.returns, made))

    def _move(self, order: Order, state: State, note: str = "", **changes: Any) -> Order:
        if state not in TRANSITIONS[order.state]:
            raise Refused(409, "not-from-here", f"The order is {order.state}")
        return self.advance(order.id, state, note=note, **changes)

    def list_staff_orders(self, _: str, __: Any, query: Any, ___: Any) -> StaffOrderPage:
        all_of_them = [
            (owner, order)
            for owner, orders in self.orders.items()
            for order in orders.values()
            if (self._listed_beside(order) if query.beside else order.state) is query.state
        ]
        here = sorted(all_of_them, key=lambda item: item[1].id)
        first, end = window(query)
        items = tuple(_staff(owner, order) for owner, order in here[first:end])
        return StaffOrderPage(items=items, next=f"after-{end}" if here[end:] else None)

    def _listed_beside(self, order: Order) -> State | None:
        waiting = arrivals.early_return(order.state, order.returns)
        return arrivals.LISTED[waiting.state] if waiting else None

    def put_returns(self, order_id: str, order_returns: tuple[Any, ...]) -> Order:
        """Gives an order these returns, and leaves its state as it is."""
        changed = msgspec.structs.replace(self.order(order_id), returns=order_returns)
        next(orders for orders in self.orders.values() if order_id in orders)[order_id] = changed
        return changed

    def get_staff_order(self, _: str, path: Any, *__: Any) -> StaffOrder:
        owner = next((owner for owner, orders in self.orders.items() if path.order_id in orders), None)
        if owner is None:
            raise Refused(404, "not-found", "There is no such order")
        return self.for_staff(owner, self.order(path.order_id))

    def list_all_orders(self, _: str, __: Any, query: Any, ___: Any) -> StaffOrderPage:
        every = [_staff(owner, order) for owner, orders in self.orders.items() for order in orders.values()]
        first, end = window(query)
        return StaffOrderPage(
            items=tuple(every[first:end]), next=f"after-{end}" if every[end:] else None, unreadable=self.unreadable
        )

    def upgrade_orders(self, _: str, __: Any, query: Any, ___: Any) -> UpgradedOrders:
        first, end = window(query)
        left, unreadable = self.outdated - first, () if first else self.unreadable
        return UpgradedOrders(
            upgraded=min(left, query.limit), next=f"after-{end}" if left > query.limit else None, unreadable=unreadable
        )

    def republish_products(self, _: str, __: Any, query: Any, ___: Any) -> Republished:
        first, end = window(query)
        left = self.published - first
        return Republished(count=min(left, query.limit), next=f"after-{end}" if left > query.limit else None)

    def list_documents(self, owner: str, path: Any, *_: Any) -> DocumentList:
        mine = path.order_id in self.orders.get(owner, {})
        return DocumentList(items=self.documents.get(path.order_id, ()) if mine else ())

    def list_staff_documents(self, _: str, path: Any, *__: Any) -> DocumentList:
        return DocumentList(items=self.documents.get(path.order_id, ()))

    def get_document(self, owner: str, path: Any, *_: Any) -> Document:
        if path.number not in {each.number for each in self.list_documents(owner, path).items}:
            raise Refused(404, "no-document", "There is no such document")
        return Document(number=path.number, pdf=b"%PDF-1.4 " + path.number.encode())

    def get_staff_document(self, _: str, path: Any, *__: Any) -> Document:
        if path.number not in {each.number for each in self.documents.get(path.order_id, ())}:
            raise Refused(404, "no-document", "There is no such document")
        return Document(number=path.number, pdf=b"%PDF-1.4 " + path.number.encode())

    def draw_packing_slips(self, _: str, __: Any, ___: Any, body: DrawPackingSlips) -> PackingSlipFile:
        self.drawn = body.slips
        return PackingSlipFile(pdf=b"%PDF-1.4 " + str(len(body.slips)).encode())

    def move_order(self, _: str, path: Any, __: Any, body: Any) -> StaffOrder:
        if path.order_id not in self.orders.get(body.owner, {}):
            raise Refused(404, "not-found", "There is no such order")
        order = self.order(path.order_id)
        waiting = arrivals.early_return(order.state, order.returns)
        if waiting and body.state in returns_of.STATES:
            if body.number != waiting.number:
                raise Refused(409, "other-return", "The return was decided already")
            decided = msgspec.structs.replace(waiting, state=returns_of.STATES[body.state], note=body.note)
            return _staff(body.owner, self.put_returns(order.id, arrivals.with_return(order.returns, decided)))
        if order.state is body.state:
            if order.time_line[-1].by != body.by:
                last = order.time_line[-1]
                raise Refused(409, "already-done", f"The order is {order.state} already", by=last.by, at=last.at)
            if order.time_line[-1].note != body.note:
                raise Refused(
                    409,
                    "other-note",
                    f"The order is {order.state} already",
                    f"Its note is “{order.time_line[-1].note}”.",
                )
            return _staff(body.owner, order)
        if body.state is State.SENT and body.parcel not in (None, len(order.parcels) + 1):
            raise Refused(409, "other-parcel", "Another parcel was sent meanwhile")
        tracking = {"tracking": body.note} if body.state is State.SENT else {}
        if body.state in returns_of.STATES:
            tracking = {
                "returns": returns_of.update_last(
                    order.returns or returns_of.from_legacy_steps(order.time_line, order),
                    body.state,
                    now(),
                    body.restock,
                )
            }
        self._move(order, body.state, body.note, **tracking)
        return _staff(body.owner, self.signed(path.order_id, body.by))

    def signed(self, order_id: str, by: str) -> Order:
        """The order, whose last step was made by that colleague."""
        order = self.order(order_id)
        steps = (*order.time_line[:-1], msgspec.structs.replace(order.time_line[-1], by=by))
        next(orders for orders in self.orders.values() if order_id in orders)[order_id] = msgspec.structs.replace(
            order, time_line=steps
        )
        return self.order(order_id)

    def correct_tracking(self, _: str, path: Any, __: Any, body: Any) -> StaffOrder:
        order = self.order(path.order_id)
        if body.parcel:
            changed = msgspec.structs.replace(order, parcels=tuple(
                msgspec.structs.replace(each, tracking=body.tracking) if each.number == body.parcel else each
                for each in order.parcels
            ))  # fmt: skip
            self.orders[body.owner][path.order_id] = changed
            return _staff(body.owner, changed)
        if order.tracking not in (body.replaces, body.tracking):
            raise Refused(
                409, "other-tracking", "The tracking number is another one by now", f"It is “{order.tracking}”."
            )
        changed = msgspec.structs.replace(order, tracking=body.tracking)
        self.orders[body.owner][path.order_id] = changed
        return _staff(body.owner, changed)

    def list_stock(self, _: str, __: Any, query: Any, ___: Any) -> StockPage:
        first, end = window(query)
        here = sorted(
            (stock for stock in self.stock.values() if stock.sku.startswith(query.prefix)), key=lambda stock: stock.sku
        )
        return StockPage(items=tuple(here[first:end]), next=f"after-{end}" if here[end:] else None)

    def set_stock(self, _: str, path: Any, __: Any, body: Any) -> Stock:
        present = self.stock.get(path.sku)
        if (present.version if present else 0) != body.version:
            raise Refused(
                409,
                "stale-version",
                "The stock has changed since you saw it",
                version=present.version if present else None,
            )
        before = present.back_order if present else None
        self.put_stock(path.sku, body.available, before if body.back_order is UNSET else body.back_order)
        return self.stock[path.sku]

    def put_stock(self, sku: str, available: int, back_order: BackOrder | None = None) -> None:
        """So many can be bought from now on."""
        version = self.stock[sku].version + 1 if sku in self.stock else 1
        self.stock[sku] = Stock(sku=sku, available=available, held=0, sold=0, version=version, back_order=back_order)

    def list_holds(self, _: str, __: Any, query: Any, ___: Any) -> HoldPage:
        first, end = window(query)
        return HoldPage(items=self.holds[first:end], next=f"after-{end}" if self.holds[end:] else None)

    list_all_holds = list_holds

    def get_hold(self, _: str, path: Any, *__: Any) -> Hold:
        found = next((each for each in self.holds if each.order_id == path.order_id), None)
        if found is None:
            raise Refused(404, "no-hold", "No stock was asked for by this order")
        return found

    def open_card_page(self, _: str, __: Any, ___: Any, body: CardEntryRequest) -> CardEntryPage:
        """The sandbox's page, or Stripe's where cards were put into `entered`."""
        if self.entered is not None:
            session = f"cs_test_{len(self.entered):010}"
            return CardEntryPage(url=f"https://checkout.stripe.com/c/pay/{session}", session=session)
        asked = {name: getattr(body, name) for name in ("return_url", "state", "amount", "currency", "language")}
        return CardEntryPage(url=f"{PROVIDER}/card?{urlencode(asked)}")

    def get_entered_card(self, _: str, path: Any, *__: Any) -> EnteredCard:
        card = (self.entered or {}).get(path.session)
        if card is None:
            raise Refused(404, "no-card", "No card was given there")
        return card

    def list_payments(self, _: str, __: Any, query: Any, ___: Any) -> PaymentPage:
        first, end = window(query)
        return PaymentPage(items=self.payments[first:end], next=f"after-{end}" if self.payments[end:] else None)

    def _show(self, owner: str, country: str = HOME_COUNTRY) -> Basket:
        held = self.baskets.get(owner, {})
        lines = _keep_apart([self._line(sku, *held[sku], since=number * 1000) for number, sku in enumerate(held, 1)])
        wanted = [line for line in lines if line.change not in domain.UNAVAILABLE]
        subtotal = sum(line.total for line in wanted)
        plain = Basket(
            currency=self.currency,
            lines=lines,
            count=sum(line.quantity for line in wanted),
            subtotal=subtotal,
            deliveries=delivery.options(country, subtotal, self.today, currency=self.currency, zones=self.zones),
            free_delivery_from=0
            if domain.are_vouchers(wanted)
            else delivery.free_from(country, self.currency, self.zones),
            can_check_out=0 < len(wanted) == len(lines),
        )
        return self.discounted(owner, plain, country)

    def _line(self, sku: str, quantity: int, seen: int, since: int) -> BasketLine:
        offer, level = self.offers[sku], self.level(sku)
        return BasketLine(
            back_on=level.back_on,
            sku=sku, quantity=quantity, product_id=offer.product_id, title=offer.title, price=offer.price, seen_price=seen,
            total=offer.price * quantity, values=offer.values, picture=offer.picture, change=_change(offer, level, quantity, seen),
            level=level.level, left=level.left, since=since, kind=offer.kind, titles=offer.titles,
            local_values=offer.local_values,
        )  # fmt: skip


def now() -> str:
    """As the contracts write it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _keep_apart(lines: list[BasketLine]) -> tuple[BasketLine, ...]:
    """The lines, with gift vouchers among goods marked, as the basket service does it."""
    goods = any(line.kind is ProductKind.GOODS and line.change not in domain.UNAVAILABLE for line in lines)
    apart = [line.sku for line in lines if goods and line.kind is ProductKind.VOUCHER]
    return tuple(msgspec.structs.replace(line, change=Change.APART) if line.sku in apart else line for line in lines)


def _change(offer: Offer, level: StockLevel, quantity: int, seen: int) -> Change:
    if offer.withdrawn:
        return Change.WITHDRAWN
    if level.level is Level.SOLD_OUT:
        return Change.SOLD_OUT
    if level.left is not None and level.left < quantity:
        return Change.SHORT
    return Change.NONE if offer.price == seen else Change.PRICE


def _staff(owner: str, order: Order) -> StaffOrder:
    return StaffOrder(owner=owner, **{name: getattr(order, name) for name in Order.__struct_fields__})


def _in_language(basket: Basket, language: str) -> Basket:
    """The basket whose lines are called as on the page, as the basket service does it."""
    lines = (
        msgspec.structs.replace(
            line,
            title=title_in(language, line.title, line.titles),
            values=values_in(language, line.values, line.local_values),
        )
        for line in basket.lines
    )
    return msgspec.structs.replace(basket, lines=tuple(lines))


def _order(order_id: str, basket: Basket, body: CheckOut, vouchers: tuple[VoucherPayment, ...] = ()) -> Order:
    at = now()
    chosen = next(option for option in basket.deliveries if option.delivery == body.delivery)
    lines = tuple(msgspec.convert(msgspec.to_builtins(line), OrderLine) for line in basket.lines)
    return Order(
        id=order_id, state=State.PLACED, placed_at=at, currency=basket.currency, lines=lines, address=body.address, delivery=body.delivery,
        subtotal=basket.subtotal, delivery_price=chosen.price, total=chosen.total, time_line=(Step(state=State.PLACED, at=at),),
        tax=chosen.tax, tax_rate=chosen.tax_rate, promised_on=chosen.promised_on, taxes=chosen.taxes,
        discount=basket.discount, promotions=basket.promotions, vouchers=vouchers,
        invoice_address=getattr(body, "invoice_address", None), language=body.language,
    )  # fmt: skip


def _summary(order: Order) -> OrderSummary:
    return OrderSummary(
        id=order.id, state=order.state, placed_at=order.placed_at, currency=order.currency, total=order.total,
        count=sum(line.quantity for line in order.lines), titles=tuple(line.title for line in order.lines[:3]),
        pictures=tuple(line.picture for line in order.lines[:3] if line.picture), more=len(order.lines[3:]),
    )  # fmt: skip


def _match(method: str, path: str) -> tuple[Operation, dict[str, str]]:
    for operation in sorted(
        OPERATIONS, key=lambda each: each.template.count("{")
    ):  # API Gateway takes the most specific route
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", operation.template)
        if operation.method == method and (found := re.fullmatch(pattern, path)):
            return operation, {name: unquote(value) for name, value in found.groupdict().items()}
    raise AssertionError(f"no operation is {method} {path}")


def _guest(path: dict[str, str]) -> str:
    """The owner that a path names: a guest's basket, or the order that a key opens. Empty for all others."""
    if "order_key" in path:
        return guest_keys.owner(path["order_key"])
    return f"guest#{path['guest_id']}" if "guest_id" in path else ""


def _shopper(operation: Operation, request: requests.PreparedRequest) -> str:
    if operation.scope is None:
        return ""
    token = str(request.headers.get("Authorization", ""))
    if not token.startswith("Bearer token-of-"):
        raise Refused(401, "not-signed-in", "Please sign in")
    sub = token.removeprefix("Bearer token-of-")
    if operation.caller is Caller.STAFF and sub != STAFF:
        raise Refused(403, "forbidden", "This is for staff")
    return f"shopper#{sub}"


def _response(status: int, content: bytes, kind: str) -> requests.Response:
    response = requests.Response()
    response.status_code, response._content = status, content
    response.headers["Content-Type"] = kind
    return response
