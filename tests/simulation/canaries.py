"""Ada, who has typed a canary into every field of a shop: what she and the staff do, and where the canaries end up."""

import contextlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import msgspec

from backend.contracts.basket.address_book import SaveAddress
from backend.contracts.basket.address_operations import SAVE_ADDRESS
from backend.contracts.basket.invoice_address import InvoiceAddress
from backend.contracts.basket.models import Basket, CheckOut, Delivery, NewAddress, SetLine
from backend.contracts.basket.operations import CHECK_OUT, GET_BASKET, SET_LINE
from backend.contracts.desk.operations import ADD_CUSTOMER_NOTE, ADD_NOTE
from backend.contracts.newsletter.operations import SET_OWN_SUBSCRIPTION
from backend.contracts.notification.operations import (
    ANSWER_MESSAGE,
    LIST_MESSAGES,
    RECORD_ACCOUNT_EMAIL,
    REPORT_REMOVAL_FOR,
    SEND_MESSAGE,
)
from backend.contracts.order.operations import (
    CHANGE_ADDRESS,
    CORRECT_TRACKING,
    GET_STAFF_ORDER,
    MOVE_ORDER,
    RETURN_ORDER,
)
from backend.contracts.order.states import State
from backend.contracts.picture.review_operations import CHECK_REVIEW_PICTURE, START_REVIEW_PICTURE
from backend.contracts.product.events import ProductChanged
from backend.contracts.review.operations import DECIDE_REVIEW, LIST_STAFF_REVIEWS, PUT_REVIEW
from backend.contracts.voucher.operations import ISSUE_VOUCHER
from backend.contracts.wish.alert_operations import REQUEST_ALERT, SET_ALERT
from backend.contracts.wish.operations import ADD_WISH
from backend.shared import compression
from tests.backend.events import bus
from tests.simulation.faults import Chance
from tests.simulation.shop import PRICES, SKUS, Shop, open_shop, product, running

OWNER = "shopper#ada"
CANARY, PHONE = "cnry", "7770001234"
DAY = 86_400
ADDRESS = NewAddress(
    name="Cnryname Cnrysurname",
    email="cnrymail@shop.test",
    street="Cnrystreet 1",
    extra="c/o Cnryextra",
    postal_code="10115",
    town="Cnrytown",
    country="DE",
    phone=f"+49 {PHONE}",
    company="Cnrycompany",
    vat_id="DE777000123",
)
OFFICE = InvoiceAddress(
    name="Cnrypayer Name",
    street="Cnryoffice 4",
    extra="Cnryfloor",
    postal_code="10115",
    town="Cnrycity",
    country="DE",
    company="Cnryfirm",
    vat_id="DE777000456",
)
MOVED = msgspec.structs.replace(ADDRESS, name="Cnryother Name", street="Cnryother 2", email="cnryother@shop.test")
CANARIES = (
    "Cnryname", "Cnrysurname", "cnrymail", "Cnrystreet", "Cnryextra", "Cnrytown", PHONE, "Cnrycompany", "DE777000123",
    "Cnryother Name", "Cnryother 2", "cnryother@shop.test", "Cnrytext", "Cnryanswer", "Cnrynote", "Cnrynoted",
    "cnrytracked", "Cnryreason", "Cnrydenied", "Cnrygift", "Cnrybook",
    "Cnryreview", "Cnrypayer", "Cnryoffice", "Cnryfloor", "Cnrycity", "Cnryfirm", "DE777000456",
)  # fmt: skip
"""All that is planted, but for a note about the address that staff typed: nobody has proved that it is Ada's."""
BUCKET, JSON_FILES = (
    "https://s3.test/",
    ("account", "orders", "invoices", "basket", "wishes", "newsletter", "reviews", "vouchers", "mails", "notes"),
)
ON_THE_INVOICE = (
    "cnryname", "cnrysurname", "cnrystreet", "cnryextra", "cnrytown", "cnrycompany",
    "cnrypayer", "cnryoffice", "cnryfloor", "cnrycity", "cnryfirm",
)  # fmt: skip
"""The law asks for name and postal address of who bought (UStG § 14, HGB § 257): these stay in the invoice table."""


