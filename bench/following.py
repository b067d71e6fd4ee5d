"""The AWS calls by which an instance of the search function gets its index, and keeps it up to date, counted on
moto."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from unittest import mock

from botocore.client import BaseClient
from moto import mock_aws

from backend.search.sqlite import sqlite_engine
from backend.search.sqlite.replica import POLL_SECONDS, Replica
from backend.shared import aws
from bench.shop import ENVIRONMENT
from tests.backend.tables import definition


@contextmanager
def _service() -> Iterator[Counter[str]]:
    """The search's table and bucket in memory, with a snapshot; what is called from now on."""
    made: Counter[str] = Counter()
    call = BaseClient._make_api_call  # type: ignore[attr-defined]

    def counting(self: BaseClient, operation: str, params: Any) -> Any:
        made[operation] += 1
        return call(self, operation, params)

    there = ENVIRONMENT | {"TABLE": "search", "SERVICE": "search", "BUCKET": "index", "INDEX": "index.sqlite"}
    with mock.patch.dict(os.environ, there), mock_aws():
        aws.client.cache_clear()
        aws.client("dynamodb").create_table(**definition("search"))
        aws.client("s3").create_bucket(Bucket="index")
        aws.client("s3").put_bucket_versioning(Bucket="index", VersioningConfiguration={"Status": "Enabled"})
        sqlite_engine.rebuild()
        with mock.patch.object(BaseClient, "_make_api_call", counting):
            yield made
    aws.client.cache_clear()


def calls() -> tuple[Counter[str], Counter[str]]:
    """AWS calls of a search that starts a function, and of one that looks at the log."""
    clock = count(0, POLL_SECONDS)
    with _service() as made:
        replica = Replica(clock=lambda: float(next(clock)))
        replica.current()
        cold = Counter(made)
        made.clear()
        replica.current()
        return cold, Counter(made)
