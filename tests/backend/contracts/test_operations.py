"""Operations, refusals and words."""

import msgspec
import pytest

from backend.contracts.basket.models import Address, CheckOut
from backend.contracts.operation import Caller, Empty, Operation
from backend.contracts.payment.models import Webhook
from backend.contracts.problem import Refused
from backend.contracts.registry import OPERATIONS, SERVICES
from backend.contracts.types import Email, GuestId, LongText, ShortText, Sku, Slug, StoredEmail, Timestamp
from tests.backend.shop import ADDRESS


def test_no_two_operations_share_a_name_or_a_route() -> None:
    assert len({each.name for each in OPERATIONS}) == len({each.route for each in OPERATIONS}) == len(OPERATIONS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_an_operation_is_whole(operation: Operation) -> None:
    assert operation.service in SERVICES
    fields = () if operation.path is Empty else operation.path.__struct_fields__
    assert sorted(operation.parameters) == sorted(fields)
    assert (operation.scope is None) == (operation.caller in (Caller.PUBLIC, Caller.GUEST))
    assert (operation.reply is Empty) == (operation.status == 204)


@pytest.mark.parametrize(
    "operation", [each for each in OPERATIONS if each.body not in (Empty, Webhook)], ids=lambda each: each.name
)
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
        (ShortText, ""),
        (ShortText, "a\nb"),
        (ShortText, "a\r"),
        (ShortText, "a\u2028"),
        (ShortText, "a\x00"),
        (ShortText, "a" * 201),
        (LongText, "a\x00"),
        (LongText, "a\x1b"),
        (GuestId, "0" * 31),
        (GuestId, "0" * 32 + "\n"),
        (GuestId, "A" * 32),
        (Email, "a@b"),
        (Email, "a b@c.d"),
        (Email, "a@b.cd\n"),
        (Email, "zoë@example.org"),
        (Email, "ada@müller.example"),
        (Email, "ada@example.рф"),
        (Email, "a..b@x.yz"),
        (Email, ".a@x.yz"),
        (Email, "a.@x.yz"),
        (Email, ",@x.yz"),
        (Email, "a@x..yz"),
        (Email, "a@-x.yz"),
        (Email, "a@x-.yz"),
        (Email, "a@x_y.yz"),
        (Email, "a@127.0.0.1"),
        (Email, '"a b"@x.yz'),
        (Email, "a" * 65 + "@x.yz"),
        (Email, "a@" + "x" * 64 + ".yz"),
        (Email, "a" * 64 + "@" + "x." * 100 + "yz"),
        (Timestamp, "2026-11-21"),
    ],
)
def test_a_word_that_does_not_fit_is_refused(word: object, bad: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(bad, word)


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.org",
        "a.b+c@x-y.example",
        "o'brien_1@sub.example.co",
        "a@xn--mller-kva.example",
        "a@x.xn--p1ai",
        "a" * 64 + "@" + "x" * 63 + ".yz",
    ],
)
def test_an_address_that_mail_reaches_is_taken(address: str) -> None:
    assert msgspec.convert(address, Email) == msgspec.convert(address, StoredEmail) == address


def test_a_checkout_takes_no_address_that_mail_cannot_reach_and_an_order_of_old_is_still_read() -> None:
    typed = msgspec.to_builtins(ADDRESS) | {"email": "zoë@müller.example"}
    body = {"key": "k" * 16, "address": typed, "delivery": "standard", "expected_total": 1, "token": "tok_" + "a" * 24}
    with pytest.raises(msgspec.ValidationError, match=r"\$\.address\.email"):
        msgspec.convert(body, CheckOut)
    assert msgspec.convert(typed, Address).email == "zoë@müller.example"
