"""The notification service's part of a data export: mails about orders, and messages with their answers."""

from msgspec.structs import replace

from backend.contracts.notification.models import Message, OrderMail
from backend.contracts.order.data_export import DataRequested
from backend.contracts.types import Model, OrderId
from backend.notification import account_emails, archive, feedback, messages, repository
from backend.notification.domain import Recipient
from backend.shared.export_parts import put_part


class MailsRecord(Model, frozen=True, kw_only=True):
    """The recipient of an order's mails, what they name of the order, and each mail that was sent."""

    order_id: OrderId
    recipient: Recipient | None
    mails: tuple[OrderMail, ...]


def give(event: DataRequested) -> None:
    """Put mails and messages into the export, without names of staff.

    Messages are found only by the account's confirmed address: those from other addresses may not be this shopper's.
    """
    records: list[Model] = [_mails(order_id) for order_id in event.order_ids]
    if event.number == 1:
        records += [_without_staff(message) for message in messages.list_from(event.email)]
        records += filter(None, [account_emails.read(event.owner)])
        of_address = feedback.read_address(event.email)
        records += [of_address] if of_address.feedback else []
    put_part(event, records)


def _mails(order_id: str) -> MailsRecord:
    recipient = repository.recall(order_id)
    return MailsRecord(
        order_id=order_id,
        recipient=replace(recipient, order_key=None) if recipient else None,
        mails=tuple(replace(mail, by="") for mail in archive.list_mails(order_id).items),
    )


def _without_staff(message: Message) -> Message:
    return replace(message, answer=replace(message.answer, by="")) if message.answer else message
