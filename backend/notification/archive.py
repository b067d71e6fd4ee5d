"""The mails that were sent about an order, for staff who look them up and send them again.

A mark stores the event that its mail is about, compressed, and not the text: that keeps a mark within one write unit,
and the mail can be written again, including its HTML, to the order's present address. So its words are those of today's
templates (docs/decisions/070). Requests to send a mail again are stored as `sk=RESEND#<key>`, with their event.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping
from typing import Union

import msgspec
from msgspec.structs import replace

from backend.contracts.event import OrderEvent
from backend.contracts.notification.events import MailResendRequested
from backend.contracts.notification.models import Feedback, OrderMail, OrderMailList, ResendMail
from backend.contracts.problem import Refused
from backend.notification import feedback
from backend.notification.domain import Recipient
from backend.notification.kinds import KINDS
from backend.notification.mail import order_mail
from backend.notification.repository import RECIPIENT_DAYS, Details, decode_recipient, read_mark, read_order
from backend.shared import clock, compression, dynamodb, outbox, staff_changes

_AGAIN = "-again-"
_DECODER = msgspec.json.Decoder(Union[tuple(KINDS)])  # noqa: UP007 - made at run time


def details(event: OrderEvent, recipient: Recipient, by: str = "") -> Details:
    """Return what the mark stores of the mail about this event; `by` is the person who had it sent again."""
    return {"sent_to": recipient.email, "about": compression.compress(event), **({"by": by} if by else {})}


def list_mails(order_id: str) -> OrderMailList:
    """Return every mail about the order, newest first."""
    items = read_order(order_id)
    who = decode_recipient(items.get("RECIPIENT", {}))
    mail_items = {sk.removeprefix("MAIL#"): item for sk, item in items.items() if sk.startswith("MAIL#")}
    fates = feedback.read_mails(_mail_ids(mail_items.values()))
    mails = (_mail(order_id, name, item, who, fates) for name, item in mail_items.items() if _is_done(item))
    return OrderMailList(items=tuple(sorted(mails, key=lambda mail: mail.at, reverse=True)))


def mail_ids(order_id: str) -> list[str]:
    """Return SES's ids of the order's mails: older mails have none."""
    return _mail_ids(read_order(order_id).values())


def find_event(order_id: str, name: str) -> OrderEvent | None:
    """Return the event that the mail is about; None if that was not stored, or no such mail was sent."""
    about = read_mark(order_id, name).get("about")
    return _decode_event(about["B"]) if about else None


def request_resend(order_id: str, name: str, body: ResendMail) -> None:
    """Store the request with its event; the same form again changes nothing.

    Raises Refused 404 if there is no such mail, and 409 if its content is not known.
    """
    items = read_order(order_id)
    mark = items.get(f"MAIL#{name}")
    if mark is None or not _is_done(mark):
        raise Refused(404, "not-found", "There is no such mail")
    if "about" not in mark or "RECIPIENT" not in items:
        raise Refused(409, "text-not-kept", "This mail is too old to be sent again")
    event = MailResendRequested(order_id=order_id, name=name, key=body.key, by=body.by)
    staff_changes.describe(("mail", "", name))
    dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=dynamodb.to_item({
            "pk": f"ORDER#{order_id}",
            "sk": f"RESEND#{body.key}",
            "event": outbox.compress_event(event),
            "expires": clock.epoch() + RECIPIENT_DAYS * 86_400,
        }),
        ConditionExpression="attribute_not_exists(pk)",
    )  # fmt: skip


def resent_name(request: MailResendRequested) -> str:
    """Return the name of the mail that is sent for a request."""
    return f"{request.name.partition(_AGAIN)[0]}{_AGAIN}{hashlib.sha256(request.key.encode()).hexdigest()[:12]}"


def _mail_ids(items: Iterable[dynamodb.Item]) -> list[str]:
    return [item["mail_id"]["S"] for item in items if "mail_id" in item]


def _mail(
    order_id: str, name: str, mark: dynamodb.Item, recipient: Recipient | None, fates: Mapping[str, Feedback]
) -> OrderMail:
    mail_without_text = OrderMail(
        name=name,
        at=mark["sent_at"]["S"] if "sent_at" in mark else clock.instant(int(mark["claimed_at"]["N"]) * 1000),
        to=mark.get("sent_to", {}).get("S"),
        refused=mark.get("refused", {}).get("S", ""),
        by=mark.get("by", {}).get("S", ""),
        feedback=fates.get(mark.get("mail_id", {}).get("S", "")),
    )
    if recipient is None or "about" not in mark:
        return mail_without_text
    # Without the key that opens a guest's order: whoever has it acts as the guest, and no log says who it was.
    mail = order_mail(
        _decode_event(mark["about"]["B"]), order_id, replace(recipient, order_key=None), os.environ["STOREFRONT_URL"]
    )
    return replace(mail_without_text, subject=mail.subject, text=mail.text)


def _is_done(mark: dynamodb.Item) -> bool:
    return bool({"sent_at", "refused"} & mark.keys())


def _decode_event(about: bytes) -> OrderEvent:
    event: OrderEvent = _DECODER.decode(compression.decompress(about))
    return event
