"""Mail through Amazon SES."""

import os

from botocore.exceptions import ClientError

from backend.notification.domain import Mail
from backend.shared.aws import client, preload_client


def send(mail: Mail) -> None:
    """Hands the mail to SES, once. Raises ClientError where SES says no, see `unsent` and `never`; what else it raises tells nothing."""
    client("sesv2").send_email(
        FromEmailAddress=os.environ["MAIL_FROM"],
        **({"ConfigurationSetName": configuration_set} if (configuration_set := os.environ.get("CONFIGURATION_SET")) else {}),
        Destination={"ToAddresses": [mail.to]},
        ReplyToAddresses=[mail.reply_to],
        EmailTags=[{"Name": "mail", "Value": mail.name}],
        Content={
            "Simple": {
                "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": mail.text, "Charset": "UTF-8"}, "Html": {"Data": mail.html, "Charset": "UTF-8"}},
            }
        },
    )


def sender() -> str:
    """Return the address that mails are from; empty where the shop was deployed without one."""
    return os.environ.get("MAIL_FROM", "")


def is_rejected(error: ClientError) -> bool:
    """Whether the mail is certainly not on its way. After a fault of SES's own (5xx) it may be."""
    return 400 <= error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) < 500


def is_permanent(error: ClientError) -> bool:
    """Whether SES will never take this mail: its address is none, or its words are not to its taste.

    A sender that nobody has verified yet is told by the same code; that is ours to mend, and the mail then goes out.
    https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
    """
    failure = error.response["Error"]
    return failure["Code"] == "BadRequestException" or (
        failure["Code"] == "MessageRejected" and "not verified" not in failure.get("Message", "")
    )


preload_client("sesv2")