class Story:
    """Ada and the shop's staff, on a cloud without faults."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.order_id = shop, ""
        self.account = {"authorization": f"Bearer {ADDRESS.email}"}
        self.published: list[dict[str, Any]] = []
        publish = shop.cloud._publish

        def archive(entry: dict[str, Any]) -> dict[str, Any]:
            self.published.append(entry)
            return publish(entry)

        shop.cloud._publish = archive  # type: ignore[method-assign]
        self.publish = publish

    def ask(self, operation: Any, staff: bool = False, **request: Any) -> Any:
        """Return the reply's body."""
        reply = self.shop.ask(operation, shopper="" if staff else "ada", staff=staff, **request)
        assert reply
        assert reply["statusCode"] < 300, reply
        return msgspec.json.decode(reply["body"]) if reply.get("body") else None

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        world = self.shop.world
        until = world.now + seconds
        world.longest += seconds
        while world.now < until and world.step():
            pass

    def buys(self) -> None:
        """Buy two pieces with the first address, which staff change, and begin another basket."""
        self.ask(SET_LINE, path={"sku": "A-1"}, body=SetLine(quantity=2))
        basket = msgspec.convert(self.ask(GET_BASKET), Basket)
        card = {"number": "4242424242424242", "expires": "12/30", "code": "123"}
        reply = self.shop.sandbox("POST", "/tokens", msgspec.json.encode(card), {"content-type": "application/json"})
        body = CheckOut(
            key="k" * 32,
            address=ADDRESS,
            delivery=Delivery.STANDARD,
            expected_total=basket.deliveries[0].total,
            token=msgspec.json.decode(reply["body"])["token"],
            invoice_address=OFFICE,
        )
        self.order_id = self.ask(CHECK_OUT, body=body)["order_id"]
        self.wait(600)
        message = {"topic": "order", "email": ADDRESS.email, "name": "Cnryname", "text": "Cnrytext"}
        for key in ("e" * 32, "f" * 32):
            self.ask(SEND_MESSAGE, body=message | {"key": key})
        answered = {"message_id": self.ask(LIST_MESSAGES, staff=True)["items"][0]["id"]}
        self.ask(ANSWER_MESSAGE, staff=True, path=answered, body={"text": "Cnryanswer", "by": "Desk"})
        self.staff(ADD_NOTE, text="Cnrynote", key="n" * 32, by="Desk")
        self.staff(CHANGE_ADDRESS, version=self.order()["version"], address=MOVED, owner=OWNER, by="Desk")
        note = {"email": MOVED.email, "text": "Cnrycustomer", "key": "c" * 32}
        self.ask(ADD_CUSTOMER_NOTE, staff=True, body=note)
        self.ask(ADD_CUSTOMER_NOTE, staff=True, body=note | {"email": ADDRESS.email, "text": "Cnrynoted"})
        gift = {"key": "g" * 32, "value": 5000, "email": ADDRESS.email, "message": "Cnrygift", "by": "Desk"}
        self.ask(ISSUE_VOUCHER, staff=True, body=gift)
        self.ask(SAVE_ADDRESS, body=SaveAddress(address=msgspec.structs.replace(ADDRESS, street="Cnrybook 3")))
        for account in ({"authorization": "Bearer cnryformer@shop.test"}, self.account):
            self.ask(RECORD_ACCOUNT_EMAIL, headers=account)
        removal = {"email": ADDRESS.email, "key": "r" * 32, "by": "Desk"}
        self.ask(REPORT_REMOVAL_FOR, staff=True, body=removal)
        for mail_id, mail in enumerate(self.shop.cloud.mails, start=1):
            self.shop.cloud.send(self.shop.cloud.queues["notification"], _bounce(f"ses-{mail_id}", mail.to), 0)
        self.wishes()

    def wishes(self) -> None:
        """Wish for something, and want to be told of it: with the account, and without it."""
        news = bus(ProductChanged(product=product("a", ("A-1", "A-2"), PRICES)))
        self.shop.cloud.send(self.shop.cloud.queues["wish"], news, 0)
        self.wait(60)
        self.ask(ADD_WISH, path={"product_id": "a"}, body={"sku": "A-2"})
        alert = {"kind": "cheaper", "sku": "A-2"}
        self.ask(SET_ALERT, headers=self.account, path=alert, body={"product_id": "a"})
        self.ask(REQUEST_ALERT, body={"kind": "cheaper", "sku": "A-1", "product_id": "a", "email": ADDRESS.email})
        self.ask(SET_OWN_SUBSCRIPTION, headers=self.account, body={})
        self.wait(60)

    def reviews(self) -> None:
        """Review what was delivered, with a picture, and have staff publish it."""
        product = {"product_id": "a"}
        upload = self.ask(START_REVIEW_PICTURE, path=product)
        self.shop.cloud.objects.contents[upload["fields"]["key"]] = b"Cnrypicture"
        shown = self.ask(CHECK_REVIEW_PICTURE, path=product | {"picture_id": upload["id"]})
        words = {"stars": 4, "name": "Cnryname", "text": "Cnryreview"}
        self.ask(PUT_REVIEW, path=product, body={"order_id": self.order_id, "pictures": [shown], **words})
        self.wait(60)
        (review,) = self.ask(LIST_STAFF_REVIEWS, staff=True)["items"]
        decision = {"publish": True, "version": review["version"]}
        self.ask(DECIDE_REVIEW, staff=True, path={"review_id": review["id"]}, body=decision)
        self.wait(60)

    def staff(self, operation: Any, **body: Any) -> Any:
        """Have staff do something to the order."""
        return self.ask(operation, staff=True, path={"order_id": self.order_id}, body=body)

    def order(self) -> Any:
        """Return the order as staff see it."""
        return self.ask(GET_STAFF_ORDER, staff=True, path={"order_id": self.order_id})

    def receives(self) -> None:
        """Have the parcel delivered, send it back, and be denied."""
        for state in (State.PACKED, State.SENT, State.DELIVERED):
            self.staff(MOVE_ORDER, owner=OWNER, state=state, note="cnrytrack" if state is State.SENT else "")
            self.wait(60)
        self.reviews()
        self.staff(CORRECT_TRACKING, owner=OWNER, tracking="cnrytracked", replaces="cnrytrack", by="Desk")
        self.ask(RETURN_ORDER, path={"order_id": self.order_id}, body={"reason": "Cnryreason"})
        self.wait(60)
        self.staff(MOVE_ORDER, owner=OWNER, state=State.RETURN_DENIED, note="Cnrydenied")
        self.wait(60)

    def found(self) -> set[tuple[str, str]]:
        """Return where canaries are: the table or queue, and the text."""
        cloud = self.shop.cloud
        items = [(table, item) for table, items in cloud.store.tables.items() for item in items.values()]
        texts = [(table, text) for table, item in items for text in _texts(item)]
        texts += [("exports", text) for content in cloud.objects.contents.values() for text in _texts_of(content)]
        texts += [(queue.name, each.body) for queue in cloud.queues.values() for each in (*queue.visible, *queue.dead)]
        return {
            (place, text) for place, text in texts
            if CANARY in _on_the_invoice_left_out(place, text.casefold()) or PHONE in text
        }  # fmt: skip


