"""Mails about orders, and messages to the shop, through Amazon SES."""

from aws_cdk import aws_ses as ses
from constructs import Construct

from infra.constructs import grants
from infra.constructs.mail import Mail
from infra.constructs.mail_feedback import deliver_feedback
from infra.constructs.resources import Resources
from infra.constructs.service import CONSUMER_TIMEOUT, Service
from infra.constructs.table import STRING, index


class Notification(Service):
    """It hears of orders, and takes in messages of which it tells itself, so that one that was taken is mailed.

    Without a sender it notes each mail as not sent.
    """

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "notification", resources, expires=True)
        config = resources.config
        index(self.table, "by_time", "listed", "at", STRING)
        self.http_function(
            table=("BatchGetItem", "GetItem", "PutItem", "Query", "UpdateItem"),
            indexes=("by_time",),
            STOREFRONT_URL=resources.storefront_url,
            SELLER=config.seller_json,
        )
        self._mail = Mail(self, config) if config.mail_from and not config.local else None
        if config.local:  # it knows no configuration sets, and takes mail from known senders only
            ses.EmailIdentity(self, "Sender", identity=ses.Identity.email(config.mail_from))
        # The local cloud asks for the right to send as such, AWS for the right to send from this address.
        may = (
            [self._mail.policies] if self._mail else [grants.statement(["ses:SendEmail"], "*")] if config.local else []
        )
        by = {"CONFIGURATION_SET": self._mail.configuration.configuration_set_name} if self._mail else {}
        environment = {
            "STOREFRONT_URL": resources.storefront_url,
            "SELLER": config.seller_json,
            **by,
            **({"MAIL_FROM": config.mail_from} if config.mail_from else {}),
        }
        self.consumer(
            table=("BatchGetItem", "BatchWriteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
            policies=[*may, grants.on_indexes(self.table, ("by_time",)), resources.give_part(self.name)],
            timeout=CONSUMER_TIMEOUT,
            batch=1,  # so that a slow answer of SES can be waited for
            EXPORTS=resources.exports.bucket_name,
            **environment,
        )
        dead = self.dead_letters[0]
        self.sweeper(
            table=("DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"),
            indexes=(),
            policies=[*may, grants.send(dead)],
            DEAD_LETTERS=dead.queue_url,
            **environment,
        )
        if self._mail:
            deliver_feedback(self, self._mail.configuration)
        if self._mail and not config.is_production:
            for part in ("Consumer", "Sweeper"):
                self._mail.acknowledge_any_identity(self.functions[part])
        self.relay(resources.event_bus)

    @property
    def outputs(self) -> dict[str, str]:
        return super().outputs | (self._mail.records if self._mail else {})
