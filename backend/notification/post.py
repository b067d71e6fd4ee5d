"""Mail through Amazon SES."""

import os

from backend.notification.domain import Mail
from backend.shared.aws import client, warm


def send(mail: Mail) -> None:
    """Hands the mail to SES. Raises ClientError where SES refuses it."""
    client("sesv2").send_email(
        FromEmailAddress=os.environ["MAIL_FROM"],
        Destination={"ToAddresses": [mail.to]},
        Content={
            "Simple": {
                "Subject": {"Data": mail.subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": mail.text, "Charset": "UTF-8"}, "Html": {"Data": mail.html, "Charset": "UTF-8"}},
            }
        },
    )


warm("sesv2")
