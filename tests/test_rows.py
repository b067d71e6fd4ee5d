"""A service, an event, an operation and a function each need a row in some tables: where one is missing, its table and
row are named."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from backend.contracts.registry import CONSUMERS, EVENTS, OPERATIONS, SERVICES
from infra.functions import FUNCTIONS
from tests.infra.drives import DRIVES
from tests.integration.access_matrix import ASKED, EXPECTED
from tests.integration.request_examples import RIGHT, WITH_BODY

ROOT = Path(__file__).parents[1]


def missing(table: str, wanted: Iterable[str], rows: Iterable[str]) -> str:
    """A line that names the rows that a table lacks; empty where none is missing."""
    lacking = sorted(set(wanted) - set(rows))
    return f"{table} lacks: {', '.join(lacking)}" if lacking else ""


TABLES = [
    (
        "CONSUMERS in backend/contracts/registry.py",
        [event.__name__ for event in EVENTS],
        [event.__name__ for event in CONSUMERS],
    ),
    ("infra/services", SERVICES, [path.stem for path in (ROOT / "infra/services").glob("*.py")]),
    ("DRIVES in tests/infra/drives.py", [name for name in FUNCTIONS if not name.endswith("Relay")], DRIVES),
    ("EXPECTED in tests/integration/test_access.py", [operation.name for operation in OPERATIONS], EXPECTED),
    ("ASKED in tests/integration/test_access.py", [operation.name for operation in OPERATIONS], ASKED),
    ("RIGHT in tests/integration/test_bad_input.py", [operation.name for operation in WITH_BODY], RIGHT),
]


@pytest.mark.parametrize(("table", "wanted", "rows"), TABLES, ids=[table.partition(" ")[0] for table, _, _ in TABLES])
def test_no_table_lacks_a_row(table: str, wanted: Iterable[str], rows: Iterable[str]) -> None:
    assert not (told := missing(table, wanted, rows)), told


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_a_folder_with_a_handler(service: str) -> None:
    wanted = [f"backend/{service}/{name}.py" for name in ("__init__", "handler")]
    assert not (told := missing("the repository", wanted, (path for path in wanted if (ROOT / path).exists()))), told


def test_a_missing_row_is_named_with_its_table() -> None:
    assert missing("infra/services", ["order", "review"], ["order"]) == "infra/services lacks: review"
