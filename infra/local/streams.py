"""What the tables' streams showed before a stop, as releases before 0.2.0 wrote it down: `unread.json`, by the function
that reads it.

Since then streams are kept with the tables (`infra/local/saving.py`), and what is not read yet is read after the next
start. The functions have seen most of it before, which changes nothing: whatever comes by a stream comes at least once.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from infra.local.cloud import Cloud, Failed
from infra.local.paths import LocalPaths

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


_BATCH = 100
Record = dict[str, object]


def replay(paths: LocalPaths, cloud: Cloud, say: Callable[[str], None]) -> None:
    """Give the functions what was written down.

    Raises Failed when one does not take it; it is then still there for the next start.

    What was for a function that is no longer there (another branch was deployed) nobody can take any more: it is told
    and dropped.
    """
    if not paths.unread.exists():
        return
    client = cloud.client("lambda")
    for name, records in _read_records(paths).items():
        if not _give_all(client, name, records):
            say(
                f"{name} is no longer there: {len(records)} changes that it had yet to read before the last stop "
                "are dropped"
            )
    paths.unread.unlink(missing_ok=True)


def _read_records(paths: LocalPaths) -> dict[str, list[Record]]:
    try:
        return dict(json.loads(paths.unread.read_bytes()))
    except ValueError:
        raise Failed(
            f"{paths.unread} is damaged: remove it, and what was done right before the last stop may not be heard of."
        ) from None


def _give_all(client: "LambdaClient", name: str, records: list[Record]) -> bool:
    """Give a function all of it; return False where there is no such function."""
    try:
        for first in range(0, len(records), _BATCH):
            _give(client, name, records[first : first + _BATCH])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ResourceNotFoundException":
            raise Failed(f"{name} could not be given what it had not read before the last stop: {error}") from None
        return False
    return True


def _give(client: "LambdaClient", name: str, records: list[Record]) -> None:
    reply = client.invoke(FunctionName=name, Payload=json.dumps({"Records": records}))
    answer = json.load(reply["Payload"])
    if reply.get("FunctionError") or (answer or {}).get("batchItemFailures"):
        raise Failed(f"{name} did not take what it had not read before the last stop: {answer}")
