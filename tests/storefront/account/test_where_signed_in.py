"""The list of a shopper's sign-ins: whose they are, what they are called, and how one of them ends."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from django.conf import settings
from django.test import Client, RequestFactory

from storefront.account import cognito, devices, sign_ins
from storefront.account.shopper import ENTRY
from storefront.clients import aws
from storefront.clients.api import Unavailable
from storefront.web import session_table
from storefront.web.session_table import call_item, item_key
from tests.storefront.account.hosted import Hosted
from tests.storefront.account.hosted_steps import begin, come_back, session, signed_in
from tests.storefront.reading import text

PAGE = "/account/where-signed-in"
EMAIL = "ada@example.com"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
CHROME = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile/15E148 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142"


@pytest.fixture(autouse=True)
def revocations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The refresh tokens that were revoked: this process's Cognito knows no such call."""
    tokens: list[str] = []
    monkeypatch.setattr(cognito, "revoke", tokens.append)
    return tokens


@pytest.fixture
def calls(shop: Hosted) -> Iterator[list[str]]:
    """The calls that DynamoDB is asked, by name."""
    names: list[str] = []

    def note(model: Any, **_: Any) -> None:
        names.append(model.name)

    events = aws.client("dynamodb").meta.events
    events.register("before-call.dynamodb", note)
    yield names
    events.unregister("before-call.dynamodb", note)


def come_in(shop: Hosted, agent: str = FIREFOX) -> Client:
    """A browser that says it is this one, and in which Ada is signed in."""
    browser = Client(headers={"User-Agent": agent})
    come_back(browser, shop.signs_in(begin(browser)))
    assert session(browser)[ENTRY]["email"] == EMAIL
    return browser


def ids(browser: Client) -> list[str]:
    return re.findall(r'name="id" value="([0-9a-f]+)"', browser.get(PAGE).content.decode())


def count_remembered() -> int:
    return len(sign_ins._members(EMAIL))


def test_visitors_see_nobodys_devices(browser: Client) -> None:
    assert browser.get(PAGE)["Location"].startswith("/account/sign-in?")
    assert browser.post(PAGE, {"id": "0" * 64})["Location"].startswith("/account/sign-in?")


@pytest.mark.parametrize("id", ["", "0" * 64, "SESSION#", "\x00", "ü" * 5000, "SESSION#" + "0" * 64])
def test_what_is_no_sign_in_ends_nothing(shop: Hosted, id: str) -> None:
    ada, phone = come_in(shop), come_in(shop, CHROME)
    assert ada.post(PAGE, {"id": id}).status_code == 303
    assert (signed_in(ada), signed_in(phone)) == (True, True)


def test_a_strangers_sign_in_is_neither_shown_nor_ended(shop: Hosted) -> None:
    stranger = come_in(shop)
    key = item_key(str(session(stranger).session_key)).partition("#")[2]
    shop.email = "grace@example.com"
    grace = Client()
    come_back(grace, shop.signs_in(begin(grace)))
    assert ids(grace) == []
    grace.post(PAGE, {"id": key})
    assert signed_in(stranger)


def test_this_device_is_not_ended_here(shop: Hosted) -> None:
    ada = come_in(shop)
    ada.post(PAGE, {"id": item_key(str(session(ada).session_key)).partition("#")[2]})
    assert signed_in(ada)


