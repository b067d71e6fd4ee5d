"""A service, an event, an operation and a function each need a row in some tables: where one is missing, its table and row are named."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from backend.contracts import CONSUMERS, EVENTS, OPERATIONS, SERVICES
from infra.functions import FUNCTIONS, FUNCTIONS_BY_SERVICE
from tests.infra.calls import RELAYS
from tests.infra.drives import DRIVES
from tests.integration.access_matrix import ASKED, EXPECTED
from tests.integration.request_examples import RIGHT, WITH_BODY

ROOT = Path(__file__).parents[1]


def missing(table: str, wanted: Iterable[str], rows: Iterable[str]) -> str:
    """A line that names the rows that a table lacks; empty where none is missing."""
    lacking = sorted(set(wanted) - set(rows))
    return f"{table} lacks: {', '.join(lacking)}" if lacking else ""


def built() -> set[str]:
    """The names that infra/shop.py calls: the constructs of services are among them."""
    tree = ast.parse((ROOT / "infra/shop.py").read_text())
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {call.id.lower() for call in calls if isinstance(call, ast.Name)}


RELAYING = [service for service, parts in FUNCTIONS_BY_SERVICE.items() if "Relay" in parts]
TABLES = [
    ("CONSUMERS in backend/contracts/__init__.py", [event.__name__ for event in EVENTS], [event.__name__ for event in CONSUMERS]),
    ("PARTS in infra/functions.py", SERVICES, FUNCTIONS_BY_SERVICE),
    ("infra/shop.py builds no construct for a service: it", SERVICES, built()),
    ("DRIVES in tests/infra/drives.py", [name for name in FUNCTIONS if not name.endswith("Relay")], DRIVES),
    ("RELAYS in tests/infra/calls.py", RELAYING, RELAYS),
    ("EXPECTED in tests/integration/test_access.py", [operation.name for operation in OPERATIONS], EXPECTED),
    ("ASKED in tests/integration/test_access.py", [operation.name for operation in OPERATIONS], ASKED),
    ("RIGHT in tests/integration/test_bad_input.py", [operation.name for operation in WITH_BODY], RIGHT),
]


@pytest.mark.parametrize(("table", "wanted", "rows"), TABLES, ids=[table.partition(" ")[0] for table, _, _ in TABLES])
def test_no_table_lacks_a_row(table: str, wanted: Iterable[str], rows: Iterable[str]) -> None:
    assert not (told := missing(table, wanted, rows)), told


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_its_folder_with_the_modules_of_its_parts(service: str) -> None:
    wanted = [f"backend/{service}/{part.lower()}.py" for part in FUNCTIONS_BY_SERVICE.get(service, ())]
    assert not (told := missing("the repository", wanted, (path for path in wanted if (ROOT / path).exists()))), told


def test_a_missing_row_is_named_with_its_table() -> None:
    assert missing("PARTS in infra/functions.py", ["order", "review"], {"order": ()}) == "PARTS in infra/functions.py lacks: review"
