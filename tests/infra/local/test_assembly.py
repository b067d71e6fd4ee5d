"""When the template is made again."""

from pathlib import Path

import pytest

from infra.local import assembly
from infra.local.cloud import Failed

CONTEXT = {"cloud": "local"}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three files, with a synthesis that only counts."""
    for name in (
        "backend/basket/domain.py",
        "infra/shop.py",
        "infra/local/serve.py",
        "infra/constructs/table.py",
        "infra/services/order.py",
        "infra/stacks/data.py",
        "infra/stages/trial.toml",
        "requirements/bundle.txt",
        "cdk.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("first")
    monkeypatch.setattr(assembly, "ROOT", tmp_path)
    monkeypatch.setattr(assembly, "ASSEMBLY", tmp_path / ".build" / "assembly")
    monkeypatch.setattr(assembly, "_synthesize", lambda folder, context: (folder / "made").open("a").write("x"))
    return tmp_path


def _count_made(context: dict[str, str] = CONTEXT) -> int:
    return len((assembly.assembly(context) / "made").read_text())


def test_it_is_made_once(tree: Path) -> None:
    assert [_count_made(), _count_made()] == [1, 1]


@pytest.mark.parametrize("name", ["backend/basket/domain.py", "infra/shop.py", "requirements/bundle.txt", "cdk.json",
                                  "infra/constructs/table.py", "infra/services/order.py",
                                  "infra/stacks/data.py", "infra/stages/trial.toml"])  # fmt: skip
def test_a_changed_source_makes_it_again(tree: Path, name: str) -> None:
    assert _count_made() == 1
    (tree / name).write_text("second")
    assert _count_made() == 2


def test_a_new_source_makes_it_again(tree: Path) -> None:
    assert _count_made() == 1
    (tree / "backend" / "basket" / "new.py").write_text("")
    assert _count_made() == 2


def test_what_only_starts_the_local_cloud_does_not_make_it_again(tree: Path) -> None:
    assert _count_made() == 1
    (tree / "infra" / "local" / "serve.py").write_text("second")
    assert _count_made() == 1


def test_each_context_has_its_own(tree: Path) -> None:
    assert assembly.assembly(CONTEXT) != assembly.assembly({"cloud": "aws"})


def test_a_failed_synthesis_is_reported_in_one_line_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "app.py").write_text("raise ValueError('no such construct')")
    monkeypatch.setattr(assembly, "ROOT", tmp_path)
    monkeypatch.setattr(assembly, "ASSEMBLY", tmp_path / ".build" / "assembly")
    for _ in range(2):
        with pytest.raises(
            Failed, match=r"^The CDK app cannot be synthesized; .* says why: ValueError: no such construct$"
        ):
            assembly.assembly(CONTEXT)
