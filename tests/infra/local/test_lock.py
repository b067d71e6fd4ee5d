"""Who may start, serve or stop the local cloud."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local import lock
from infra.local.cloud import Failed
from infra.local.paths import ROOT, LocalPaths

HOLD = """
import sys
from pathlib import Path
from infra.local import lock
from infra.local.paths import LocalPaths
with lock.hold_lock(LocalPaths(Path(sys.argv[1])), print) as held:
    held.note(*sys.argv[2:])
    print("held", flush=True)
    sys.stdin.read()
"""


class Holder:
    """Another process that holds the lock until it is told to let go."""

    def __init__(self, place: LocalPaths, *doing: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(place.folder), *doing],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"held\n"

    def let_go(self) -> None:
        self.process.communicate(timeout=120)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[LocalPaths]:
    return LocalPaths(tmp_path)


def test_a_shop_that_runs_is_named_with_its_address(place: LocalPaths) -> None:
    holder = Holder(place, lock.SERVING, "http://localhost:8400")
    with (
        pytest.raises(
            Failed, match=rf"^The shop already runs at http://localhost:8400 \(process {holder.process.pid}\)"
        ),
        lock.hold_lock(place, print),
    ):
        pass
    holder.let_go()


def test_a_stopping_cloud_is_waited_for_and_that_is_printed_once(place: LocalPaths) -> None:
    holder, said = Holder(place, lock.STOPPING), list[str]()

    def say(line: str) -> None:
        said.append(line)
        holder.let_go()

    with lock.hold_lock(place, say):
        assert json.loads(place.lock.read_text())["pid"] == os.getpid()
    assert said == [f"Waiting for process {holder.process.pid}, which is stopping …"]


def test_a_crash_frees_it(place: LocalPaths) -> None:
    holder = Holder(place, lock.SERVING, "http://localhost:8400")
    holder.process.kill()
    holder.process.wait(120)
    with lock.hold_lock(place, print):
        pass


def test_one_that_does_not_stop_is_not_waited_for_without_end(
    place: LocalPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = Holder(place, lock.STOPPING)
    monkeypatch.setattr(lock, "WAIT", 0.0)
    with pytest.raises(Failed, match=r"is stopping the local cloud"), lock.hold_lock(place, lambda line: None):
        pass
    holder.let_go()
