"""Sessions: kept in the table, never mixed up by requests that overlap, and no call for who has none."""

import time
from typing import Any

import pytest
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.test import Client, RequestFactory

from storefront.web import session_table
from storefront.web.session import SessionStore
from storefront.web.session_table import call, read
from tests.storefront.account.conftest import *  # noqa: F403 - the table
from tests.storefront.account.hosted import Hosted


@pytest.fixture
def stored_key(shop: Hosted) -> str:
    """The key of a stored session that holds `a` and `b`."""
    store = SessionStore()
    store.update({"a": 1, "b": ["two"]})
    store.save()
    return str(store.session_key)


def test_what_is_stored_is_there_again(stored_key: str) -> None:
    assert SessionStore(stored_key).load() == {"a": 1, "b": ["two"]}


def test_the_table_does_not_hold_the_key(stored_key: str) -> None:
    assert stored_key not in str(read(stored_key))


def test_requests_that_overlap_do_not_undo_each_others_changes(stored_key: str) -> None:
    first, second = SessionStore(stored_key), SessionStore(stored_key)
    first["a"], second["c"] = 2, 3
    del second["b"]
    first.save()
    second.save()
    assert SessionStore(stored_key).load() == {"a": 2, "c": 3}


def test_a_session_that_ended_meanwhile_is_not_brought_back(stored_key: str) -> None:
    slow = SessionStore(stored_key)
    slow["a"] = 2
    SessionStore(stored_key).flush()
    with pytest.raises(UpdateError):
        slow.save()
    assert read(stored_key) is None


def test_an_expired_session_is_gone_before_the_table_deletes_it(stored_key: str) -> None:
    past = {":past": {"N": str(int(time.time()) - 1)}}
    call("update_item", stored_key, UpdateExpression="SET expires = :past", ExpressionAttributeValues=past)
    store = SessionStore(stored_key)
    assert store.load() == {}
    assert store.session_key is None


def test_a_key_is_given_once(stored_key: str) -> None:
    with pytest.raises(CreateError):
        SessionStore(stored_key).save(must_create=True)


def test_an_entry_is_taken_once(stored_key: str) -> None:
    first, second = SessionStore(stored_key), SessionStore(stored_key)
    assert second["a"] == 1
    assert first.take("a") == 1
    assert second.take("a") is None
    second["c"] = 3
    second.save()
    assert SessionStore(stored_key).load() == {"b": ["two"], "c": 3}


def test_a_new_key_takes_everything_along_and_ends_the_old_one(stored_key: str) -> None:
    store = SessionStore(stored_key)
    store["a"] = 2
    store.beside = {"access": {"S": "token"}}
    store.cycle_key()
    store.save()
    again = SessionStore(store.session_key)
    assert again.load() == {"a": 2, "b": ["two"]}
    assert again.beside == {"access": {"S": "token"}}
    assert read(stored_key) is None


def test_saving_what_did_not_change_costs_no_call(stored_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SessionStore(stored_key)
    store["a"] = 1
    monkeypatch.setattr(session_table, "call_item", _none_expected)
    store.save()


def test_a_visitor_without_a_session_costs_no_call(shop: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_table, "call_item", _none_expected)
    answer = Client().get("/about/")
    assert answer.status_code == 200
    assert "session" not in answer.cookies


def _none_expected(*arguments: Any, **named: Any) -> None:
    raise AssertionError("a call for the session table")


def test_while_the_table_is_down_pages_that_need_no_session_work(shop: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_table, "call_item", _down)
    browser = Client(headers={"cookie": "session=" + "a" * 32})
    assert browser.get("/about/").status_code == 200
    answer = browser.get("/account/")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert browser.post("/account/sign-in").status_code == 503


def _down(*arguments: Any, **named: Any) -> None:
    from storefront.clients.api import Unavailable

    raise Unavailable("sessions")


def test_entries_that_are_no_json_are_refused(shop: Hosted) -> None:
    store = SessionStore()
    store["a"] = RequestFactory()
    with pytest.raises(TypeError):
        store.save()
