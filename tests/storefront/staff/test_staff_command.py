"""`manage.py staff`, on moto."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import msgspec
import pytest
from django.core.management import CommandError, call_command
from moto import mock_aws
from pytest_django.fixtures import Settings

from backend.contracts.desk.events import StaffChangeMade
from storefront.clients import aws
from tests.storefront.conftest import OUTPUTS
from tests.support import fast_moto

fast_moto.install()


@pytest.fixture
def pool(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A pool with the group of staff, and the outputs file that names it."""
    for name, value in {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        aws._client.cache_clear()
        cognito = boto3.client("cognito-idp", region_name="us-east-1")
        id = cognito.create_user_pool(PoolName="shop", UsernameAttributes=["email"])["UserPool"]["Id"]
        for group in ("staff", "support", "buyers"):
            cognito.create_group(GroupName=group, UserPoolId=id)
        settings.SHOP_OUTPUTS = str(tmp_path / "outputs.json")
        Path(settings.SHOP_OUTPUTS).write_text(
            json.dumps(OUTPUTS | {"Shop": OUTPUTS["Shop"] | {"UserPoolId": id, "EventBus": "shop"}, "Local": {}})
        )
        boto3.client("events", region_name="us-east-1").create_event_bus(Name="shop")
        yield cognito
        aws._client.cache_clear()


def staff(*arguments: str) -> str:
    said = io.StringIO()
    call_command("staff", *arguments, stdout=said)
    return said.getvalue().strip()


def test_somebody_new_gets_an_account_and_is_staff(pool: Any) -> None:
    assert staff("list") == "Nobody is staff yet."
    assert (
        staff("add", "grace@example.com") == "grace@example.com is staff. A mail with a first password is on its way."
    )
    assert staff("add", "grace@example.com") == "grace@example.com is staff."
    assert staff("list") == "grace@example.com"


def test_new_and_former_members_of_staff_are_in_the_audit_log(pool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    entries: list[dict[str, Any]] = []
    events = aws.client("events")
    events.meta.events.register(
        "provide-client-params.events.PutEvents", lambda params, **_: entries.extend(params["Entries"])
    )
    staff("add", "grace@example.com", "--role", "support")
    staff("remove", "grace@example.com")
    changes = [msgspec.json.decode(entry["Detail"], type=StaffChangeMade).change for entry in entries]
    assert [(each.operation, each.thing_id, each.differences[0].after) for each in changes] == [
        ("add_staff", "grace@example.com", "support"),
        ("remove_staff", "grace@example.com", "none"),
    ]
    assert all(each.who.startswith("arn:aws:") for each in changes)
    assert {entry["Source"] for entry in entries} == {"shop.desk"}


def test_an_entry_that_the_audit_log_does_not_take_is_reported(pool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = {"Entries": [{"ErrorCode": "InternalFailure"}]}
    monkeypatch.setattr(aws.client("events"), "put_events", lambda **_: refused)
    with pytest.raises(CommandError, match="the audit log did not take it"):
        staff("add", "grace@example.com")


def test_a_removed_member_is_no_longer_staff(pool: Any) -> None:
    staff("add", "grace@example.com")
    assert staff("remove", "grace@example.com").startswith("grace@example.com is no longer staff")
    assert staff("list") == "Nobody is staff yet."


@pytest.mark.parametrize("arguments", [("remove", "nobody@example.com"), ("add",), ("list", "grace@example.com")])
def test_what_cannot_be_done_is_one_line(pool: Any, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"^[^\n]+$"):
        staff(*arguments)


def test_somebody_gets_a_role_and_loses_every_one_of_them(pool: Any) -> None:
    assert staff("add", "ada@example.com", "--role", "support").startswith(
        "ada@example.com is staff with the role support."
    )
    staff("add", "bob@example.com")
    assert staff("list") == "ada@example.com  support\nbob@example.com"
    staff("remove", "ada@example.com")
    assert staff("list") == "bob@example.com"
