"""The stream of a service's table, as its outbox relay reads it."""

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from aws_cdk.aws_lambda_event_sources import SqsDlq
from constructs import Construct

RELAY_BATCH = 100
RELAY_FOR = cdk.Duration.hours(12)  # the stream keeps records for 24
RELAY_TRIES = 10_000
# Most writes cause no event: only items that carry one wake the relay.
CARRIES_EVENT = [
    lambda_.FilterCriteria.filter({"dynamodb": {"NewImage": {"event": {type: lambda_.FilterRule.exists()}}}})
    for type in ("S", "B")
]


def connect_outbox(
    scope: Construct,
    relay: lambda_.Function,
    table: dynamodb.ITable,
    unpublished: sqs.Queue,
    filters: Sequence[Mapping[str, object]],
) -> None:
    """Have the relay called with the committed writes that the filters let through, by default those that carry an
    event.

    Writes that it cannot publish are reported to the queue.
    """
    lambda_.EventSourceMapping(
        scope,
        "Outbox",
        target=relay,
        event_source_arn=table.table_stream_arn,
        starting_position=lambda_.StartingPosition.TRIM_HORIZON,
        batch_size=RELAY_BATCH,
        bisect_batch_on_error=True,
        retry_attempts=RELAY_TRIES,
        max_record_age=RELAY_FOR,
        report_batch_item_failures=True,
        on_failure=SqsDlq(unpublished),
        filters=list(filters or CARRIES_EVENT),
    )
