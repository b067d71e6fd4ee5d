"""What became of mails after SES took them: `pk=SENT#<SES's id> sk=FEEDBACK` by mail, `pk=ADDRESS#<hash> sk=FEEDBACK`
of addresses that take no mail or called one spam. Others hear of the latest of those: `sk=REJECTED` publishes it.

Feedback may come before the mark of its mail is written, twice, in any order, and for mails that no mark tells of. So
it stands by itself under SES's id, which the mark has (`repository.mark_sent`), and the two meet when they are read.
Of several the worst stays, and of equals the first: whatever comes in whatever order, the same is stored.
"""

import re
from collections.abc import Callable, Collection, Iterable

import msgspec

from backend.contracts.email_addresses import address_hash
from backend.contracts.notification.events import AddressRejectedMail
from backend.contracts.notification.models import AddressFeedback, Feedback, FeedbackKind
from backend.notification import ses_events
from backend.notification.ses_events import SesEvent
from backend.shared import clock, dynamodb, outbox
from backend.shared.aws import client
from backend.shared.consumer import QueueEvent, Response, event_consumer

DAYS = 400
"""How long it is kept: as long as the marks of mails."""

Consume = Callable[[QueueEvent, object], Response]
_SK = "FEEDBACK"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")
_GRAVITY = {FeedbackKind.PUT_OFF: 1, FeedbackKind.UNDELIVERED: 2, FeedbackKind.SPAM: 3}
_ON_ADDRESS = frozenset({FeedbackKind.UNDELIVERED, FeedbackKind.SPAM})


def record(event: SesEvent) -> None:
    """Store what SES tells of a mail. A repeated event changes nothing."""
    feedback, mail_id = ses_events.feedback(event), ses_events.ses_message_id(event)
    if feedback is None:
        return
    if mail_id:
        _write(_mail_key(mail_id), feedback)
    for address in ses_events.addresses(event) if feedback.kind in _ON_ADDRESS else ():
        _write(_address_key(address), feedback)
        _publish(address_hash(address), feedback, _mail_name(event))


def consume_beside(consume_news: Consume) -> Consume:
    """Return the handler of a queue that holds SES's own events beside the shop's, which `consume_news` takes."""
    consume_feedback = event_consumer({SesEvent: record})

    def handler(event: QueueEvent, context: object) -> Response:
        of_ses = [each for each in event["Records"] if ses_events.is_from_ses(each["body"])]
        news = [each for each in event["Records"] if each not in of_ses]
        replies = consume_news({"Records": news}, context), consume_feedback({"Records": of_ses}, context)
        return {"batchItemFailures": [failure for reply in replies for failure in reply["batchItemFailures"]]}

    return handler


def read_mails(mail_ids: Iterable[str]) -> dict[str, Feedback]:
    """Return the feedback on mails by SES's ids; mails without any are left out."""
    items = dynamodb.batch_get([_mail_key(mail_id) for mail_id in dict.fromkeys(mail_ids)])
    return {item["pk"]["S"].removeprefix("SENT#"): _decode(item) for item in items}


def read_address(email: str) -> AddressFeedback:
    """Return why the address takes no mail, if it is known to take none or to have called one spam."""
    reply = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=_address_key(email))
    return AddressFeedback(feedback=_decode(reply["Item"]) if "Item" in reply else None)


def erase(emails: Collection[str], mail_ids: Iterable[str] = ()) -> None:
    """Delete the feedback on mails and addresses."""
    rejections = (_rejection_key(address_hash(email)) for email in emails)
    keys = [*map(_address_key, emails), *rejections, *map(_mail_key, mail_ids)]
    dynamodb.batch_delete({(key["pk"]["S"], key["sk"]["S"]): key for key in keys}.values())


def _write(key: dynamodb.Item, feedback: Feedback) -> None:
    values = msgspec.to_builtins(feedback) | {
        "gravity": _GRAVITY[feedback.kind],
        "expires": clock.epoch() + DAYS * 86_400,
    }
    dynamodb.write_if(
        "put_item",
        TableName=dynamodb.table_name(),
        Item=key | dynamodb.to_item(values),
        ConditionExpression="attribute_not_exists(pk) OR gravity < :gravity OR (gravity = :gravity AND #at > :at)",
        ExpressionAttributeNames={"#at": "at"},
        ExpressionAttributeValues=dynamodb.to_item({":gravity": _GRAVITY[feedback.kind], ":at": feedback.at}),
    )


def _publish(address: str, feedback: Feedback, mail: str) -> None:
    """Publish that the address rejected a mail: every time, because it may have accepted some, or subscribed, in
    between."""
    event = AddressRejectedMail(address=address, kind=feedback.kind, at=feedback.at, mail=mail)
    values = {"event": outbox.compress_event(event), "expires": clock.epoch() + DAYS * 86_400}
    item = _rejection_key(address) | dynamodb.to_item(values)
    dynamodb.write("put_item", TableName=dynamodb.table_name(), Item=item)


def _mail_name(event: SesEvent) -> str:
    """Return what the shop called the mail; empty where that is not told."""
    names = ((event.mail.tags or {}) if event.mail else {}).get("mail") or ("",)
    return names[0] if _NAME.fullmatch(names[0]) else ""


def _decode(item: dynamodb.Item) -> Feedback:
    known = {name: item[name] for name in Feedback.__struct_fields__ if name in item}
    return msgspec.convert(dynamodb.from_item(known), Feedback)


def _mail_key(mail_id: str) -> dynamodb.Item:
    return {"pk": {"S": f"SENT#{mail_id}"}, "sk": {"S": _SK}}


def _address_key(email: str) -> dynamodb.Item:
    return {"pk": {"S": f"ADDRESS#{address_hash(email)}"}, "sk": {"S": _SK}}


def _rejection_key(address: str) -> dynamodb.Item:
    return {"pk": {"S": f"ADDRESS#{address}"}, "sk": {"S": "REJECTED"}}
