"""Mails about orders, and messages to the shop, through Amazon SES."""

from aws_cdk import aws_ses as ses
from constructs import Construct

from infra import grants
from infra.bus import Bus
from infra.choices import Choices
from infra.mail import Mail
from infra.service import QUEUE_DOOR, Service
from infra.table import STRING, index


class Notification(Service):
    """It hears of orders, and takes in messages of which it tells itself, so that one that was taken is mailed. Without a sender it notes
    each mail as not sent."""

    def __init__(self, scope: Construct, choices: Choices, bus: Bus, storefront: str) -> None:
        super().__init__(scope, "notification", choices, expires=True)
        index(self.table, "by_time", "listed", "at", STRING)
        self.door(table=("PutItem", "UpdateItem"), indexes=("by_time",))
        self.mail = Mail(self, choices) if choices.mail_from and not choices.local else None
        if choices.local:  # it knows no configuration sets, and takes mail from known senders only
            ses.EmailIdentity(self, "Sender", identity=ses.Identity.email(choices.mail_from))
        # The local cloud asks for the right to send as such, AWS for the right to send from this address.
        may = [self.mail.may] if self.mail else [grants.statement(["ses:SendEmail"], "*")] if choices.local else []
        by = {"CONFIGURATION_SET": self.mail.configuration.configuration_set_name} if self.mail else {}
        self.intake(
            table=("GetItem", "PutItem", "UpdateItem"),
            may=may,
            seconds=QUEUE_DOOR,
            batch=1,  # so that a slow answer of SES can be waited for
            STOREFRONT_URL=storefront,
            **by,
            **({"MAIL_FROM": choices.mail_from} if choices.mail_from else {}),
        )
        self.relay(bus)
