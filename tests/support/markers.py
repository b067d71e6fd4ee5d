"""Markers that say what a test needs: `cloud`, `browser`, `simulation` and `large`.

They follow from its folder and its fixtures, and are set here. `make test-fast` omits all of these tests. Folders that
are omitted as a whole are not even imported.
"""

from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

FOLDERS = {
    "cloud": (
        "tests/chaos/test_chaos.py",
        "tests/infra/local",
        "tests/infra/test_deploy.py",
        "tests/browser",
        "tests/integration",
        "tests/releases",
    ),
    "browser": ("tests/browser",),
    "large": (
        "tests/storefront/demo/test_art.py",
        "tests/storefront/demo/test_scene.py",
        "tests/storefront/imports/test_size.py",
    ),
    "simulation": ("tests/backend/payment/test_planted.py", "tests/backend/payment/test_traces.py", "tests/simulation"),
}
"""Folders and files whose tests all bear the marker."""

FIXTURES = {"cloud": "cloud", "chromium": "browser"}
"""The markers of tests that use these fixtures."""

IN_PROCESS = ("tests/backend", "tests/simulation")
"""Where the fixture `cloud` is an account in the test's own process, and no local cloud."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test."""
    for item in items:
        for marker in markers(item.path, getattr(item, "fixturenames", ())):
            item.add_marker(marker)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not collect folders that `-m "not …"` omits as a whole."""
    left_out = config.getoption("markexpr").split(" and ")
    return True if any(f"not {marker}" in left_out for marker in _of_folder(collection_path)) else None


def markers(path: Path, fixtures: tuple[str, ...] | list[str]) -> set[str]:
    """Return the markers of a test in this file that uses these fixtures."""
    by_fixture = (
        {FIXTURES[each] for each in FIXTURES.keys() & set(fixtures)} if not _within(path, IN_PROCESS) else set()
    )
    return by_fixture | _of_folder(path)


@cache
def _of_folder(path: Path) -> frozenset[str]:
    """Thousands of tests lie in a few hundred files."""
    return frozenset(marker for marker, folders in FOLDERS.items() if _within(path, folders))


@cache
def _within(path: Path, folders: tuple[str, ...]) -> bool:
    return any(path.is_relative_to(ROOT / folder) for folder in folders)
