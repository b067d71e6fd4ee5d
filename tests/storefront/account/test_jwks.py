"""The pool's keys: fetched as seldom as can be, and never lost to a fault."""

import pytest

from storefront.account import jwks
from storefront.account.jwks import Keys
from storefront.clients.api import Unavailable
from tests.storefront.account.hosted import Hosted


@pytest.fixture
def known_keys(hosted_login: Hosted) -> Keys:
    found = jwks.keys()
    assert found.find("here-1")
    return found


def test_keys_are_fetched_once(known_keys: Keys, hosted_login: Hosted) -> None:
    for _ in range(5):
        assert known_keys.find("here-2")
    assert hosted_login.seen["/keys"] == 1


def test_unknown_keys_cause_one_fetch_in_a_while_however_many_there_are(
    known_keys: Keys, hosted_login: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(known_keys.find(f"made-up-{number}") is None for number in range(100))
    assert hosted_login.seen["/keys"] == 1
    monkeypatch.setattr(jwks, "PAUSE", 0.0)
    assert known_keys.find("made-up") is None
    assert hosted_login.seen["/keys"] == 2


def test_a_new_key_is_found(known_keys: Keys, hosted_login: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jwks, "PAUSE", 0.0)
    hosted_login.keys.append("here-3")
    assert known_keys.find("here-3")


def test_a_withdrawn_key_is_accepted_no_longer(
    known_keys: Keys, hosted_login: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jwks, "PAUSE", 0.0)
    monkeypatch.setattr(jwks, "STALE", -1.0)
    hosted_login.keys = ["here-2"]
    assert known_keys.find("here-1") is None


def test_known_keys_outlive_a_fault_of_the_key_set(
    known_keys: Keys, hosted_login: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jwks, "PAUSE", 0.0)
    hosted_login.wrong["/keys"] = lambda: (500, b"down")
    assert known_keys.find("made-up") is None
    assert known_keys.find("here-1")


def test_without_any_key_nothing_is_decided_and_it_is_tried_again_soon(
    hosted_login: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosted_login.wrong["/keys"] = lambda: (500, b"down")
    unknown = jwks.keys()
    for _ in range(3):
        with pytest.raises(Unavailable):
            unknown.find("here-1")
    assert hosted_login.seen["/keys"] == 1
    hosted_login.wrong.clear()
    monkeypatch.setattr(jwks, "PAUSE", 0.0)
    assert unknown.find("here-1")


def test_a_key_set_that_leads_elsewhere_is_not_followed(hosted_login: Hosted) -> None:
    hosted_login.wrong["/keys"] = lambda: (302, b"")
    with pytest.raises(Unavailable):
        jwks.keys().find("here-1")