def _bounce(mail_id: str, address: str) -> str:
    """Return SES's event about a mail that did not arrive, with what the other side wrote of it."""
    recipient = {"emailAddress": address, "status": "5.1.1", "diagnosticCode": f"smtp; 550 5.1.1 <{address}> unknown"}
    bounce = {"bounceType": "Permanent", "bouncedRecipients": [recipient]}
    detail = {"eventType": "Bounce", "bounce": bounce, "mail": {"messageId": mail_id, "destination": [address]}}
    return msgspec.json.encode({"source": "aws.ses", "detail": detail}).decode()


def _texts_of(content: bytes) -> Iterator[str]:
    """Yield every text in a data export's file or part."""
    if not content.startswith(b"PK"):
        yield from _texts(content)
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield from (archive.read(name).decode("latin-1") for name in archive.namelist())


def _on_the_invoice_left_out(place: str, text: str) -> str:
    for word in ON_THE_INVOICE if place == "invoice" else ():
        text = text.replace(word, "")
    return text


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in an item, compressed ones as well."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(value, list | tuple | set):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, bytes):
        try:
            yield compression.decompress(value).decode(errors="replace")
        except Exception:  # not compressed
            yield value.decode(errors="replace")
    else:
        yield str(value)


@contextlib.contextmanager
def begin() -> Iterator[Story]:
    """Yield Ada's story in a shop that has just opened."""
    with running(1, lambda world: Chance(world.random)) as shop:
        shop.world.faulty = False
        open_shop(shop, dict.fromkeys(SKUS, 7))
        shop.world.later(60, shop.tick)
        yield Story(shop)
