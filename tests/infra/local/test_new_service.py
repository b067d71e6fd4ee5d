"""A service made by `make service` is whole: it passes every check, and runs in the shop on a local cloud."""

from pathlib import Path

import pytest

from tests.docs.tutorial import Copy

CHECKS = (
    "ruff check .",
    "ruff format --check .",
    "lint-imports",
    "mypy -p backend.question -m infra.services.question",
    "pytest tests/backend/question tests/backend/contracts tests/test_rows.py"
    " tests/infra/test_grants.py tests/infra/test_service.py tests/infra/test_table.py",
    "pytest tests/test_architecture.py tests/integration/test_access.py tests/integration/test_bad_input.py"
    " -k 'question or whoever_may'",
)
"""The last one deploys the shop with the new service to a local cloud, and calls it as every kind of caller."""
MAX_SECONDS = 900
"""For one check. Mypy begins without a cache, and reads what the new modules import: nothing else has changed."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = Copy(tmp_path_factory.mktemp("shop"))
    made = copy.run("make service NAME=question")
    assert made.returncode == 0, made.stderr
    return copy


def test_at_most_two_files_that_were_there_change(copy: Copy) -> None:
    changed = copy.run("git diff --name-only").stdout.split()
    assert changed == ["backend/contracts/asyncapi.json", "backend/contracts/openapi.json"]


@pytest.mark.timeout(MAX_SECONDS)
@pytest.mark.parametrize("check", CHECKS)
def test_a_new_service_passes_every_check_as_it_was_made(copy: Copy, check: str) -> None:
    done = copy.run(check, MAX_SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Question",
        "two words",
        "que-stion",
        "question2",
        "class",
        "ab",
        "order",
        "orders",
        "stock",
        "note",
        "shared",
    ],
)
def test_a_name_that_cannot_be_used_is_refused_in_one_line_and_makes_nothing(copy: Copy, name: str) -> None:
    before = copy.run("git status --short").stdout
    done = copy.run(f"python -m infra.scaffold '{name}'")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert copy.run("git status --short").stdout == before


def test_a_service_is_not_made_over_one_that_is_there(copy: Copy) -> None:
    path = Path(copy.folder) / "backend/question/domain.py"
    path.write_text("# my own\n" + path.read_text())
    assert "is taken" in copy.run("make service NAME=question").stderr
    assert path.read_text().startswith("# my own\n")
    path.write_text(path.read_text().removeprefix("# my own\n"))
