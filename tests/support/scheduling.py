"""Which test file a free process takes next, when `make test` runs several processes.

Tests with a local cloud wait more than they compute, and each process that meets one starts a cloud of its own. So all
processes but the last begin with those files, the longest first; the last one takes all others, which keep the
processors busy meanwhile. A process that runs out of its kind takes the other.
"""

from functools import cache

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

from tests.support.markers import ROOT, markers

LONGEST = (
    "tests/infra/local/test_new_service.py",
    "tests/chaos/test_chaos.py",
    "tests/browser/test_every_page.py",
    "tests/integration/test_openapi.py",
    "tests/infra/local/test_serve.py",
    "tests/integration/test_bad_input.py",
    "tests/browser/test_after.py",
    "tests/browser/test_frame.py",
    "tests/integration/test_delivery.py",
    "tests/integration/test_planted.py",
    "tests/releases/test_releases.py",
    "tests/integration/test_access.py",
    "tests/integration/test_fire_drill.py",
    "tests/integration/test_zombies.py",
    "tests/integration/test_search.py",
    "tests/infra/local/test_saving.py",
    "tests/simulation/test_schedules.py",
    "tests/test_architecture.py",
    "tests/relevance/test_relevance.py",
)
"""Files that take half a minute or more: begun late, one of them would keep the whole run waiting."""


class CloudsFirst(LoadFileScheduling):
    """Distribute whole files, as `--dist loadfile` does, in another order."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        self.workqueue.move_to_end(self._next_for(node), last=False)
        super()._assign_work_unit(node)

    def _next_for(self, node: WorkerController) -> str:
        is_last = node is self.nodes[-1]
        suited = [file for file in self.workqueue if needs_cloud(file) is not is_last]
        return min(suited or self.workqueue, key=_rank)


@cache
def needs_cloud(file: str) -> bool:
    """Return whether the file's tests start a local cloud."""
    return "cloud" in markers(ROOT / file, ())


def _rank(file: str) -> int:
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> CloudsFirst | None:
    """Replace xdist's own order of files."""
    return CloudsFirst(config, log) if config.getvalue("dist") == "loadfile" else None
