"""Tests with a local cloud start first in all processes but the last, which computes meanwhile."""

from collections import OrderedDict
from typing import Any

import pytest

from tests.support.markers import ROOT
from tests.support.scheduling import LONGEST, CloudsFirst

LONG, CLOUD = LONGEST[0], "tests/integration/test_model.py"
PLAIN, ANOTHER = "tests/backend/order/test_handler.py", "tests/backend/order/test_relay.py"


class Worker:
    """A process that is sent tests by their numbers, and runs none."""

    def send_runtest_some(self, numbers: list[int]) -> None:
        """Nothing."""


def share_out(files: tuple[str, ...]) -> list[str]:
    """The files that two processes take, by turns, of a queue in this order."""
    first, last = workers = [Worker(), Worker()]
    scheduler: Any = object.__new__(CloudsFirst)
    scheduler.assigned_work = {worker: {} for worker in workers}
    scheduler.registered_collections = {each: [f"{file}::test" for file in files] for each in workers}
    scheduler.workqueue = OrderedDict((file, {f"{file}::test": False}) for file in files)
    for number in range(len(files)):
        scheduler._assign_work_unit(last if number % 2 else first)
    return [*scheduler.assigned_work[first], *scheduler.assigned_work[last]]


def test_the_last_process_computes_while_the_others_run_clouds_the_longest_first() -> None:
    assert share_out((PLAIN, CLOUD, ANOTHER, LONG)) == [LONG, CLOUD, PLAIN, ANOTHER]


@pytest.mark.parametrize("files", [(PLAIN, ANOTHER), (LONG, CLOUD)])
def test_a_process_without_files_of_its_kind_takes_others(files: tuple[str, ...]) -> None:
    assert share_out(files) == list(files)


@pytest.mark.parametrize("file", LONGEST)
def test_each_long_file_is_there(file: str) -> None:
    assert (ROOT / file).is_file()
