"""Runs every five minutes: counts the messages in all dead-letter queues, for the alarm on them.

SQS itself measures a queue that was empty for hours late, and an alarm on each queue would cost more than all others.
"""

from backend.contracts.alarm_messages import Metric
from backend.operations import queues
from backend.shared.aws import preload_client
from backend.shared.log import logger

preload_client("sqs")


def handler(event: object, context: object) -> dict[str, int]:
    """Return how many messages wait in each queue that is not empty, and report their sum unless there are none."""
    counted = {name: queues.with_counts(name) for name in queues.queue_configs()}
    waiting = {name: queue.waiting + queue.held for name, queue in counted.items() if queue.waiting + queue.held}
    if waiting:
        logger.measure(f"dead letters in {', '.join(waiting)}", {Metric.DEAD_LETTERS: sum(waiting.values())})
    return waiting
