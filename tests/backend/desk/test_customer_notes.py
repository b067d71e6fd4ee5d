"""Notes about customers: of an address in whatever case, written once, and found again for erasure."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.contracts.desk.operations import ADD_CUSTOMER_NOTE, LIST_CUSTOMER_NOTES
from backend.desk import notes, repository
from backend.desk.handler import handler
from backend.shared import dynamodb
from tests.backend.events import http, said, token

STAFF = token("grace", groups="[support]")
NOTE = {"email": "Ada@example.org", "key": "note-form-key-0001", "text": "Rang.\nCall back.", "by": "grace@example.com"}


@pytest.fixture(autouse=True)
def _table(service_table: Callable[[str], str]) -> None:
    service_table("desk")


def write(claims: dict[str, str] = STAFF, **changed: Any) -> dict[str, Any]:
    return handler(http(ADD_CUSTOMER_NOTE, claims=claims, body=NOTE | changed), None)


def list_notes(email: str) -> list[str]:
    reply = handler(http(LIST_CUSTOMER_NOTES, claims=STAFF, query={"email": email}), None)
    return [note["text"] for note in said(reply)["items"]]


@pytest.mark.parametrize(
    "wrong", [{"email": "ada"}, {"text": ""}, {"key": "short"}, {"text": "x" * 4_001}, {"more": 1}]
)
def test_what_has_not_the_right_shape_is_refused_and_not_stored(wrong: dict[str, Any]) -> None:
    assert write(**wrong)["statusCode"] == 422
    assert list_notes(NOTE["email"]) == []


def test_shoppers_and_those_who_only_read_write_none() -> None:
    for claims in (token("ada"), token("ada", groups="[read-only]"), token("ada", groups="[catalogue]")):
        assert write(claims)["statusCode"] == 403
    assert list_notes(NOTE["email"]) == []


def test_the_same_form_writes_one_note_and_another_writes_another() -> None:
    for _ in range(2):
        assert write()["statusCode"] == 200
    write(key="note-form-key-0002", text="Rang again.")
    assert sorted(list_notes(NOTE["email"])) == ["Rang again.", NOTE["text"]]


def test_an_address_is_the_same_customer_in_whatever_case_and_another_is_not() -> None:
    write()
    assert list_notes("ADA@EXAMPLE.ORG") == [NOTE["text"]]
    assert list_notes("a.da@example.org") == []


def test_all_that_is_noted_of_a_customer_is_found_by_the_address() -> None:
    write()
    items = repository.query(
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues=dynamodb.to_item({":pk": notes.customer_key("ada@example.org")}),
    )
    assert [item["text"]["S"] for item in items] == [NOTE["text"]]
