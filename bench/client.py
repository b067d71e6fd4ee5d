"""The cost of boto3 itself: processor time of one DynamoDB call over a connection that answers at once."""

import json
import time
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

CALLS = 200
_ANSWER = json.dumps({"Item": {"pk": {"S": "PRODUCT#x"}, "event": {"S": "y" * 1500}}}).encode()


class _Wire:
    def stream(self, **_: Any) -> list[bytes]:
        return [_ANSWER]


def seconds() -> float:
    """Return the processor seconds per call, the least of three rounds."""
    client = boto3.client("dynamodb", region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    answer: Any = lambda request, **_: AWSResponse(request.url, 200, HTTPHeaders(), _Wire())  # noqa: E731 - boto3's types know only hooks that return nothing
    client.meta.events.register("before-send.dynamodb", answer)
    return min(_round(client) for _ in range(3))


def _round(client: Any) -> float:
    started = time.process_time()
    for _ in range(CALLS):
        client.get_item(TableName="t", Key={"pk": {"S": "x"}})
    return (time.process_time() - started) / CALLS
