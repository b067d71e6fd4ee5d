"""Sends a mail once, by the claim that a message has on it.

A mail that SES will never accept is given up, so that mistyped addresses do not fill the dead-letter queue.
"""

from collections.abc import Callable

from botocore.exceptions import ClientError

from backend.contracts.alarm_messages import MAIL_REFUSED
from backend.contracts.notification.mail_backlog import MailDelay
from backend.notification import email_client, repository
from backend.notification.domain import Mail
from backend.shared.consumer import RetryLater, message_id
from backend.shared.log import logger


class PutOff(RetryLater):
    """SES takes no mails for now: the message is to be stored, and its mail sent later."""

    def __init__(self, owner_key: str, delay: MailDelay) -> None:
        super().__init__(owner_key)
        self.delay = delay


NO_SENDER = "no-sender"
"""What is noted of a mail instead of SES's code, where the shop has no address to send from."""


def send_unless_stopped(owner_key: str, name: str, write: Callable[[], Mail]) -> None:
    """Send a mail once, unless these mails are no longer wanted. Raise RetryLater while another run is sending."""
    if not repository.is_stopped(owner_key):
        send_once(owner_key, name, write, {})


def send_once(owner_key: str, name: str, write: Callable[[], Mail], details: repository.Details) -> None:
    """Send the mail that `write` makes, once under its name. Raise RetryLater while another run is sending."""
    ours = repository.claim(owner_key, name, message_id.get())
    if ours is False:
        raise RetryLater(owner_key)
    if ours and not email_client.sender():
        repository.mark_refused(owner_key, name, NO_SENDER, details)
        logger.info("mail not sent", whose=owner_key, mail=name, code=NO_SENDER)
    elif ours:
        _send(owner_key, write(), details)


def _send(owner_key: str, mail: Mail, details: repository.Details) -> None:
    try:
        mail_id = email_client.send(mail)
    except ClientError as error:
        _handle_failure(owner_key, mail.name, error, details)
    else:
        repository.mark_sent(owner_key, mail.name, {**details, **({"mail_id": mail_id} if mail_id else {})})


def _handle_failure(owner_key: str, name: str, error: ClientError, details: repository.Details) -> None:
    """Record a permanent refusal, which ends the message; raise PutOff where SES would take it later, and
    re-raise every other error so that it is retried.
    """
    code = error.response["Error"]["Code"]
    if email_client.is_permanent(error):
        repository.mark_refused(owner_key, name, code, details)
        logger.error(MAIL_REFUSED, whose=owner_key, mail=name, code=code)
        return
    if email_client.is_rejected(error):
        repository.release_claim(owner_key, name, message_id.get())
    if email_client.is_put_off(error):
        logger.warning("mail put off", whose=owner_key, mail=name, code=code)
        raise PutOff(owner_key, email_client.delay(error)) from error
    raise error
