"""What an update of a deployed release would do: keep what it keeps, and ask DynamoDB for one index at a time."""

import json
from typing import Any

import pytest

from infra.local.paths import ROOT
from tests.infra.releases import RELEASES, read, stateful_resources
from tests.infra.template import Template

GONE = {
    "SecretsWebhookSecret559C6136": "the sandbox's, made at deployment: it signs with the key, which both sides read",
}
"""Resources of a release that are no more, each with the reason why nothing is lost."""

CHOSEN = {
    "indexes": "has claims of its own",
    "Domain": "domain_prefix in the stage's file keeps the earlier address of the sign-in pages",
    "Name": "the bus bears its stage's name, for two cannot have one; nothing stays in a bus",
}
"""Properties that may differ from the release's, each with the reason."""


@pytest.fixture(scope="module")
def now(hosted_template: Template) -> dict[str, Any]:
    return stateful_resources(hosted_template.json)


@pytest.mark.parametrize("release", RELEASES)
def test_nothing_that_a_release_keeps_is_taken_away_or_replaced(now: dict[str, Any], release: str) -> None:
    for id, was in read(release).items():
        assert id in now or id in GONE, f"{id} is gone"
        if id in now:
            changed = {name for name in was if name not in CHOSEN and now[id].get(name) != was[name]}
            assert not changed, f"{id} would be replaced: {changed}"


def test_whatever_protects_from_a_loss_can_be_chosen_later_and_replaces_nothing(
    safe: Template, production: Template
) -> None:
    """But for the tables that the file names restored ones for: their stack makes none any more; and the queue of what
    SES tells, which is made where mails are sent: this file sends none."""
    before, after = stateful_resources(production.json), stateful_resources(safe.json)
    assert {id for id in before if before[id] != after.get(id)} == {
        id for id in before if id.startswith(("OrderTable", "DeskTable", "NotificationUntold"))
    }


@pytest.mark.parametrize("release", RELEASES)
def test_no_index_of_a_release_changes_its_keys(now: dict[str, Any], release: str) -> None:
    for id, was in read(release).items():
        for name, index in was.get("indexes", {}).items():
            assert now[id]["indexes"].get(name, index) == index, f"{id}: {name} would be made anew under its old name"


@pytest.mark.parametrize("release", RELEASES)
def test_an_update_asks_a_table_for_one_index_or_the_operations_page_says_how_it_goes_in_steps(
    now: dict[str, Any], release: str
) -> None:
    """“Cannot perform more than one GSI creation or deletion in a single update”, says DynamoDB; no local cloud does.

    What goes, goes in the first update: then everything that comes is later.
    """
    later = []
    for id, was in read(release).items():
        have, want = was.get("indexes", {}), now[id].get("indexes", {}) if id in now else {}
        gone, new = have.keys() - want.keys(), sorted(want.keys() - have.keys())
        assert len(gone) <= 1, f"{id}: no choice of a stage keeps one of {gone} for a later update"
        later += [f"{id.partition('Table')[0].lower()}.{name}" for name in new[0 if gone else 1 :]]
    if later:
        assert f"{release}: `later_indexes = {json.dumps(later)}`" in (ROOT / "docs" / "operations.md").read_text()


def test_indexes_that_come_later_are_left_out_and_nothing_else() -> None:
    whole, first = (
        Template(stage="trial"),
        Template(stage="trial", later_indexes=["order.waiting"]),
    )
    left = stateful_resources(first.json)
    assert {id for id, each in stateful_resources(whole.json).items() if left[id] != each} == {
        id for id in left if id.startswith("OrderTable")
    }
