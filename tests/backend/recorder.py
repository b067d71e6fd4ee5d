"""Counts the AWS calls that code makes, by botocore's own events: what a function needs, and what it costs."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from backend.shared import aws

SERVICES = ("dynamodb", "events")
TOUCHED = ("TableName", "QueueUrl", "QueueName", "logGroupName", "FunctionName", "StreamArn", "Path")
"""Parameters that say what is touched; of an address the last part."""
ACTIONS = {"lambda:Invoke": "lambda:InvokeFunction"}
"""Where IAM calls an operation otherwise than its API does."""


class Calls:
    """The calls of one recording, in order, as `(service, operation)`; each attempt that botocore makes counts.

    `grants` are the IAM actions with what each call touched: a table, a table's index, a bus, a queue, a log group, a
    function or a stream. `units` sums DynamoDB's capacity units where the cloud answers with them.
    """

    def __init__(self) -> None:
        self.made: list[tuple[str, str]] = []
        self.grants: set[tuple[str, str]] = set()
        self.units = 0.0

    @property
    def count(self) -> Counter[tuple[str, str]]:
        return Counter(self.made)

    def before(self, model: Any, params: Any, **more: Any) -> None:
        self.made.append((model.service_model.service_name, model.name))

    def asked(self, params: dict[str, Any], model: Any, **more: Any) -> dict[str, Any]:
        self.grants |= _grants(model.service_model.service_name, model.name, params)
        if "ReturnConsumedCapacity" in (model.input_shape.members if model.input_shape else {}):
            return {**params, "ReturnConsumedCapacity": "TOTAL"}
        return params

    def after(self, parsed: dict[str, Any], **more: Any) -> None:
        consumed = parsed.get("ConsumedCapacity", [])
        self.units += sum(each["CapacityUnits"] for each in ([consumed] if isinstance(consumed, dict) else consumed))


def _grants(service: str, operation: str, params: dict[str, Any]) -> set[tuple[str, str]]:
    """A transaction is allowed by the actions of its parts: PutItem, UpdateItem, DeleteItem, ConditionCheckItem."""
    if operation in ("TransactWriteItems", "TransactGetItems"):
        parts = [(kind, part) for item in params["TransactItems"] for kind, part in item.items()]
        return {
            (f"dynamodb:{kind if kind.endswith('Item') else kind + 'Item'}", part["TableName"]) for kind, part in parts
        }
    if operation in ("BatchGetItem", "BatchWriteItem"):
        return {(f"dynamodb:{operation}", table) for table in params["RequestItems"]}
    if operation == "PutEvents":
        return {("events:PutEvents", entry["EventBusName"]) for entry in params["Entries"]}
    index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
    touched = next((params[name] for name in TOUCHED if name in params), "*")
    action = ACTIONS.get(f"{service}:{operation}", f"{service}:{operation}")
    return {(action.replace("dynamodbstreams:", "dynamodb:"), touched.rpartition("/")[2] + index)}


@contextmanager
def record_calls(*services: str) -> Iterator[Calls]:
    """Records what the backend's clients call while the block runs."""
    calls = Calls()
    hooks = [("before-call", calls.before), ("provide-client-params", calls.asked), ("after-call", calls.after)]
    clients = [aws.client(service) for service in services or SERVICES]
    for client in clients:
        for event, hook in hooks:
            client.meta.events.register(event, hook)
    try:
        yield calls
    finally:
        for client in clients:
            for event, hook in hooks:
                client.meta.events.unregister(event, hook)
