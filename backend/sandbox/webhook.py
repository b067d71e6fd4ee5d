"""Webhooks: put on a queue with the card's delays when an authorization changes, then signed and sent until the
merchant takes them.

The signature is HMAC-SHA256 over `<t>.<body>`, made anew for each delivery: `sandbox-signature: t=<epoch
seconds>,v1=<hex>`.
"""

import hmac
import os
import secrets
from typing import Any

import msgspec
import urllib3

from backend.sandbox.domain import Authorization, delays
from backend.shared import clock
from backend.shared.aws import client
from backend.shared.log import logger
from backend.shared.secrets import get_secret

_pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=1, read=10), retries=False)


def announce(changed: Authorization) -> None:
    """Queues the webhook that tells of the authorization's present state, as often and as late as its card has it."""
    event = {"id": f"evt_{secrets.token_hex(12)}", "type": f"authorization.{changed.state}"}
    body = msgspec.json.encode(event | {"authorization": changed.id, "reference": changed.reference}).decode()
    for delay in delays(changed):
        client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody=body, DelaySeconds=delay)


def signature(body: bytes, now: int) -> str:
    """The header that proves the body ours, at that epoch second."""
    return (
        f"t={now},v1={hmac.new(get_secret('WEBHOOK_SECRET').encode(), f'{now}.'.encode() + body, 'sha256').hexdigest()}"
    )


def handler(event: dict[str, Any], context: Any) -> dict[str, list[dict[str, str]]]:
    """Sends a batch of webhooks; those that the merchant did not take come again."""
    return {
        "batchItemFailures": [
            {"itemIdentifier": record["messageId"]} for record in event["Records"] if not _deliver(record)
        ]
    }


def _deliver(record: dict[str, Any]) -> bool:
    body = record["body"].encode()
    try:
        status = send(
            os.environ["WEBHOOK_URL"],
            {"content-type": "application/json", "sandbox-signature": signature(body, clock.epoch())},
            body,
        )
    except urllib3.exceptions.HTTPError as error:
        logger.warning("no answer to a webhook", message_id=record["messageId"], reason=type(error).__name__)
        return False
    logger.info("webhook", message_id=record["messageId"], status=status)
    return 200 <= status < 300


def send(url: str, headers: dict[str, str], body: bytes) -> int:
    """The status of the merchant's answer."""
    return _pool.request("POST", url, headers=headers, body=body).status
