"""A checkout that is sent again after a release finds its order: what makes two bodies the same is older than the
fields they have."""

import json
from typing import Any

import msgspec
import pytest
from msgspec import Struct, inspect

from backend.basket import checkout
from backend.basket.checkout import Checkout
from backend.contracts.basket.models import CheckOut
from backend.contracts.problem import Refused

# Bodies as storefronts of earlier releases sent them, and the digests of body and key that these releases kept. Never
# change one:
# add those of a release that adds a field. (Releases before the first payment took no `token`; their bodies are refused
# as such.)
SENT = [
    (
        '{"key":"kkkkkkkkkkkkkkkk","address":{"name":"Ada Lovelace","email":"ada.lovelace@example.com",'
        '"street":"12 St James\'s Square","postal_code":"SW1Y 4JH","town":"London","country":"GB","phone":"+44 20 7946 0018"},'
        '"delivery":"standard","expected_total":1490,"token":"tok_a1B2a1B2a1B2a1B2a1B2a1B2"}',
        "8891fa6dbccd1e44",
        "5bec45c5a26fa044",
    ),
    (
        '{"key":"first-checkout-key","address":{"name":"Zoë Müller","email":"zoe@example.org","street":"Gründgensstraße 4",'
        '"postal_code":"10115","town":"Berlin","country":"DE","extra":"c/o Łukasz, 3. OG"},'
        '"delivery":"express","expected_total":0,"token":"tok_a1B2a1B2a1B2a1B2a1B2a1B2"}',
        "7d1b60c2ac177798",
        "6ece4721993a0e36",
    ),
]


def kept_checkout(body: str, key: str) -> Checkout:
    """The record that an earlier release kept of a checkout."""
    return Checkout(key=bytes.fromhex(key), body=bytes.fromhex(body), order_id="0" * 28, total=1)


@pytest.mark.parametrize(("sent", "body", "key"), SENT)
def test_a_repeat_from_before_a_release_finds_its_order(sent: str, body: str, key: str) -> None:
    assert checkout.find_earlier([kept_checkout(body, key)], msgspec.json.decode(sent, type=CheckOut)) == kept_checkout(
        body, key
    )


@pytest.mark.parametrize(("sent", "body", "key"), SENT)
def test_it_does_so_in_any_order_and_with_defaults_spelled_out(sent: str, body: str, key: str) -> None:
    plain = json.loads(sent)
    plain = {name: plain[name] for name in reversed(plain)} | {"agreed": None}
    plain["address"] = {"phone": "", "extra": ""} | plain["address"]
    assert (
        checkout.find_earlier([kept_checkout(body, key)], msgspec.json.decode(json.dumps(plain), type=CheckOut))
        is not None
    )


@pytest.mark.parametrize(("sent", "body", "key"), SENT)
def test_what_was_sent_with_another_detail_is_another_checkout(sent: str, body: str, key: str) -> None:
    other = json.dumps(json.loads(sent) | {"expected_total": 7})
    with pytest.raises(Refused, match="already made"):
        checkout.find_earlier([kept_checkout(body, key)], msgspec.json.decode(other, type=CheckOut))


class Later(CheckOut, frozen=True, kw_only=True):
    """The body of a release to come, with one more optional field."""

    gift_note: str = ""


@pytest.mark.parametrize(("sent", "body", "key"), SENT)
def test_a_field_that_a_later_release_adds_changes_no_digest(sent: str, body: str, key: str) -> None:
    assert checkout.find_earlier([kept_checkout(body, key)], msgspec.json.decode(sent, type=Later)) is not None


def _structs(kind: Any) -> set[type[Struct]]:
    """The struct types within a type of `msgspec.inspect`."""
    inner = [getattr(kind, name) for name in ("type", "item_type") if hasattr(kind, name)] + list(
        getattr(kind, "types", ())
    )
    own = {kind.cls} if isinstance(kind, inspect.StructType) else set()
    inner += [field.type for field in kind.fields] if own else []
    return own.union(*(_structs(each) for each in inner))


@pytest.mark.parametrize(
    "shape", sorted(_structs(inspect.type_info(CheckOut)), key=str), ids=lambda shape: shape.__name__
)
def test_no_part_of_a_body_is_digested_with_its_defaults(shape: type[Struct]) -> None:
    assert shape.__struct_config__.omit_defaults or all(field.required for field in msgspec.structs.fields(shape))
