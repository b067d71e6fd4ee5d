"""Which queues of the local cloud have a message on its way."""

from collections.abc import Callable
from typing import Any

from infra.local.cloud import Cloud

_UNDER_WAY = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")


def watch(cloud: Cloud) -> Callable[[], list[str]]:
    """Return a function that names the queues of which a message waits for a function or is with one."""
    sqs = cloud.client("sqs")
    fed = [url for url in sqs.list_queues().get("QueueUrls", []) if _feeds_a_function(sqs, url)]
    return lambda: [url.rpartition("/")[2] for url in fed if _under_way(sqs, url)]


def _feeds_a_function(sqs: Any, url: str) -> bool:
    """Whether it has a dead-letter queue: one without is such a queue itself, where things stay."""
    return "RedrivePolicy" in sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"]).get(
        "Attributes", {}
    )


def _under_way(sqs: Any, url: str) -> bool:
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(_UNDER_WAY))["Attributes"]
    return any(int(attributes[name]) for name in _UNDER_WAY)
