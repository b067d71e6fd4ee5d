"""Delivers SES's reports of bounces and complaints to the service that sent the mails."""

from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_ses as ses

from infra.constructs.mail import CONFIGURATION
from infra.constructs.queue import dead_letters
from infra.constructs.rule import RETRIES, RETRY
from infra.constructs.service import CONSUMER_TIMEOUT, Service
from infra.nag_findings import LAST
from infra.nag_suppressions import acknowledge_finding


def deliver_feedback(service: Service, sent: ses.ConfigurationSet) -> None:
    """Put SES's events about mails of a configuration set into the service's queue.

    SES tells the account's own bus only, which other mails of the account are told on, too: of those, none is taken.
    https://docs.aws.amazon.com/ses/latest/dg/monitor-sending-using-event-publishing-setup.html
    """
    account_bus = events.EventBus.from_event_bus_name(service, "AccountBus", "default")
    sent.add_event_destination(
        "Told",
        destination=ses.EventDestination.event_bus(account_bus),
        events=[ses.EmailSendingEvent.BOUNCE, ses.EmailSendingEvent.COMPLAINT],
    )
    undelivered = dead_letters(service, "Untold")
    acknowledge_finding(undelivered.node.default_child or undelivered, "SQS3", LAST)
    service.dead_letters.append(undelivered)
    events.Rule(
        service,
        "Feedback",
        description="What became of mails",
        event_pattern=events.EventPattern(
            source=["aws.ses"],
            detail_type=["Email Bounced", "Email Complaint Received"],
            detail={"mail": {"tags": {CONFIGURATION: [sent.configuration_set_name]}}},
        ),
        targets=[
            targets.SqsQueue(
                service.make_queue(CONSUMER_TIMEOUT),
                dead_letter_queue=undelivered,
                max_event_age=RETRY,
                retry_attempts=RETRIES,
            )
        ],
    )
