"""A closed account: canaries planted in every field are in no table and no queue once its orders are over, and neither
a second event nor a replay of the bus's archive brings one back."""

import io
import zipfile
from collections.abc import Iterator
from unittest import mock

import msgspec
import pytest

from backend.contracts.basket.models import SetLine
from backend.contracts.basket.operations import SET_LINE
from backend.contracts.email_addresses import address_hash
from backend.contracts.order.account_operations import CLOSE_ACCOUNT, GET_DATA_EXPORT, REQUEST_DATA_EXPORT
from tests.simulation.canaries import ADDRESS, BUCKET, CANARIES, DAY, JSON_FILES, MOVED, Story, begin
from tests.simulation.cloud import RULES, Message


@pytest.fixture
def story() -> Iterator[Story]:
    with begin() as begun:
        yield begun


def test_canaries_in_every_field_are_gone_a_week_after_the_order_is_over(story: Story) -> None:
    story.buys()
    story.receives()
    story.ask(SET_LINE, path={"sku": "A-2"}, body=SetLine(quantity=1))
    planted = {place for place, _ in story.found()}
    assert {"order", "notification", "desk", "invoice", "wish", "basket", "newsletter", "review", "exports"} <= planted
    assert _fates(story)
    story.ask(CLOSE_ACCOUNT, headers=story.account)
    story.wait(9 * DAY)
    assert (story.found(), _fates(story)) == (set(), set())


def _fates(story: Story) -> set[str]:
    """What became of mails about the order, and of those to its addresses."""
    items = story.shop.cloud.store.tables["notification"].items()
    mails = enumerate(story.shop.cloud.mails, start=1)
    of_order = {f"SENT#ses-{number}" for number, mail in mails if story.order_id in mail.text}
    addresses = {f"ADDRESS#{address_hash(each.email)}" for each in (ADDRESS, MOVED)}
    return {pk for (pk, sk), _ in items if sk == "FEEDBACK" and pk in of_order | addresses}


def test_mails_that_the_provider_put_off_while_the_account_was_closed_leave_nothing(story: Story) -> None:
    with mock.patch.object(story.shop.cloud, "_mails_are_full", return_value=True):
        story.buys()
        story.receives()
        story.ask(CLOSE_ACCOUNT, headers=story.account)
        story.wait(DAY)
        waiting = [key for key in story.shop.cloud.store.tables["notification"] if key[0] == "BACKLOG"]
        assert len(waiting) > 5
    story.wait(9 * DAY)
    assert story.shop.cloud.mails
    assert story.found() == set()


def test_an_open_order_keeps_its_address_until_it_is_over(story: Story) -> None:
    story.buys()
    story.ask(CLOSE_ACCOUNT, headers=story.account)
    story.ask(CLOSE_ACCOUNT, headers=story.account)
    story.wait(9 * DAY)
    assert story.order()["address"]["street"] == MOVED.street
    story.receives()
    story.wait(9 * DAY)
    assert story.order()["address"]["name"] == "Erased"
    assert story.found() == set()


def test_a_data_export_holds_every_canary_and_no_name_of_staff(story: Story) -> None:
    story.buys()
    story.receives()
    story.ask(SET_LINE, path={"sku": "A-2"}, body=SetLine(quantity=1))
    story.ask(REQUEST_DATA_EXPORT, headers=story.account)
    story.wait(600)
    export = story.ask(GET_DATA_EXPORT)
    with zipfile.ZipFile(io.BytesIO(story.shop.cloud.objects.contents[export["url"].removeprefix(BUCKET)])) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    texts = " ".join(content.decode() for name, content in files.items() if name.endswith(".json"))
    assert set(files) == {"index.html", "invoices/INV-2026-000001.pdf", *(f"{name}.json" for name in JSON_FILES)}
    assert {word for word in CANARIES if word not in texts} == set()
    assert "Desk" not in texts
    kept = msgspec.json.decode(files["wishes.json"])
    assert [(each["sku"], each.get("kind"), each.get("email")) for each in kept] == [
        ("A-2", None, None), ("A-2", "cheaper", ADDRESS.email), ("A-1", "cheaper", ADDRESS.email),
    ]  # fmt: skip
    assert "secret" not in files["wishes.json"].decode()
    assert '"A-2"' in texts
    (mail,) = [mail for mail in story.shop.cloud.mails if mail.subject == "Your data are ready"]
    assert mail.to == ADDRESS.email
    assert "https://shop.test/account/data/" in mail.text


def test_an_export_is_deleted_after_its_days_and_with_the_account(story: Story) -> None:
    story.buys()
    story.ask(REQUEST_DATA_EXPORT, headers=story.account)
    story.wait(600)
    assert [key.partition("/")[0] for key in story.shop.cloud.objects.contents] == ["archives"]
    story.wait(7 * DAY)
    assert story.shop.cloud.objects.contents == {}
    assert story.ask(GET_DATA_EXPORT)["requested_at"] is None
    story.ask(REQUEST_DATA_EXPORT, headers=story.account)
    story.wait(600)
    story.ask(CLOSE_ACCOUNT, headers=story.account)
    story.wait(300)
    assert story.shop.cloud.objects.contents == {}


def test_a_data_export_that_misses_a_part_is_given_up_after_its_days(story: Story) -> None:
    story.buys()
    put = story.shop.cloud.objects._put
    lost = mock.patch.object(
        story.shop.cloud.objects,
        "_put",
        lambda **put_object: {} if put_object["Key"].endswith("/desk") else put(**put_object),
    )
    with lost:
        story.ask(REQUEST_DATA_EXPORT, headers=story.account)
        story.wait(6 * DAY)
        assert story.ask(GET_DATA_EXPORT)["requested_at"]
        assert story.shop.cloud.objects.contents
        story.wait(DAY + 900)
    assert story.ask(GET_DATA_EXPORT)["requested_at"] is None
    assert story.shop.cloud.objects.contents == {}
    assert not [key for key in story.shop.cloud.store.tables["order"] if "EXPORT#" in str(key)]


def test_dead_letters_that_are_redriven_after_the_erasure_bring_nothing_back(story: Story) -> None:
    story.buys()
    cloud, letters = story.shop.cloud, len(story.published)
    story.receives()
    story.ask(CLOSE_ACCOUNT, headers=story.account)
    story.wait(9 * DAY)
    for number, entry in enumerate(story.published[:letters]):
        body = f'{{"detail-type":"{entry["DetailType"]}","detail":{entry["Detail"]}}}'
        for service in sorted(RULES[entry["DetailType"]][1].keys() & cloud.queues.keys()):
            cloud.queues[service].dead.append(Message(f"dead-{number}", body))
    assert story.found() != set()
    cloud.redrive(cloud.queues.values(), but=[])
    story.wait(DAY)
    assert [queue.name for queue in cloud.queues.values() if queue.dead] == []
    assert story.found() == set()


@pytest.mark.parametrize("backwards", [False, True])
def test_a_replay_of_the_archive_brings_nothing_back_and_mails_nobody(story: Story, backwards: bool) -> None:
    story.buys()
    story.receives()
    story.ask(CLOSE_ACCOUNT, headers=story.account)
    story.wait(9 * DAY)
    mails = len(story.shop.cloud.mails)
    for entry in reversed(story.published) if backwards else tuple(story.published):
        story.publish(entry)
    story.wait(DAY)
    assert story.found() == set()
    assert len(story.shop.cloud.mails) == mails
