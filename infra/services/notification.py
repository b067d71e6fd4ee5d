"""Mails about orders, and messages to the shop, through Amazon SES."""

from aws_cdk import aws_ses as ses
from constructs import Construct

from infra.constructs import grants
from infra.constructs.mail import Mail
from infra.constructs.resources import Resources
from infra.constructs.service import CONSUMER_TIMEOUT, Service
from infra.constructs.table import STRING, index


class Notification(Service):
    """It hears of orders, and takes in messages of which it tells itself, so that one that was taken is mailed.

    Without a sender it notes each mail as not sent.
    """

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "notification", resources, expires=True)
        choices = resources.choices
        index(self.table, "by_time", "listed", "at", STRING)
        self.http_function(table=("PutItem", "UpdateItem"), indexes=("by_time",))
        self.mail = Mail(self, choices) if choices.mail_from and not choices.local else None
        if choices.local:  # it knows no configuration sets, and takes mail from known senders only
            ses.EmailIdentity(self, "Sender", identity=ses.Identity.email(choices.mail_from))
        # The local cloud asks for the right to send as such, AWS for the right to send from this address.
        may = [self.mail.policies] if self.mail else [grants.statement(["ses:SendEmail"], "*")] if choices.local else []
        by = {"CONFIGURATION_SET": self.mail.configuration.configuration_set_name} if self.mail else {}
        self.consumer(
            table=("GetItem", "UpdateItem"),
            policies=may,
            timeout=CONSUMER_TIMEOUT,
            batch=1,  # so that a slow answer of SES can be waited for
            STOREFRONT_URL=resources.storefront_url,
            **by,
            **({"MAIL_FROM": choices.mail_from} if choices.mail_from else {}),
        )
        if self.mail and not choices.is_production:
            self.mail.acknowledge_any_identity(self.functions["Consumer"])
        self.relay(resources.event_bus)

    @property
    def outputs(self) -> dict[str, str]:
        return super().outputs | (self.mail.records if self.mail else {})
