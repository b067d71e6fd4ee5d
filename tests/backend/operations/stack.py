"""The queues of a small shop on moto, as the stack tells the operations service of them, and messages in them."""

import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

import boto3

from backend.contracts.operation import Operation
from backend.contracts.operations.models import Kind
from backend.operations.handler import handler
from tests.backend.events import http, said, token

STAFF = token("grace", groups="[staff]")
QUEUES = {
    "OrderDeadLetters": {
        "kind": Kind.CONSUMER_FAILED,
        "queue": "shop-order-dead",
        "to": "OrderQueue",
        "back": "shop-order",
        "log": "order-consumer",
    },
    "PictureDeadLetters": {
        "kind": Kind.CONSUMER_FAILED,
        "queue": "shop-picture-dead",
        "to": "PictureQueue",
        "back": "shop-picture",
    },
    "BusUndelivered": {"kind": Kind.DELIVERY_FAILED, "queue": "shop-undelivered"},
    "OrderUnpublished": {
        "kind": Kind.PUBLISH_FAILED,
        "queue": "shop-order-unpublished",
        "to": "OrderRelay",
        "back": "shop-order-relay",
    },
    "SearchUnbuilt": {"kind": Kind.BUILD_FAILED, "queue": "shop-unbuilt"},
}
PLACES = "/Shop/operations/dead-letters"
EVENT = json.dumps(
    {"version": "0", "detail-type": "OrderPlaced.v1", "source": "shop.order", "detail": {"email": "ada@example.com"}}
)


@cache
def own(service: str) -> Any:
    """A client of the test's own: what it does is not what the service does."""
    return boto3.client(service, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")  # type: ignore[call-overload]


def make() -> dict[str, str]:
    """Makes the queues and the log group, beside the order service's table; the environment that tells of them."""
    reply_body = {name: dict(place) for name, place in QUEUES.items()}
    reply_body["OrderUnpublished"]["stream"] = stream()
    for place in QUEUES.values():
        for queue in filter(None, (place["queue"], place.get("back"))):
            own("sqs").create_queue(QueueName=queue)
    for name, place in reply_body.items():
        own("ssm").put_parameter(
            Name=f"{PLACES}/{name}", Type="String", Value=json.dumps({name: place}), Overwrite=True
        )
    own("logs").create_log_group(logGroupName="audit")
    own("logs").create_log_group(logGroupName="order-consumer")
    own("logs").create_log_stream(logGroupName="order-consumer", logStreamName="1")
    pool = own("cognito-idp").create_user_pool(PoolName="shop", UsernameAttributes=["email"])["UserPool"]["Id"]
    return {"LETTERS": PLACES, "AUDIT": "audit", "USER_POOL": str(pool)}


def url(physical: str) -> str:
    return str(own("sqs").get_queue_url(QueueName=physical)["QueueUrl"])


def send(name: str, body: str = EVENT, **attributes: str) -> str:
    """Puts a letter into the queue of this name; its id."""
    reply_body = {key: {"DataType": "String", "StringValue": value} for key, value in attributes.items()}
    sent = own("sqs").send_message(
        QueueUrl=url(str(QUEUES[name]["queue"])), MessageBody=body, MessageAttributes=reply_body
    )
    return str(sent["MessageId"])


def records(count: int) -> list[dict[str, Any]]:
    """So many orders in the table, each with an event: what its stream shows, and in which shard."""
    for number in range(count):
        own("dynamodb").put_item(
            TableName="order", Item={"pk": {"S": f"{number}"}, "sk": {"S": "ORDER"}, "event": {"B": b"\x00"}}
        )
    streams, arn = own("dynamodbstreams"), stream()
    shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    begin = streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    return [{"shard": shard, **record["dynamodb"]} for record in streams.get_records(ShardIterator=begin)["Records"]]


def note(first: dict[str, Any], last: dict[str, Any], since: datetime | None = None, **changes: Any) -> str:
    """What Lambda leaves of a batch."""
    batch = {
        "shardId": first["shard"], "startSequenceNumber": first["SequenceNumber"], "endSequenceNumber": last["SequenceNumber"],
        "batchSize": 3, "streamArn": stream(), "approximateArrivalOfFirstRecord": (since or datetime.now(UTC)).isoformat(),
    }  # fmt: skip
    return json.dumps({"requestContext": {"condition": "RecordAgeExceeded"}, "DDBStreamBatchInfo": batch | changes})


def stream() -> str:
    return str(own("dynamodb").describe_table(TableName="order")["Table"]["LatestStreamArn"])


def bodies(physical: str) -> list[str]:
    """What is in a queue and can be had at once."""
    asked = {"QueueUrl": url(physical), "MaxNumberOfMessages": 10, "VisibilityTimeout": 0}
    return [each["Body"] for each in own("sqs").receive_message(**asked).get("Messages", [])]


def letters(name: str) -> list[str]:
    return bodies(str(QUEUES[name]["queue"]))


def ask(operation: Operation, *path: str, claims: dict[str, str] = STAFF, **request: Any) -> dict[str, Any]:
    """The reply to staff; `path` are the values of its parameters in order."""
    return dict(
        handler(
            http(operation, claims=claims, path=dict(zip(operation.parameters, path, strict=True)), **request), None
        )
    )


def reply_body(operation: Operation, *path: str, **request: Any) -> Any:
    """What the reply says; it must be a right one."""
    reply = ask(operation, *path, **request)
    assert reply["statusCode"] == operation.status, reply
    return said(reply)


def audit_entries() -> list[dict[str, Any]]:
    """The audit log as it is kept."""
    return [json.loads(each["message"]) for each in own("logs").filter_log_events(logGroupName="audit")["events"]]
