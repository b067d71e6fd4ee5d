"""The search's table and bucket, in the process."""

from collections.abc import Callable

import pytest

from backend.search.sqlite import local_index
from backend.shared import aws


@pytest.fixture(autouse=True)
def _search(service_table: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    service_table("search")
    aws.client("s3").create_bucket(Bucket="index")
    aws.client("s3").put_bucket_versioning(Bucket="index", VersioningConfiguration={"Status": "Enabled"})
    monkeypatch.setenv("BUCKET", "index")
    monkeypatch.setenv("INDEX", "index.sqlite")


@pytest.fixture
def own_copies(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of the index are made below the tests' own folder."""
    monkeypatch.setattr(local_index, "mkdtemp", lambda prefix: str(tmp_path_factory.mktemp(prefix)))
