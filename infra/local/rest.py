"""Lets what is on its way arrive before the local cloud stops: MiniStack keeps its queues, but not what its streams have yet to show."""

import time
from collections.abc import Callable
from typing import Any

from infra.local.cloud import Cloud

QUIET, PATIENCE = 1.2, 6.0
"""Seconds that every queue must have been empty, longer than the second between two looks at a stream; and seconds to wait at most."""

_UNDER_WAY = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")


def settle(cloud: Cloud) -> None:
    """Returns when nothing moves any more, or after `PATIENCE`: what waits in a queue then goes on after the next start."""
    moving = watch(cloud)
    end = time.monotonic() + PATIENCE
    quiet_since = time.monotonic()
    while time.monotonic() < min(end, quiet_since + QUIET):
        if moving():
            quiet_since = time.monotonic()
        time.sleep(0.02)


def watch(cloud: Cloud) -> Callable[[], bool]:
    """Tells, as often as it is asked, whether a message waits for a function or is with one."""
    sqs = cloud.client("sqs")
    fed = [url for url in sqs.list_queues().get("QueueUrls", []) if _feeds_a_function(sqs, url)]
    return lambda: any(_under_way(sqs, url) for url in fed)


def _feeds_a_function(sqs: Any, url: str) -> bool:
    """Whether it has a dead-letter queue: one without is such a queue itself, where things stay."""
    return "RedrivePolicy" in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"]).get("Attributes", {})


def _under_way(sqs: Any, url: str) -> bool:
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(_UNDER_WAY))["Attributes"]
    return any(int(attributes[name]) for name in _UNDER_WAY)
