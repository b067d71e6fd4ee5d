"""The notification service's use cases: what each event does, usually a mail that is sent once.

A mail that fails is retried, and never changes an order.
"""

import os

import msgspec
from msgspec.structs import replace

from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import Owner
from backend.contracts.event import OrderEvent
from backend.contracts.newsletter.events import (
    IssueAddressed,
    IssueStarted,
    IssueTested,
    SubscriptionConfirmed,
    SubscriptionRequested,
    SubscriptionStopped,
)
from backend.contracts.notification.events import (
    AccountEmailChanged,
    MailResendRequested,
    MessageAnswered,
    MessageReceived,
    SecondFactorRemoved,
)
from backend.contracts.order.data_export import DataExported, DataRequested
from backend.contracts.order.events import (
    AccountClosed,
    OrderAddressChanged,
    OrderErased,
    OrderPlaced,
    OrderReturnReceived,
)
from backend.contracts.payment.events import PaymentReturned
from backend.contracts.voucher.events import VoucherMailRequested, VoucherRefunded
from backend.contracts.wish.events import AlertRequested, AlertStopped, AlertTriggered
from backend.notification import (
    account_emails,
    account_mail,
    alerts,
    archive,
    domain,
    export_mail,
    feedback,
    issues,
    messages,
    newsletter,
    personal_data,
    replies,
    repository,
    second_factors,
)
from backend.notification.kinds import KINDS, kind_of
from backend.notification.mail import order_mail
from backend.notification.sending import send_once, send_unless_stopped
from backend.notification.vouchers import voucher_mail
from backend.shared import clock
from backend.shared.consumer import Consumer, RetryLater


def remember_buyer(event: BasketCheckedOut) -> None:
    """Store who ordered, and what the mails name of the order."""
    repository.remember(event.order_id, domain.buyer(event))


CHECKOUT_SECONDS = 180
"""Seconds for which a checkout may come after its order was placed: less than the tries of a message take."""


def remember_recipient(event: OrderPlaced) -> None:
    """Store who ordered, of an order that a release placed whose checkouts this service did not hear.

    No order's placing is delivered here any more: what an upgrade finds in the queue is. Raise RetryLater while its
    checkout may still come, which tells more. Of a guest's order that alone tells the key of the links in its mails.
    """
    if event.owner.startswith(f"{Owner.GUEST}#") or repository.recall(event.order_id):
        return
    if clock.now() < clock.later(event.at, CHECKOUT_SECONDS):
        raise RetryLater(event.order_id)
    repository.remember(event.order_id, domain.recipient(event), first=True)


def redirect(event: OrderAddressChanged) -> None:
    """Store the address that staff changed: mails from now on name it, and go to its e-mail address."""
    repository.change_address(event.order_id, event.address, event.version)


def erase(event: OrderErased) -> None:
    """Erase the buyer, every mail about the order, and messages to the shop that its buyer sent."""
    if emails := repository.known_emails(event.order_id):
        messages.erase(emails)
        feedback.erase(emails, archive.mail_ids(event.order_id))
    repository.erase(event.order_id)


def erase_account(event: AccountClosed) -> None:
    """Erase the account's address, the mails to it, and messages to the shop from it."""
    account_emails.erase(event.owner)
    if event.email:
        messages.erase([event.email])
        second_factors.erase(event.email)
        feedback.erase([event.email])


def send_refund_mail(event: PaymentReturned | VoucherRefunded) -> None:
    """Send the mail about a refund; a released hold moved no money."""
    if event.refunded:
        send_order_mail(event)


def send_receipt_mail(event: OrderReturnReceived) -> None:
    """Send the mail about a returned parcel, if its contents differ from what was announced."""
    if event.announced:
        send_order_mail(event)


def send_order_mail(event: OrderEvent) -> None:
    """Send the event's mail once. Raise RetryLater while the recipient is unknown, or another run is sending."""
    _send_about(event, kind_of(event).name(event))


def resend_mail(request: MailResendRequested) -> None:
    """Send a mail again under a name of its own, to the order's present address."""
    if event := archive.find_event(request.order_id, request.name):
        _send_about(event, archive.resent_name(request), request.by)


def _send_about(event: OrderEvent, name: str, by: str = "") -> None:
    recipient = repository.recall(event.order_id)
    if recipient is None and repository.is_erased(event.order_id):
        return
    if recipient is None:
        raise RetryLater(event.order_id)

    def write() -> domain.Mail:
        return replace(order_mail(event, event.order_id, recipient, os.environ["STOREFRONT_URL"]), name=name)

    send_once(event.order_id, name, write, archive.details(event, recipient, by))


