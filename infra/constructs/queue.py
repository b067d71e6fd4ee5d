"""Queues: encrypted, reached over TLS only, and with a dead-letter queue for messages that could not be consumed."""

import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from backend.contracts.operations.models import MAX_RECEIVES
from infra.config import Config

DEAD_LETTER_DAYS = cdk.Duration.days(14)
VISIBILITY_TIMEOUTS = 6  # AWS's advice for a queue that feeds a function


def dead_letters(scope: Construct, id: str) -> sqs.Queue:
    """Create a queue for messages that could not be consumed or delivered; they are kept for as long as SQS can."""
    return sqs.Queue(
        scope,
        id,
        enforce_ssl=Config.of(scope.node).tls,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        retention_period=DEAD_LETTER_DAYS,
    )


def visibility_timeout(timeout: cdk.Duration) -> int:
    """Return for how many seconds a message stays hidden while a function with this timeout has it, and after it
    failed."""
    return int(VISIBILITY_TIMEOUTS * timeout.to_seconds())


def queue(scope: Construct, id: str, timeout: cdk.Duration, dead: sqs.Queue) -> sqs.Queue:
    """Create a queue for a function with this timeout."""
    return sqs.Queue(
        scope,
        id,
        enforce_ssl=Config.of(scope.node).tls,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        retention_period=cdk.Duration.days(4),
        visibility_timeout=cdk.Duration.seconds(visibility_timeout(timeout)),
        dead_letter_queue=sqs.DeadLetterQueue(queue=dead, max_receive_count=MAX_RECEIVES),
    )
