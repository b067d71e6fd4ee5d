"""Finding the local cloud, and whose it is."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local import cloud, process
from infra.local.paths import LocalPaths
from tests.cloud import free_port


@pytest.fixture
def place(tmp_path: Path) -> Iterator[LocalPaths]:
    place = LocalPaths(tmp_path)
    yield place
    if left := cloud.find(place):
        process.stop(place, left)


def test_a_running_cloud_is_found_and_its_owner_known(place: LocalPaths) -> None:
    running = process.start(place, free_port())
    assert cloud.find(place) == running
    assert running.owner == os.getpid()
    assert not cloud.is_orphaned(running)


def test_a_cloud_whose_owner_is_gone_is_adopted(place: LocalPaths) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    running = process.start(place, free_port())
    place.running.write_text(json.dumps({"pid": running.pid, "port": running.port, "owner": gone.pid}))
    found = cloud.find(place)
    assert found is not None
    assert cloud.is_orphaned(found)
    assert cloud.adopt(place, found) == cloud.find(place) == running


@pytest.mark.parametrize(
    "written",
    ["", "{", "[]", '{"pid": 1}', '{"pid": 1, "port": 1, "owner": 0}', '{"pid": 4194305, "port": 1, "owner": 0}'],
)
def test_another_process_is_never_taken_for_the_cloud(place: LocalPaths, written: str) -> None:
    place.folder.mkdir(exist_ok=True)
    place.running.write_text(written)
    assert cloud.find(place) is None
