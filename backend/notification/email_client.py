"""The client of Amazon SES."""

import os

from botocore.exceptions import ClientError

from backend.contracts.notification.mail_backlog import MailDelay
from backend.notification.domain import Mail
from backend.shared.aws import client, preload_client


def send(mail: Mail) -> str:
    """Send the mail once, and return SES's id of it.

    Raise ClientError if SES refuses it; after other errors it may have been sent.
    """
    reply = client("sesv2").send_email(
        FromEmailAddress=os.environ["MAIL_FROM"],
        **(
            {"ConfigurationSetName": configuration_set}
            if (configuration_set := os.environ.get("CONFIGURATION_SET"))
            else {}
        ),
        Destination={"ToAddresses": [mail.to]},
        ReplyToAddresses=[mail.reply_to],
        EmailTags=[{"Name": "mail", "Value": mail.name}],
        Content={
            "Simple": {
                "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                **({"Headers": _unsubscribe_headers(mail.unsubscribe)} if mail.unsubscribe else {}),
                "Body": {
                    "Text": {"Data": mail.text, "Charset": "UTF-8"},
                    "Html": {"Data": mail.html, "Charset": "UTF-8"},
                },
            }
        },
    )
    return str(reply.get("MessageId", ""))


def _unsubscribe_headers(address: str) -> list[dict[str, str]]:
    """Return the headers of RFC 8058, by which a mail program stops the mails with one click."""
    return [
        {"Name": "List-Unsubscribe", "Value": f"<{address}>"},
        {"Name": "List-Unsubscribe-Post", "Value": "List-Unsubscribe=One-Click"},
    ]


def sender() -> str:
    """Return the address that mails are from; empty if the shop was deployed without one."""
    return os.environ.get("MAIL_FROM", "")


def is_rejected(error: ClientError) -> bool:
    """Return whether the mail is certainly not being sent; after a fault of SES (5xx) it may be."""
    return 400 <= error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) < 500


_PUT_OFF = frozenset(
    {
        "AccountSuspendedException",
        "LimitExceededException",
        "SendingPausedException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)


def is_put_off(error: ClientError) -> bool:
    """Return whether SES would take the mail later: a quota is used up, or it takes no mail of the account for now.

    Of quotas: https://docs.aws.amazon.com/ses/latest/dg/manage-sending-quotas-errors.html
    """
    return is_rejected(error) and (error.response["Error"]["Code"] in _PUT_OFF or _is_rejected_for(error, *_HALTED))


def delay(error: ClientError) -> MailDelay:
    """Return why SES puts a mail off, from the code and message of its refusal; by default, a quota is used up."""
    failure = error.response["Error"]
    text = f"{failure['Code']} {failure.get('Message', '')}".lower()
    return next((delay for word, delay in _DELAYS.items() if word in text), MailDelay.QUOTA)


_DELAYS = {
    "suspended": MailDelay.SUSPENDED,
    "paused": MailDelay.PAUSED,
    "daily": MailDelay.QUOTA,
    "toomanyrequests": MailDelay.TOO_FAST,
    "rate exceeded": MailDelay.TOO_FAST,
}


def is_permanent(error: ClientError) -> bool:
    """Return whether SES will never accept this mail, because of its address or content.

    An unverified sender has the same code, and so has an account that may not send, but these are for us to fix; the
    mail is sent then. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
    """
    code = error.response["Error"]["Code"]
    is_ours = _is_rejected_for(error, "not verified", *_HALTED)
    return code == "BadRequestException" or (code == "MessageRejected" and not is_ours)


_HALTED = ("sending suspended", "sending paused")
"""What SES says of an account that may not send, under the code that it has for mails which it never takes, too."""


def _is_rejected_for(error: ClientError, *reasons: str) -> bool:
    """Return whether SES rejected the mail and names one of these reasons, which are in small letters."""
    failure = error.response["Error"]
    message = failure.get("Message", "").lower()
    return failure["Code"] == "MessageRejected" and any(reason in message for reason in reasons)


preload_client("sesv2")