def test_while_sessions_cannot_be_read_the_page_says_so(shop: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(email: str) -> list[str]:
        raise Unavailable("sessions")

    ada = come_in(shop)
    monkeypatch.setattr(sign_ins, "_members", fail)
    assert (ada.get(PAGE).status_code, ada.post(PAGE, {"id": "x"}).status_code) == (503, 503)


@pytest.mark.parametrize("error", [Unavailable("login"), ClientError({"Error": {"Code": "X"}}, "RevokeToken")])
def test_a_token_that_cannot_be_revoked_ends_with_its_session(
    shop: Hosted, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(token: str) -> None:
        raise error

    ada, phone = come_in(shop), come_in(shop, CHROME)
    monkeypatch.setattr(cognito, "revoke", fail)
    ada.post(PAGE, {"id": ids(ada)[0]})
    assert not signed_in(phone)


def test_all_sign_ins_are_read_at_once(shop: Hosted, calls: list[str]) -> None:
    ada, *_ = (come_in(shop) for _ in range(4))
    calls.clear()
    assert len(ids(ada)) == 3
    assert calls.count("BatchGetItem") == 1
    assert calls.count("GetItem") <= 2  # this browser's session, and the list


def test_what_a_read_leaves_out_is_asked_for_again_and_not_for_ever(
    shop: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, _ = come_in(shop), come_in(shop, CHROME)
    real, left = aws.client("dynamodb").batch_get_item, [1]

    def leave_out(RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        ((table, request),) = RequestItems.items()
        cut = len(request["Keys"]) - left[0]
        reply = real(RequestItems={table: request | {"Keys": request["Keys"][:cut]}}) if cut else {"Responses": {}}
        unread = request["Keys"][cut:]
        left[0] = min(left[0], left[0] * always)
        return {**reply, "UnprocessedKeys": {table: {"Keys": unread}} if unread else {}}

    monkeypatch.setattr(aws.client("dynamodb"), "batch_get_item", leave_out)
    monkeypatch.setattr(session_table, "_BATCH_WAIT", 0)
    always = 0
    assert len(ids(ada)) == 1
    always, left[0] = 1, 1
    assert ada.get(PAGE).status_code == 503


def test_more_sign_ins_than_one_read_takes_are_read_in_several(
    shop: Hosted, calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, *_ = (come_in(shop) for _ in range(3))
    monkeypatch.setattr(session_table, "_BATCH", 2)
    calls.clear()
    assert len(ids(ada)) == 2
    assert calls.count("BatchGetItem") == 2


def test_one_device_is_signed_out_and_the_others_stay(shop: Hosted, revocations: list[str]) -> None:
    ada, phone, tablet = come_in(shop), come_in(shop, CHROME), come_in(shop, IPHONE)
    page = text(ada.get(PAGE))
    assert ["Firefox on Linux" in page, "Chrome on Android" in page, "Safari on iPhone" in page] == [True] * 3
    token = session(phone)
    token.load()
    answer = ada.post(PAGE, {"id": item_key(str(session(phone).session_key)).partition("#")[2]}, follow=True)
    assert "That device is signed out." in text(answer)
    assert "Chrome on Android" not in text(answer)
    assert [signed_in(each) for each in (ada, phone, tablet)] == [True, False, True]
    assert revocations == [token.beside["refresh"]["S"]]
    assert phone.get("/account/")["Location"].startswith("/account/sign-in?")


def test_nothing_of_any_device_is_left_once_everywhere_is_signed_out(
    shop: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closing the account ends all sign-ins by the same way."""
    monkeypatch.setattr(cognito, "sign_out_everywhere", lambda username: None)
    ada, _ = come_in(shop), come_in(shop, CHROME)
    assert "Firefox" in str(aws.client("dynamodb").scan(TableName="sessions")["Items"])
    assert ada.post("/account/sign-out-everywhere").status_code == 303
    left = str(aws.client("dynamodb").scan(TableName="sessions")["Items"])
    assert not [word for word in ("Firefox", "Chrome", "Android", EMAIL) if word in left]


def test_this_device_stands_first_and_has_no_button(shop: Hosted) -> None:
    ada, _ = come_in(shop), come_in(shop, CHROME)
    html = ada.get(PAGE).content.decode()
    assert html.index("Firefox on Linux") < html.index("Chrome on Android")
    assert len(ids(ada)) == 1


def test_a_sign_in_whose_session_is_about_to_be_written_is_not_forgotten(shop: Hosted) -> None:
    """Forgotten, it would go on where everything else is signed out."""
    ada, phone = come_in(shop), come_in(shop, CHROME)
    store = session(phone)
    entry = store.pop(ENTRY)
    store.save()
    assert ids(ada) == []
    store[ENTRY] = entry
    store.save()
    ada.post("/account/sign-out-everywhere")
    assert not signed_in(phone)


def test_sign_ins_that_have_ended_are_forgotten(shop: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_ins, "SETTLING_SECONDS", -1)
    ada, gone, over, out = (come_in(shop) for _ in range(4))
    session(gone).delete()
    store = session(over)
    store[ENTRY] = store[ENTRY] | {"seen": int(time.time()) - settings.IDLE_SECONDS - 1}
    store.save()
    store = session(out)
    del store[ENTRY]
    store.save()
    assert count_remembered() == 4
    assert ids(ada) == []
    assert count_remembered() == 1


def test_an_expired_session_that_is_not_deleted_yet_is_ignored(shop: Hosted) -> None:
    ada, late = come_in(shop), come_in(shop, CHROME)
    key = item_key(str(session(late).session_key))
    call_item("update_item", key, UpdateExpression="SET expires = :t", ExpressionAttributeValues={":t": {"N": "1"}})
    assert ids(ada) == []


def test_a_sign_in_of_an_earlier_release_has_no_name(shop: Hosted) -> None:
    ada = come_in(shop)
    store = session(ada)
    store[ENTRY] = {name: value for name, value in store[ENTRY].items() if name in ("sub", "email", "name")}
    store.save()
    assert "An unknown device" in text(ada.get(PAGE))


def test_a_visit_costs_no_write(shop: Hosted) -> None:
    ada = come_in(shop)
    before = session(ada)[ENTRY]
    ada.get(PAGE)
    assert session(ada)[ENTRY] == before


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("", "An unknown device"),
        ("curl/8", "An unknown device"),
        ("<script>alert(1)</script> Windows", "Windows"),
        ("x" * 100_000 + "Firefox/1", "An unknown device"),
        ("Opera/9 (Windows) OPR/1 Chrome/1 Safari/1", "Opera on Windows"),
        (FIREFOX, "Firefox on Linux"),
        (CHROME, "Chrome on Android"),
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
    ],
    ids=["nothing", "a program", "a script", "too long", "opera", "firefox", "chrome", "iphone", "edge"],
)
def test_a_device_is_called_what_people_call_it(agent: str, words: str) -> None:
    found = devices.device_of(RequestFactory().get("/", headers={"User-Agent": agent}))
    assert devices.in_words(**found) == words
