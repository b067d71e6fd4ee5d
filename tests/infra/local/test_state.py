"""What happens in the shop after a restart is heard of like what happened before."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from infra.local import process, state, streams
from infra.local.accounts import Account
from infra.local.cloud import Cloud, Failed
from infra.local.paths import LocalPaths
from tests.cloud import ShopCloud, free_port
from tests.integration.api import Api
from tests.integration.shop import Shopper, sell


@dataclass(frozen=True)
class Restart:
    """A shop that was stopped the moment after the last orders were acknowledged, and runs again on another port."""

    cloud: ShopCloud
    account: Account
    orders: list[str]


@pytest.fixture(scope="module")
def restart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restart]:
    folder = tmp_path_factory.mktemp("restarted")
    cloud = ShopCloud.start(folder)
    try:
        account = cloud.new_account()
        shopper = Shopper(Api(cloud), account)
        sku = sell(shopper.api, _staff_token(cloud), "before")
        assert shopper.arrived(shopper.buy(sku))["lines"][0]["sku"] == sku
        orders = [shopper.buy(sku) for _ in range(3)]
    finally:
        cloud.stop()
    cloud = ShopCloud.start(folder)
    yield Restart(cloud, account, orders)
    cloud.kill()


def _staff_token(cloud: ShopCloud) -> str:
    return str(cloud.tokens(cloud.account("staff"))["access_token"])


def test_a_place_without_a_state_is_left_alone(tmp_path: Path) -> None:
    state.mend(LocalPaths(tmp_path), 4566)
    assert list(tmp_path.iterdir()) == []


def test_a_message_that_a_function_was_at_work_on_is_there_again_at_once_and_a_delayed_one_stays_delayed(
    tmp_path: Path,
) -> None:
    place, later = LocalPaths(tmp_path), 9e9
    place.state.mkdir()
    messages = [{"visible_at": later, "receive_count": count} for count in (1, 0)]
    queues = {"__account_region_scoped__": True, "data": {"queue": {"messages": messages}}}
    (place.state / "sqs.json").write_text(json.dumps({"__ministack_format__": 1, "payload": {"queues": queues}}))
    state.mend(place, 4566)
    kept = json.loads((place.state / "sqs.json").read_text())["payload"]["queues"]["data"]["queue"]["messages"]
    assert [message["visible_at"] for message in kept] == [0, later]


def test_what_was_acknowledged_the_moment_before_a_stop_is_not_lost(restart: Restart) -> None:
    shopper = Shopper(Api(restart.cloud), restart.account)
    assert {shopper.arrived(order_id)["id"] for order_id in restart.orders} == set(restart.orders)


def test_after_a_restart_on_another_port_products_can_be_bought_and_orders_are_placed(restart: Restart) -> None:
    shopper = Shopper(Api(restart.cloud), restart.cloud.new_account())
    sku = sell(shopper.api, _staff_token(restart.cloud), "after")
    assert shopper.arrived(shopper.buy(sku))["lines"][0]["sku"] == sku


def test_a_damaged_file_is_reported_in_one_line(tmp_path: Path) -> None:
    LocalPaths(tmp_path).unread.write_text('{"relay": [')
    with pytest.raises(Failed, match=r"unread.json is damaged"):
        streams.replay(LocalPaths(tmp_path), Cloud(0, 1, 0), print)


@pytest.fixture
def kept_state(tmp_path: Path) -> LocalPaths:
    """A state of two files, and the generation before it."""
    place = LocalPaths(tmp_path)
    for folder in (place.state, place.previous):
        folder.mkdir()
        marks = {}
        for name, content in (("dynamodb.json", f'{{"of": "{folder.name}"}}'), ("sqs.json", "{}")):
            (folder / name).write_text(content)
            marks[name] = state._mark(content.encode())
        (folder / "generation.json").write_text(json.dumps({"saved_at": 1764374400.0, "files": marks}))
    return place


def _content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_truncated_saved_state_is_refused_in_one_line_and_left_as_it_is(kept_state: LocalPaths) -> None:
    (kept_state.state / "dynamodb.json").write_text('{"of": "sta')
    before = _content(kept_state.state)
    with pytest.raises(Failed) as failed:
        process.start(kept_state, free_port())
    assert str(failed.value).startswith(
        f"What the local cloud kept is damaged: {kept_state.state / 'dynamodb.json'} ends in the middle"
    )
    assert "`python -m infra.local restore` goes back to what was saved at" in str(failed.value)
    assert "\n" not in str(failed.value)
    assert _content(kept_state.state) == before
    assert not kept_state.running.exists()


def test_a_file_that_is_gone_is_refused_too(kept_state: LocalPaths) -> None:
    (kept_state.state / "dynamodb.json").unlink()
    with pytest.raises(Failed, match=r"dynamodb.json is missing"):
        state.check(kept_state)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [(Path.unlink, "is missing"), (lambda path: path.write_bytes(b"another"), "is not what was written")],
)
def test_a_file_of_a_bucket_that_is_damaged_is_refused_too(
    kept_state: LocalPaths, damage: Callable[[Path], object], reason: str
) -> None:
    body = kept_state.state / "objects" / state._mark(b"a picture")[1]
    body.parent.mkdir()
    body.write_bytes(b"a picture")
    buckets = {'["000000000000", "pictures"]': {"a.webp": {"body": body.name}}}
    (kept_state.state / "s3.json").write_text(json.dumps({"payload": {"objects": buckets}}))
    state.check(kept_state)
    damage(body)
    with pytest.raises(Failed, match=rf"objects/{body.name} {reason}"):
        state.check(kept_state)


def test_without_an_earlier_generation_only_a_reset_is_offered(kept_state: LocalPaths) -> None:
    shutil.rmtree(kept_state.previous)
    (kept_state.state / "dynamodb.json").write_text("")
    with pytest.raises(Failed, match=r"`python -m infra\.local reset` forgets it") as failed:
        state.check(kept_state)
    assert "restore" not in str(failed.value)


def test_a_whole_state_is_taken_also_where_an_earlier_release_wrote_a_file_of_it_since(kept_state: LocalPaths) -> None:
    (kept_state.state / "dynamodb.json").write_text('{"of": "0.1.0"}')
    state.check(kept_state)
    (kept_state.state / "generation.json").unlink()
    state.check(kept_state)


def test_a_restore_goes_back_one_generation_and_keeps_the_damaged_one_aside(kept_state: LocalPaths) -> None:
    (kept_state.state / "dynamodb.json").write_text("")
    aside = state.restore(kept_state)
    assert _content(kept_state.state)["dynamodb.json"] == '{"of": "state.previous"}'
    assert _content(aside)["dynamodb.json"] == ""
    with pytest.raises(Failed, match="no earlier state"):
        state.restore(kept_state)


def test_a_stop_between_two_renames_loses_nothing(kept_state: LocalPaths) -> None:
    shutil.rmtree(kept_state.state)
    state.check(kept_state)
    assert _content(kept_state.state)["dynamodb.json"] == '{"of": "state.previous"}'


def test_what_is_mended_for_a_start_leaves_the_generation_before_alone(kept_state: LocalPaths) -> None:
    (kept_state.state / "sqs.json").unlink()
    (kept_state.previous / "sqs.json").write_text('{"payload": {"url": "http://localhost:1/000000000000/queue"}}')
    os.link(kept_state.previous / "sqs.json", kept_state.state / "sqs.json")
    state.mend(kept_state, 4566)
    assert "localhost:4566" in (kept_state.state / "sqs.json").read_text()
    assert "localhost:1/" in (kept_state.previous / "sqs.json").read_text()
