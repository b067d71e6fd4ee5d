"""Mails about orders, and messages to the shop, through Amazon SES."""

from aws_cdk import aws_ses as ses
from constructs import Construct

from infra import grants
from infra.bus import Bus
from infra.choices import Choices
from infra.service import Service
from infra.table import STRING, index


class Notification(Service):
    """It hears of orders, and takes in messages of which it tells itself, so that one that was taken is mailed. AWS lets it send once the
    sender's address is verified."""

    def __init__(self, scope: Construct, choices: Choices, bus: Bus, storefront: str) -> None:
        super().__init__(scope, "notification", choices, expires=True)
        index(self.table, "by_time", "listed", "at", STRING)
        self.door(table=("PutItem", "UpdateItem"), indexes=("by_time",))
        sender = ses.EmailIdentity(self, "Sender", identity=ses.Identity.email(choices.mail_from))
        self.intake(
            table=("GetItem", "PutItem", "UpdateItem"),
            # The local cloud asks for the right to send as such, AWS for the right to send from this address.
            may=[grants.statement(["ses:SendEmail"], "*" if choices.local else sender.email_identity_arn)],
            MAIL_FROM=choices.mail_from,
            batch=1,  # so that a slow answer of SES can be waited for
            STOREFRONT_URL=storefront,
        )
        self.relay(bus)
