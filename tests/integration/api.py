"""The running API as its callers see it, and the whole state behind it."""

import json
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

import msgspec
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from backend.contracts.operation import Operation
from infra.local.cloud import REGION, ROOT_KEYS, Cloud
from tests.cloud import ShopCloud
from tests.integration.queue_activity import watch

T = TypeVar("T")
Item = dict[str, Any]
TABLES = ("ProductTable", "BasketTable", "OrderTable", "InventoryTable", "PaymentTable")
SECONDS = 180  # that anything may take to arrive on a loaded machine
LONGEST = 60  # seconds that a reply may take there


@dataclass
class Api:
    """Sends operations by their contract, as nobody or with a token, and keeps the connection open.

    `patience` is in seconds.
    """

    cloud: ShopCloud
    web: requests.Session = field(default_factory=requests.Session)
    patience: float = LONGEST

    def __call__(self, operation: Operation, token: str = "", **request: Any) -> requests.Response:
        """`path` and `query` as dictionaries; `body` is sent as JSON, bytes as they are; `headers` come last."""
        content = request.get("body")
        return self.web.request(
            operation.method,
            self.url(operation, request.get("path", {})),
            params=request.get("query"),
            data=content if isinstance(content, bytes) or content is None else msgspec.json.encode(content),
            headers=_headers(token, content) | request.get("headers", {}),
            timeout=self.patience,
        )

    def url(self, operation: Operation, path: dict[str, str]) -> str:
        return self.cloud.api + operation.template.format(**path)


def _headers(token: str, content: Any) -> dict[str, str]:
    signed = {"authorization": f"Bearer {token}"} if token else {}
    return signed if content is None else signed | {"content-type": "application/json"}


def until(
    what: Callable[[], T], true: Callable[[T], bool] = bool, within: float | None = None, every: float = 0.1
) -> T:
    """What it says once that is true; fails with its last word when it is not within so many seconds, `SECONDS` unless
    told.

    It is asked `every` so many seconds: who asks all the time takes the processor from those who are to bring it about.
    """
    bound = SECONDS if within is None else within
    end = time.monotonic() + bound
    while not true(said := what()):
        assert time.monotonic() < end, f"still {said!r} after {bound} s"
        time.sleep(every)
    return said


SWEPT = {"due", "event", "tries", "version"}
"""What the sweepers, which run each minute whatever a test does, change of an item that waits for somebody."""


def stored(cloud: ShopCloud, *tables: str) -> dict[str, Any]:
    """Every item of these tables, or of all, by its key; of one that waits (it has `open`) not what the sweepers
    change, and no data export, which they make step by step."""
    found = {}
    for table in tables or TABLES:
        found |= {
            f"{table} {item['pk']['S']} {item['sk']['S']}": _lasting(item)
            for item in _scan(cloud.cloud, cloud.outputs[table])
            if not item["pk"]["S"].startswith("EXPORT#")
        }
    return found


def _lasting(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name not in SWEPT} if "open" in item else item


QUIET = 2.0
"""Seconds without a change after which nothing is on its way: a stream is looked at once a second."""


REST_SECONDS = 270
"""Seconds after which everything has come to rest: a message whose function failed or was killed comes again after a
minute each time, and a test may take five minutes."""


def at_rest(cloud: ShopCloud, with_mails: bool = True) -> dict[str, Any]:
    """The whole state, once it has not changed and no message was on its way for a while: everybody has heard of
    everything. Mails may be waited for longer than all else: who needs none says so."""
    state, since, busy_queues = stored(cloud), time.monotonic(), watch(cloud.cloud)
    changes = "nothing"

    def last_change() -> str:
        nonlocal state, since, changes
        queues = [name for name in busy_queues() if with_mails or "Notification" not in name]
        now = stored(cloud)
        if queues or now != state:
            changes = f"queues {queues}, items {[key for key in state | now if state.get(key) != now.get(key)]}"
            state, since = now, time.monotonic()
        return "" if time.monotonic() - since > QUIET else changes

    until(last_change, lambda change: not change, REST_SECONDS, every=0.4)  # each time all tables are read
    return state


def _scan(cloud: Cloud, table: str) -> Iterator[Item]:
    """Read a table as plain JSON. boto3 takes eight times as long over each item, and tests read all tables hundreds of
    times."""
    asked: dict[str, Any] = {"TableName": table, "ConsistentRead": True}
    while True:
        page = json.loads(_call(cloud, "Scan", json.dumps(asked)), object_hook=_with_bytes)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _call(cloud: Cloud, operation: str, body: str) -> bytes:
    headers = {"X-Amz-Target": f"DynamoDB_20120810.{operation}", "Content-Type": "application/x-amz-json-1.0"}
    request = AWSRequest("POST", f"{cloud.endpoint}/", headers, body)
    keys = Credentials(ROOT_KEYS["AWS_ACCESS_KEY_ID"], ROOT_KEYS["AWS_SECRET_ACCESS_KEY"])
    SigV4Auth(keys, "dynamodb", REGION).add_auth(request)
    reply = _session().post(request.url, data=body, headers=dict(request.headers), timeout=LONGEST)
    assert reply.status_code == requests.codes.ok, reply.text
    return reply.content


@cache
def _session() -> requests.Session:
    """Keeps its connection open."""
    return requests.Session()


def _with_bytes(value: dict[str, Any]) -> dict[str, Any]:
    """As boto3 gives binary values."""
    return {"B": b64decode(value["B"])} if value.keys() == {"B"} and isinstance(value["B"], str) else value
