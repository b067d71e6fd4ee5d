"""`manage.py staff`, on moto."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.management import CommandError, call_command
from moto import mock_aws
from pytest_django.fixtures import Settings

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
        cognito.create_group(GroupName="staff", UserPoolId=id)
        settings.SHOP_OUTPUTS = str(tmp_path / "outputs.json")
        Path(settings.SHOP_OUTPUTS).write_text(
            json.dumps(OUTPUTS | {"Shop": OUTPUTS["Shop"] | {"UserPoolId": id}, "Local": {}})
        )
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


def test_who_is_removed_is_staff_no_more(pool: Any) -> None:
    staff("add", "grace@example.com")
    assert staff("remove", "grace@example.com").startswith("grace@example.com is no longer staff")
    assert staff("list") == "Nobody is staff yet."


@pytest.mark.parametrize("arguments", [("remove", "nobody@example.com"), ("add",), ("list", "grace@example.com")])
def test_what_cannot_be_done_is_one_line(pool: Any, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match=r"^[^\n]+$"):
        staff(*arguments)
