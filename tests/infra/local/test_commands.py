"""`python -m infra.local`, where no cloud runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.paths import ROOT, LocalPaths


@pytest.fixture
def place(tmp_path: Path) -> LocalPaths:
    place = LocalPaths(tmp_path)
    place.state.mkdir()
    (place.state / "dynamodb.json").write_text("{}")
    return place


def run(place: LocalPaths, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "infra.local", *arguments]
    environment = {**os.environ, "LOCAL_CLOUD_FOLDER": str(place.folder)}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )


def test_a_reset_that_nobody_confirms_changes_nothing(place: LocalPaths) -> None:
    done = run(place, "reset")
    assert (done.returncode, (place.state / "dynamodb.json").exists()) == (1, True)
    assert done.stderr.endswith("Say so with --yes.\n")
    assert done.stderr.count("\n") == 1


def test_a_reset_forgets_every_generation(place: LocalPaths) -> None:
    place.previous.mkdir()
    assert run(place, "reset", "--yes").returncode == 0
    assert not place.state.exists()
    assert not place.previous.exists()


def test_a_restore_without_an_earlier_state_says_so(place: LocalPaths) -> None:
    done = run(place, "restore")
    assert (done.returncode, done.stderr) == (1, f"There is no earlier state in {place.previous}.\n")
    assert (place.state / "dynamodb.json").exists()


def test_logs_of_no_cloud_say_how_to_start_one(place: LocalPaths) -> None:
    assert run(place, "logs").stderr == "The local cloud does not run: `make run`, or `python -m infra.local up`.\n"
