"""A test's markers follow from where it is and what it uses, so that a fast run starts no cloud, no browser and no
simulator."""

from pathlib import Path

import pytest

from tests.support.markers import FOLDERS, ROOT, markers

FILES = sorted(path for path in (ROOT / "tests").rglob("test_*.py"))


@pytest.mark.parametrize("folder", sorted({folder for folders in FOLDERS.values() for folder in folders}))
def test_each_marked_folder_is_there(folder: str) -> None:
    assert (ROOT / folder).exists()


@pytest.mark.parametrize(
    ("file", "fixtures", "expected"),
    [
        ("tests/storefront/account/test_cli_login.py", ["cloud"], {"cloud"}),
        ("tests/storefront/account/test_cli_login.py", ["settings"], set()),
        ("tests/backend/order/test_change.py", ["cloud"], set()),
        ("tests/browser/test_buying.py", [], {"browser", "cloud"}),
        ("tests/simulation/test_stories.py", ["cloud"], {"simulation"}),
        ("tests/integration/test_access.py", [], {"cloud"}),
        ("tests/integration/test_hosted.py", ["chromium"], {"browser", "cloud"}),
    ],
)
def test_a_test_bears_the_markers_of_what_it_needs(file: str, fixtures: list[str], expected: set[str]) -> None:
    assert markers(ROOT / file, fixtures) == expected


@pytest.mark.parametrize(
    ("marker", "sign"),
    [
        ("cloud", "Cloud.start("),
        ("browser", "sync_playwright("),
        ("simulation", "from tests.simulation.schedule import"),
    ],
)
def test_no_unmarked_test_starts_one_by_itself(marker: str, sign: str) -> None:
    def starts(path: Path) -> bool:
        return path != Path(__file__) and sign in path.read_text()

    assert [path for path in FILES if starts(path) and marker not in markers(path, [])] == []
