"""What an earlier release wrote down of the streams is given to the functions that read them."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.stub import Stubber

from infra.local.cloud import Cloud, Failed
from infra.local.paths import LocalPaths
from infra.local.streams import replay

CLOUD = Cloud(0, 1, 0)


class Lambda(Stubber):
    """Answers invocations one after another."""

    def takes(self, name: str, records: list[Any], answer: object = None) -> None:
        asked = {"FunctionName": name, "Payload": json.dumps({"Records": records})}
        self.add_response("invoke", {"StatusCode": 200, "Payload": io.BytesIO(json.dumps(answer).encode())}, asked)


@pytest.fixture
def functions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lambda]:
    client = CLOUD.client("lambda")
    monkeypatch.setattr(Cloud, "client", lambda cloud, service: client)
    with Lambda(client) as stub:
        yield stub
        stub.assert_no_pending_responses()


@pytest.fixture
def place(tmp_path: Path) -> LocalPaths:
    """A place with something unread for a function that is gone, and for one that is there."""
    LocalPaths(tmp_path).unread.write_text(json.dumps({"gone": [1, 2], "relay": [3]}))
    return LocalPaths(tmp_path)


def test_events_for_a_deleted_function_are_reported_and_dropped_once(place: LocalPaths, functions: Lambda) -> None:
    said: list[str] = []
    functions.add_client_error("invoke", "ResourceNotFoundException")
    functions.takes("relay", [3])
    for _ in range(2):
        replay(place, CLOUD, said.append)
    assert said == ["gone is no longer there: 2 changes that it had yet to read before the last stop are dropped"]


def test_events_that_a_function_does_not_take_are_kept_and_reported_in_one_line(
    place: LocalPaths, functions: Lambda
) -> None:
    functions.add_client_error("invoke", "TooManyRequestsException")
    with pytest.raises(Failed, match=r"^gone could not be given") as failed:
        replay(place, CLOUD, print)
    assert "\n" not in str(failed.value)
    functions.takes("gone", [1, 2])
    functions.takes("relay", [3], {"batchItemFailures": [{"itemIdentifier": "1"}]})
    with pytest.raises(Failed, match=r"^relay did not take"):
        replay(place, CLOUD, print)
    assert place.unread.exists()
