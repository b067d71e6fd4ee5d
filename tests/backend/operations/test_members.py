"""The audit log names people: a `sub` proves who it was, and an address is what colleagues know."""

import os
from collections.abc import Iterator

import msgspec
import pytest
from botocore.exceptions import EndpointConnectionError

from backend.contracts.operations.models import AuditEntry
from backend.operations import audit
from backend.shared import aws, members
from tests.backend.operations.stack import own


@pytest.fixture(autouse=True)
def nobody_is_known_yet() -> Iterator[None]:
    members._email.cache_clear()
    yield
    members._email.cache_clear()


def hire(email: str) -> str:
    """A member of staff; their `sub`."""
    user = own("cognito-idp").admin_create_user(
        UserPoolId=os.environ["USER_POOL"], Username=email, UserAttributes=[{"Name": "email", "Value": email}]
    )["User"]
    return next(str(each["Value"]) for each in user["Attributes"] if each["Name"] == "sub")


def test_an_action_names_the_address_of_the_person_who_took_it() -> None:
    sub = hire("grace@example.com")
    audit.write(sub, "discard", "OrderDeadLetters", "1", "nobody sent it", "00")
    (deed,) = audit.list_entries(None).items
    assert (deed.who, deed.email) == (sub, "grace@example.com")


def test_an_action_of_somebody_who_left_is_logged_with_only_the_sub() -> None:
    audit.write("0000-gone", "discard", "OrderDeadLetters", "1", "nobody sent it", "00")
    (deed,) = audit.list_entries(None).items
    assert (deed.who, deed.email) == ("0000-gone", "")


def test_a_pool_that_does_not_answer_keeps_nobody_from_repairing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise EndpointConnectionError(endpoint_url="https://cognito-idp.test")

    monkeypatch.setattr(aws.client("cognito-idp"), "admin_get_user", refuse)
    assert members.email("grace") == ""


def test_an_action_logged_by_an_earlier_release_names_no_address() -> None:
    old = '{"at":"2026-01-01T00:00:00.000Z","who":"grace","what":"redrive","queue":"q","letter":"1","why":"","digest":"00"}'
    assert msgspec.json.decode(old, type=AuditEntry).email == ""
