"""When files were changed, as the pages learn it."""

import os
from pathlib import Path

import pytest

from storefront.clients import file_times


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the process's clock shows; the files are looked at once a second by it."""
    now = [100.0]
    monkeypatch.setattr(file_times, "LOOK_SECONDS", 1.0)
    monkeypatch.setattr(file_times.time, "monotonic", lambda: now[0])
    return now


def _change(file: Path, at: int) -> str:
    file.write_text("text")
    os.utime(file, ns=(at, at))
    return str(file)


def test_a_file_that_is_not_there_is_an_error_each_time(tmp_path: Path, clock: list[float]) -> None:
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            file_times.last_change(str(tmp_path / "none"))


def test_a_file_that_was_missing_is_seen_at_once(tmp_path: Path, clock: list[float]) -> None:
    with pytest.raises(FileNotFoundError):
        file_times.last_change(str(tmp_path / "a"))
    assert file_times.last_change(_change(tmp_path / "a", 5000)) == 5000


def test_a_change_is_seen_after_a_second_and_the_disk_asked_once_until_then(tmp_path: Path, clock: list[float]) -> None:
    files = [_change(tmp_path / "a", 5000), _change(tmp_path / "b", 4000)]
    assert file_times.last_change(*files) == 5000
    _change(tmp_path / "b", 6000)
    clock[0] += 0.9
    assert file_times.last_change(*files) == 5000
    clock[0] += 0.1
    assert file_times.last_change(*files) == 6000