def send_voucher(event: VoucherMailRequested) -> None:
    """Mail a voucher's code in the language of the order that bought it, if any. Raise RetryLater while another run
    sends.
    """
    buyer = repository.recall(event.order_id) if event.order_id else None
    mail = voucher_mail(event, os.environ["STOREFRONT_URL"], buyer.language if buyer else None)
    send_once(f"VOUCHER#{event.voucher.id}", mail.name, lambda: mail, {})


def forward_message(event: MessageReceived) -> None:
    """Send a message to the shop, and a receipt to its sender. Raise RetryLater while another run is sending."""
    for each in replies.mails(event.message, os.environ["STOREFRONT_URL"]):
        send_once(messages.key(event.message.id), each.name, lambda each=each: each, {})  # type: ignore[misc]


def send_export_mail(event: DataExported) -> None:
    """Mail the shopper that the data can be downloaded. Raise RetryLater while another run is sending."""
    mail = export_mail.export_mail(event, os.environ["STOREFRONT_URL"])
    send_once(f"EXPORT#{event.export_id}", mail.name, lambda: mail, {})


def tell_former_address(event: AccountEmailChanged) -> None:
    """Notify the address that an account had before. Raise RetryLater while another run is sending."""
    mail = account_mail.email_changed_mail(event, os.environ["STOREFRONT_URL"])
    send_once(f"ACCOUNT#{event.owner}#{event.at}", mail.name, lambda: mail, {})


def tell_of_removal(event: SecondFactorRemoved) -> None:
    """Notify the owner of a removed second factor. Raise RetryLater while another run is sending."""
    mail = account_mail.second_factor_mail(event, os.environ["STOREFRONT_URL"])
    send_once(second_factors.owner_key(event), mail.name, lambda: mail, {})


def send_answer(event: MessageAnswered) -> None:
    """Send staff's answer to a message, if there is one. Raise RetryLater while another run is sending."""
    if mail := replies.answer_mail(event.message, os.environ["STOREFRONT_URL"]):
        send_once(messages.key(event.message.id), mail.name, lambda: mail, {})


def ask_to_confirm(event: AlertRequested) -> None:
    """Ask an address to confirm an alert. Raise RetryLater while another run is sending."""
    send_unless_stopped(
        alerts.owner_key(event.key), "confirm", lambda: alerts.confirmation_mail(event, os.environ["STOREFRONT_URL"])
    )


def send_alert(event: AlertTriggered) -> None:
    """Send the mail of an alert. Raise RetryLater while another run is sending."""
    send_unless_stopped(
        alerts.owner_key(event.key),
        alerts.name(event),
        lambda: alerts.triggered_mail(event, os.environ["STOREFRONT_URL"]),
    )


def stop_alert(event: AlertStopped) -> None:
    """Send no more mails of this alert, including those on their way."""
    repository.mark_stopped(alerts.owner_key(event.key))


def ask_subscriber(event: SubscriptionRequested) -> None:
    """Ask an address to confirm the newsletter. Raise RetryLater while another run is sending."""
    mail = newsletter.confirmation_mail(event, os.environ["STOREFRONT_URL"])
    send_unless_stopped(newsletter.owner_key(event.key), mail.name, lambda: mail)


def welcome_subscriber(event: SubscriptionConfirmed) -> None:
    """Mail an address that it gets the newsletter. Raise RetryLater while another run is sending."""
    mail = newsletter.welcome_mail(event, os.environ["STOREFRONT_URL"])
    send_unless_stopped(newsletter.owner_key(event.key), mail.name, lambda: mail)


def stop_newsletter(event: SubscriptionStopped) -> None:
    """Send no more newsletters to this subscription, including those on their way."""
    repository.mark_stopped(newsletter.owner_key(event.key))


CONSUMERS: dict[type[msgspec.Struct], Consumer[None]] = {
    **dict.fromkeys(KINDS, send_order_mail),
    BasketCheckedOut: remember_buyer,
    OrderPlaced: remember_recipient,
    OrderAddressChanged: redirect,
    AccountClosed: erase_account,
    OrderErased: erase,
    DataRequested: personal_data.give,
    DataExported: send_export_mail,
    PaymentReturned: send_refund_mail,
    OrderReturnReceived: send_receipt_mail,
    VoucherRefunded: send_refund_mail,
    VoucherMailRequested: send_voucher,
    MessageReceived: forward_message,
    MessageAnswered: send_answer,
    AccountEmailChanged: tell_former_address,
    SecondFactorRemoved: tell_of_removal,
    MailResendRequested: resend_mail,
    AlertRequested: ask_to_confirm,
    AlertTriggered: send_alert,
    AlertStopped: stop_alert,
    SubscriptionRequested: ask_subscriber,
    SubscriptionConfirmed: welcome_subscriber,
    SubscriptionStopped: stop_newsletter,
    IssueStarted: issues.store,
    IssueAddressed: issues.send,
    IssueTested: issues.send_test,
}
