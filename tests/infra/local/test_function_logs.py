"""Lines of functions on the local cloud are read with the reply that they were written before."""

import os
import threading
from collections.abc import Iterator
from typing import IO

import pytest

from infra.local.function_logs import CHUNK_BYTES, LinePipe

PATIENCE_SECONDS = 30


@pytest.fixture
def ends() -> Iterator[tuple[IO[str], IO[str]]]:
    """A pipe: where lines are read, and where a function writes."""
    reading, writing = os.pipe()
    with open(reading) as first, open(writing, "w", buffering=1) as last:
        yield first, last


def test_without_log_lines_nothing_is_read_and_nobody_waits(ends: tuple[IO[str], IO[str]]) -> None:
    assert LinePipe(ends[0]).take_lines() == ""


def test_lines_are_read_once_and_the_beginning_of_one_stays(ends: tuple[IO[str], IO[str]]) -> None:
    pipe = LinePipe(ends[0])
    ends[1].write("first\nsecond\nthi")
    ends[1].flush()
    assert pipe.take_lines() == "first\nsecond"
    ends[1].write("rd\n")
    assert pipe.take_lines() == "third"
    assert pipe.take_lines() == ""


def test_what_is_no_text_is_read_all_the_same(ends: tuple[IO[str], IO[str]]) -> None:
    os.write(ends[1].fileno(), b"a \xff line\n")
    assert LinePipe(ends[0]).take_lines() == "a \ufffd line"


def test_more_than_a_pipe_holds_keeps_no_function_waiting_for_its_reply(ends: tuple[IO[str], IO[str]]) -> None:
    pipe = LinePipe(ends[0])
    reader = threading.Thread(target=pipe.keep_reading, daemon=True)
    reader.start()
    line = "x" * 1_000 + "\n"
    count = 4 * CHUNK_BYTES // len(line)
    for _ in range(count):
        ends[1].write(line)
    assert pipe.take_lines().count("\n") == count - 1
    ends[1].close()
    reader.join(PATIENCE_SECONDS)
    assert not reader.is_alive()


def test_lines_of_a_process_whose_pipe_was_closed_are_still_read(ends: tuple[IO[str], IO[str]]) -> None:
    pipe = LinePipe(ends[0])
    ends[1].write("its last\n")
    ends[0].close()
    assert pipe.take_lines() == "its last"


def test_what_a_process_wrote_last_is_read_though_it_ended_in_the_middle_of_a_line(
    ends: tuple[IO[str], IO[str]],
) -> None:
    pipe = LinePipe(ends[0])
    ends[1].write("Fatal Python error:\nnot a whole li")
    ends[1].close()
    assert pipe.take_lines() == "Fatal Python error:\nnot a whole li"
    assert pipe.take_lines() == ""
