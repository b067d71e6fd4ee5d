"""Webhooks: queued with the test card's delays when an authorization changes, then signed and sent until the merchant
answers 2xx.

The signature is HMAC-SHA256 over `<t>.<body>`, new for each delivery: `sandbox-signature: t=<epoch seconds>,v1=<hex>`.
"""

import hmac
import os
import secrets

import msgspec
import urllib3

from backend.sandbox.domain import Authorization, delays
from backend.shared import clock
from backend.shared.aws import client
from backend.shared.consumer import QueueEvent, QueueRecord, Response
from backend.shared.log import logger
from backend.shared.secrets import get_secret

_pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=1, read=10), retries=False)


def announce(authorization: Authorization) -> None:
    """Queue the webhook of the authorization's present state, as often and as late as its test card says."""
    event = {"id": f"evt_{secrets.token_hex(12)}", "type": f"authorization.{authorization.state}"}
    body = msgspec.json.encode(
        event | {"authorization": authorization.id, "reference": authorization.reference}
    ).decode()
    for delay in delays(authorization):
        client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody=body, DelaySeconds=delay)


def signature(body: bytes, now: int) -> str:
    """Return the signature header of a body at an epoch second."""
    return (
        f"t={now},v1={hmac.new(get_secret('WEBHOOK_SECRET').encode(), f'{now}.'.encode() + body, 'sha256').hexdigest()}"
    )


def handler(event: QueueEvent, context: object) -> Response:
    """Send a batch of webhooks; SQS delivers again those that the merchant did not answer with 2xx."""
    return {
        "batchItemFailures": [
            {"itemIdentifier": record["messageId"]} for record in event["Records"] if not _deliver(record)
        ]
    }


def _deliver(record: QueueRecord) -> bool:
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
    """Post the body and return the status of the reply."""
    return _pool.request("POST", url, headers=headers, body=body).status
