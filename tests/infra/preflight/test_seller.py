"""A shop that does not say who sells is found before the deploy."""

from pathlib import Path

import pytest

from infra.preflight.finding import Level
from infra.preflight.seller_checks import seller
from tests.infra.preflight.stubs import StubbedSession, assembly, run_check, target
from tests.infra.template import SELLER


@pytest.mark.parametrize(("stage", "own", "level"), [
    ("production", {}, Level.STOP), ("trial", {}, Level.NOTE), ("production", {"seller": SELLER}, Level.OK),
    ("production", {"seller": SELLER | {"email": "hello@halftone.example"}}, Level.STOP),
])  # fmt: skip
def test_what_strangers_visit_names_its_seller(
    tmp_path: Path, stage: str, own: dict[str, object], level: Level
) -> None:
    (only,) = run_check(seller, target(StubbedSession(), assembly(tmp_path, {}), stage, **own))
    assert only.level is level
