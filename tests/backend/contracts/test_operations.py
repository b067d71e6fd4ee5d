"""Operations, refusals and words."""

import msgspec
import pytest

from backend.contracts import OPERATIONS, SERVICES
from backend.contracts.operation import Caller, Empty, Operation
from backend.contracts.payment import Webhook
from backend.contracts.problem import Refused
from backend.contracts.words import Email, GuestId, Instant, Line, Sku, Slug, Text


def test_no_two_operations_share_a_name_or_a_route() -> None:
    assert len({each.name for each in OPERATIONS}) == len({each.route for each in OPERATIONS}) == len(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_an_operation_is_whole(operation: Operation) -> None:
    assert operation.service in SERVICES
    fields = () if operation.path is Empty else operation.path.__struct_fields__
    assert sorted(operation.parameters) == sorted(fields)
    assert (operation.scope is None) == (operation.caller in (Caller.PUBLIC, Caller.GUEST))
    assert (operation.reply is Empty) == (operation.status == 204)


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if each.body not in (Empty, Webhook)], ids=lambda each: each.name)
def test_a_field_that_no_body_has_is_refused(operation: Operation) -> None:
    """Of a stranger's body. The provider's call back is signed, and may say more one day."""
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(b'{"is_admin": true}', type=operation.body)


def test_a_refusal_carries_its_problem() -> None:
    problem = Refused(409, "stale-version", "Changed", version=3).problem
    assert msgspec.to_builtins(problem) == {"type": "stale-version", "title": "Changed", "status": 409, "version": 3}


@pytest.mark.parametrize(
    ("word", "bad"),
    [
        (Slug, "Harbour"),
        (Slug, "a--b"),
        (Slug, "a\n"),
        (Slug, "../x"),
        (Slug, "a" * 101),
        (Sku, ""),
        (Sku, "-a"),
        (Sku, "a/b"),
        (Sku, "a\n"),
        (Line, ""),
        (Line, "a\nb"),
        (Line, "a\r"),
        (Line, "a\u2028"),
        (Line, "a\x00"),
        (Line, "a" * 201),
        (Text, "a\x00"),
        (Text, "a\x1b"),
        (GuestId, "0" * 31),
        (GuestId, "0" * 32 + "\n"),
        (GuestId, "A" * 32),
        (Email, "a@b"),
        (Email, "a b@c.d"),
        (Email, "a@b.c\n"),
        (Instant, "2026-11-21"),
    ],
)
def test_a_word_that_does_not_fit_is_refused(word: object, bad: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(bad, word)
