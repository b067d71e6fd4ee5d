"""What the functions really call: each is driven through all it does, on moto, and its calls are recorded."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from typing import Any
from unittest import mock

from moto import mock_aws

from backend.notification import email_client
from backend.operations import dead_letters, queues
from backend.payment.gateways import connection, sandbox
from backend.sandbox import webhook
from backend.shared import aws, secrets
from infra.functions import FUNCTIONS_BY_SERVICE, SERVICES_WITH_TABLE
from tests.backend.conftest import ENVIRONMENT
from tests.backend.events import stream
from tests.backend.operations import stack as operations
from tests.backend.payment.willing import Willing
from tests.backend.recorder import record_calls
from tests.backend.tables import definition
from tests.infra.drives import DRIVES, MINUTE, SECRETS, Call, accept_events

RELAYS = {
    service: import_module(f"backend.{service}.relay")
    for service, functions in FUNCTIONS_BY_SERVICE.items()
    if "Relay" in functions
}
PLACES = {
    "PROVIDER_URL": "https://provider.test",
    "RETURN_URL": "https://shop.test/orders/{order_id}/",
    "RETURN_ORIGINS": "http://localhost:8000",
    "STOREFRONT_URL": "https://shop.test",
    "MAIL_FROM": "orders@shop.test",
    "WEBHOOK_URL": "https://shop.test/payments/webhook",
    "BUCKET": "index",
    "INDEX": "index.sqlite",
    "INCOMING": "incoming",
    "PICTURES": "pictures",
    "RETURN_ORIGIN": "https://shop.test",
    "NUMBER_PREFIX": "",
    "EXPORTS": "exports",
}


def grants() -> dict[str, set[tuple[str, str]]]:
    """By function, such as BasketConsumer: the IAM actions it needs of tables and the bus, and what it needs them on."""
    with cloud():
        made = {function: _grants(_service(function), drive) for function, drive in DRIVES.items()}
        return made | {
            f"{service.title()}Relay": _grants(service, _publish(relay)) for service, relay in RELAYS.items()
        }


def asked_of_operations() -> set[tuple[str, str]]:
    """The same of what the operations service's door asks of everything that other services have."""
    with cloud(), record_calls("sqs", "logs", "lambda", "dynamodbstreams", "ssm", "cognito-idp") as calls:
        DRIVES["OperationsHandler"](_reply_of)
    return calls.grants


def _service(function: str) -> str:
    return next(
        service
        for service, parts in FUNCTIONS_BY_SERVICE.items()
        for part in parts
        if function == f"{service.title()}{part}"
    )


def _publish(relay: Any) -> Callable[[Call], None]:
    return lambda call: call(
        relay.handler, stream(({}, {"sk": {"S": "OTHER"}, "event": {"S": '{"type":"OrderPlaced.v1"}'}}))
    )


def _grants(service: str, drive: Callable[[Call], None]) -> set[tuple[str, str]]:
    with mock.patch.dict(os.environ, {"TABLE": service, "SERVICE": service}), record_calls() as calls:
        drive(_reply_of)
    return calls.grants


def _reply_of(function: Callable[[Any, Any], Any], event: Any) -> Any:
    """The reply. A function that failed has not shown what it calls."""
    reply = function(event, MINUTE) or {}
    assert reply.get("statusCode", 200) < 500, reply
    assert not reply.get("batchItemFailures"), reply
    return reply


@contextmanager
def cloud() -> Iterator[None]:
    """An account on moto with all that the functions reach for, and their environment."""
    without = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    aws.client.cache_clear()
    with ExitStack() as stack:
        stack.enter_context(
            mock.patch.dict(
                os.environ, {**without, **ENVIRONMENT, **PLACES, **dict(zip(SECRETS, SECRETS, strict=True))}, clear=True
            )
        )
        stack.enter_context(mock_aws())
        for module in (sandbox, webhook):
            stack.enter_context(mock.patch.object(module, "get_secret", SECRETS.__getitem__))
        stack.enter_context(mock.patch.object(connection, "send", Willing(17400).send))
        stack.enter_context(mock.patch.object(webhook, "send", return_value=204))
        stack.enter_context(mock.patch.object(email_client, "send", return_value="ses-1"))
        stack.enter_context(mock.patch.object(dead_letters, "WAIT_SECONDS", 0))
        stack.enter_context(accept_events())
        queues.clear_caches()
        _fill()
        yield
    secrets._read.cache_clear()
    queues.clear_caches()
    aws.client.cache_clear()


def _fill() -> None:
    for service in SERVICES_WITH_TABLE:
        aws.client("dynamodb").create_table(**definition(service))
    aws.client("events").create_event_bus(Name="shop")
    for bucket in ("index", "incoming", "pictures", "exports"):
        aws.client("s3").create_bucket(Bucket=bucket)
    aws.client("s3").put_bucket_versioning(Bucket="index", VersioningConfiguration={"Status": "Enabled"})
    os.environ.update(operations.make())
    os.environ["QUEUE"] = aws.client("sqs").create_queue(QueueName="sandbox")["QueueUrl"]
    for name, value in SECRETS.items():
        aws.client("secretsmanager").create_secret(Name=name, SecretString=value)
