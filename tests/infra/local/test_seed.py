"""When the catalogue is put in."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from infra.local import seed
from infra.local.cloud import Failed
from tests.cloud import ShopCloud


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run instead of the real one, over a catalogue of one file."""
    made: list[list[str]] = []
    (tmp_path / "catalogue.py").write_text("one poster")
    (tmp_path / "pictures").mkdir()
    for name, value in {
        "ROOT": tmp_path,
        "DEMO": tmp_path,
        "COMMAND": tmp_path / "catalogue.py",
        "PICTURES": tmp_path / "pictures",
    }.items():
        monkeypatch.setattr(seed, name, value)
    monkeypatch.setattr(seed, "MARK", f"/test/{tmp_path.name}")

    def run(command: list[str], **more: Any) -> subprocess.CompletedProcess[bytes]:
        made.append(command[1:])
        return subprocess.CompletedProcess(command, 1 if (tmp_path / "broken").exists() else 0)

    monkeypatch.setattr(seed.subprocess, "run", run)
    return made


def _fill(cloud: ShopCloud) -> list[str]:
    said: list[str] = []
    seed.fill(cloud.cloud, said.append)
    return said


def test_the_catalogue_is_put_in_once(cloud: ShopCloud, runs: list[list[str]]) -> None:
    assert len(_fill(cloud)) == 2
    assert _fill(cloud) == []
    assert runs == [["manage.py", "seed"]]


def test_another_catalogue_is_put_in_again(cloud: ShopCloud, runs: list[list[str]], tmp_path: Path) -> None:
    _fill(cloud)
    (tmp_path / "catalogue.py").write_text("two posters")
    _fill(cloud)
    assert len(runs) == 2


def test_lost_pictures_are_drawn_again(cloud: ShopCloud, runs: list[list[str]], tmp_path: Path) -> None:
    _fill(cloud)
    (tmp_path / "pictures").rmdir()
    _fill(cloud)
    assert len(runs) == 2


def test_a_failure_is_told_and_tried_again(cloud: ShopCloud, runs: list[list[str]], tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    with pytest.raises(Failed, match="the lines above say why"):
        _fill(cloud)
    (tmp_path / "broken").unlink()
    _fill(cloud)
    assert len(runs) == 2
