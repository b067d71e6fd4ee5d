"""Which e-mail addresses are the same one."""

import hashlib

import pytest

from backend.contracts.email_addresses import address_hash, comparable, is_same_address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@straße.de", "ada@strasse.de"),
        ("ada@example.org", "ada@example.com"),
        ("ada+news@example.org", "ada@example.org"),
        ("a.da@example.org", "ada@example.org"),
        ("ada@exämple.org", "ada@example.org"),
        ("ada@xn--exmple-cua.org", "ada@xn--exmple-cub.org"),
        ("", "ada@example.org"),
        ("@", "ada@example.org"),
    ],
)
def test_what_are_two_addresses_are_not_taken_for_one(one: str, other: str) -> None:
    assert not is_same_address(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@Example.ORG", "ada@example.org"),
        ("ada@exämple.org", "ada@xn--exmple-cua.org"),
        ("ada@exa\u0308mple.org", "ada@XN--EXMPLE-CUA.org"),
        ("ada@EXÄMPLE.org", "ada@exämple.org"),
        ("ada@straße.de", "ada@xn--strae-oqa.de"),
        ("ada@例え.jp", "ada@xn--r8jz45g.jp"),
        ("ada@例え。jp", "ada@xn--r8jz45g.jp"),
        ("ada@ｅｘａｍｐｌｅ．org", "ada@example.org"),
    ],
)
def test_one_address_is_one_however_it_is_written(one: str, other: str) -> None:
    assert is_same_address(one, other)
    assert address_hash(one) == address_hash(other)


@pytest.mark.parametrize(
    "odd", ["", "@", "ada", "ada@", "a@b@c", "ada@..", "ada@xn--", "ada@xn--\x00", "ada@" + "ä" * 300]
)
def test_what_is_no_address_compares_too(odd: str) -> None:
    assert comparable(comparable(odd)) == comparable(odd)


@pytest.mark.parametrize("email", ["ada@example.org", "Ada@xn--exmple-cua.org"])
def test_what_earlier_releases_stored_is_still_found(email: str) -> None:
    assert address_hash(email) == hashlib.sha256(email.casefold().encode()).hexdigest()[:32]
