"""The login protocol: whatever comes back from the hosted login, nobody is signed in who should not be, and everybody
gets a page."""

import base64
import hashlib
import io
import json
import logging
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from structlog.stdlib import ProcessorFormatter

from storefront.account import login, sign_ins
from storefront.web.session import SessionStore
from storefront.web.session_table import call
from tests.storefront.account.forged import FORGED
from tests.storefront.account.hosted import SUB, Hosted, Reply, key, sign
from tests.storefront.account.hosted_steps import begin, come_back, edit_query, session, signed_in
from tests.storefront.reading import text

pytestmark = pytest.mark.usefixtures("revoked_tokens")

# What may come back instead of the answer, and the status of the page that says so.
ANSWERS: dict[str, Callable[[str], str]] = {
    "state missing": lambda query: edit_query(query, state=None),
    "state empty": lambda query: edit_query(query, state=""),
    "state foreign": lambda query: edit_query(query, state="somebody-else's"),
    "state cut": lambda query: edit_query(query, state=dict(parse_qsl(query))["state"][:-1]),
    "state twice": lambda query: f"{query}&state={dict(parse_qsl(query))['state']}",
    "state with NUL": lambda query: edit_query(query, state="\0"),
    "state very long": lambda query: edit_query(query, state="s" * 3_000),
    "state that names another entry": lambda query: edit_query(query, state="shopper"),
    "code missing": lambda query: edit_query(query, code=None),
    "code empty": lambda query: edit_query(query, code=""),
    "code twice": lambda query: f"{query}&code=other",
    "code unknown": lambda query: edit_query(query, code="made-up"),
    "code with line breaks": lambda query: edit_query(query, code="a\r\nSet-Cookie: a=b"),
    "code beyond ASCII": lambda query: edit_query(query, code="ключ"),
    "nothing at all": lambda query: "",
    "tokens in the query": lambda query: edit_query(query, code=None, access_token="a.b.c", id_token="a.b.c"),
    "error access_denied": lambda query: edit_query(
        query, code=None, error="access_denied", error_description="User cancelled"
    ),
    "error invalid_scope": lambda query: edit_query(
        query, code=None, error="invalid_request", error_description="invalid_scope"
    ),
    "error server_error": lambda query: edit_query(query, code=None, error="server_error"),
    "error with a script": lambda query: edit_query(
        query, code=None, error="<script>alert(1)</script>", error_description="<img onerror=alert(1)>"
    ),
    "error without state": lambda query: edit_query(query, code=None, state=None, error="access_denied"),
    "error beside a code": lambda query: edit_query(query, error="access_denied"),
    "invalid UTF-8": lambda query: "code=%ff%fe&state=%ff",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_not_ours_signs_nobody_in(browser: Client, shop: Hosted, name: str) -> None:
    query = shop.signs_in(begin(browser))
    answer = come_back(browser, ANSWERS[name](query))
    assert answer.status_code == 400
    assert "You are not signed in" in answer.content.decode()
    assert "alert(1)" not in answer.content.decode()
    assert not signed_in(browser)


def invalid_grant() -> Reply:
    return 400, {"error": "invalid_grant"}


# What may go wrong at the token endpoint or with the keys, and the status of the page that says so.
FAULTS: dict[str, tuple[str, Callable[[], Reply], int]] = {
    "the code is refused": ("authorization_code", invalid_grant, 400),
    "the request is refused": ("authorization_code", lambda: (400, {"error": "invalid_request"}), 400),
    "the client is refused": ("authorization_code", lambda: (401, {"error": "invalid_client"}), 503),
    "the token endpoint is down": ("authorization_code", lambda: (503, b"down"), 503),
    "the token endpoint has too much to do": ("authorization_code", lambda: (429, b"slow down"), 503),
    "the token endpoint answers with HTML": ("authorization_code", lambda: (200, b"<html>"), 503),
    "the token endpoint answers with a list": ("authorization_code", lambda: (200, []), 503),
    "the token endpoint answers with nothing": ("authorization_code", lambda: (200, {}), 400),
    "the token endpoint answers with numbers": (
        "authorization_code",
        lambda: (200, {"access_token": 1, "id_token": 2}),
        400,
    ),
    "there is no ID token": (
        "authorization_code",
        lambda: (200, {"access_token": "a.b.c", "token_type": "Bearer"}),
        400,
    ),
    "the keys are down": ("/keys", lambda: (503, b"down"), 503),
    "the keys are HTML": ("/keys", lambda: (200, b"<html>"), 503),
    "the keys are none": ("/keys", lambda: (200, {"keys": []}), 503),
    "the keys are weak": (
        "/keys",
        lambda: (200, {"keys": [{"kty": "RSA", "kid": "here-1", "n": "AQAB", "e": "AQAB"}]}),
        503,
    ),
    "the keys are secrets": ("/keys", lambda: (200, {"keys": [{"kty": "oct", "kid": "here-1", "k": "AAAA"}]}), 503),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_hosted_login_signs_nobody_in(browser: Client, shop: Hosted, name: str) -> None:
    place, reply, status = FAULTS[name]
    shop.wrong[place] = reply
    answer = come_back(browser, shop.signs_in(begin(browser)))
    assert answer.status_code == status
    assert not signed_in(browser)


AT_LOGIN = (
    "no signature, alg none",
    "another pool",
    "another client",
    "expired",
    "the other use",
    "signature changed",
    "jku",
    "a claim twice",
)


@pytest.mark.parametrize("which", ["id", "access"])
@pytest.mark.parametrize("name", AT_LOGIN)
def test_a_forged_token_signs_nobody_in(browser: Client, shop: Hosted, name: str, which: str) -> None:
    url = begin(browser)
    given = shop.tokens(nonce=parse_qs(urlsplit(url).query)["nonce"][0])
    good = json.loads(base64.urlsafe_b64decode(given[f"{which}_token"].split(".")[1] + "=="))
    shop.wrong["authorization_code"] = lambda: (200, given | {f"{which}_token": FORGED[name](good, key("here-1"))})
    answer = come_back(browser, shop.signs_in(url))
    assert answer.status_code == 400
    assert not signed_in(browser)


def test_tokens_of_two_shoppers_sign_nobody_in(browser: Client, shop: Hosted) -> None:
    shop.claims["access"]["sub"] = "somebody-else"
    assert come_back(browser, shop.signs_in(begin(browser))).status_code == 400
    assert not signed_in(browser)


def test_a_nonce_of_another_login_signs_nobody_in(browser: Client, shop: Hosted) -> None:
    shop.claims["id"]["nonce"] = "another"
    assert come_back(browser, shop.signs_in(begin(browser))).status_code == 400
    assert not signed_in(browser)


def test_a_code_given_out_without_our_challenge_is_refused(browser: Client, shop: Hosted) -> None:
    assert come_back(browser, shop.signs_in(begin(browser), code_challenge="another")).status_code == 400
    assert not signed_in(browser)


def test_a_code_of_another_client_is_refused(browser: Client, shop: Hosted) -> None:
    assert come_back(browser, shop.signs_in(begin(browser), client_id="client-there")).status_code == 400
    assert not signed_in(browser)


def test_a_code_sent_to_another_address_is_refused(browser: Client, shop: Hosted) -> None:
    assert (
        come_back(
            browser, shop.signs_in(begin(browser), redirect_uri="http://localhost:8000/account/callback/")
        ).status_code
        == 400
    )
    assert not signed_in(browser)


def test_an_answer_works_in_the_browser_that_asked_and_in_no_other(browser: Client, shop: Hosted) -> None:
    query = shop.signs_in(begin(browser))
    stranger = Client()
    begin(stranger)
    assert come_back(stranger, query).status_code == 400
    assert come_back(browser, query).status_code == 302
    assert signed_in(browser)
    assert not signed_in(stranger)


def test_an_answer_works_once(browser: Client, shop: Hosted) -> None:
    query = shop.signs_in(begin(browser))
    assert come_back(browser, query).status_code == 302
    browser.post("/account/sign-out")
    assert come_back(browser, query).status_code == 400
    assert not signed_in(browser)


def test_an_answer_sent_again_while_signed_in_changes_nothing(browser: Client, shop: Hosted) -> None:
    query = shop.signs_in(begin(browser))
    come_back(browser, query)
    before = session(browser).load()
    again = come_back(browser, query)
    assert (again.status_code, again["Location"]) == (302, "/")
    assert session(browser).load() == before


@pytest.mark.parametrize("begun", ["/checkout/", "/checkout/address/", "/orders/0011/", "/account/", "/product/agate/"])
def test_a_used_up_sign_in_page_leads_to_where_it_began_once_one_is_signed_in(
    browser: Client, shop: Hosted, begun: str
) -> None:
    query = shop.signs_in(begin(browser, begun))
    come_back(browser, query)
    part = next((part for part in login.PARTS if begun.startswith(part)), "/")
    for answer in (query, edit_query(query, code=None, error="access_denied"), edit_query(query, code="another")):
        assert come_back(browser, answer)["Location"] == part


def test_of_six_tabs_at_the_checkout_the_first_is_forgotten_and_leads_back_there(browser: Client, shop: Hosted) -> None:
    tabs = [begin(browser, "/checkout/") for _ in range(6)]
    session(browser).take("login:" + parse_qs(urlsplit(tabs[0]).query)["state"][0])  # at most five are kept
    answer = come_back(browser, shop.signs_in(tabs[0]))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert '<input type="hidden" name="next" value="/checkout/">' in page
    assert "Sign in and go on to the checkout" in page
    assert come_back(browser, shop.signs_in(tabs[5]))["Location"] == "/checkout/"
    assert come_back(browser, shop.signs_in(tabs[0]))["Location"] == "/checkout/"


def test_a_sign_in_page_finished_in_another_browser_leads_back_to_the_checkout(browser: Client, shop: Hosted) -> None:
    query = shop.signs_in(begin(browser, "/checkout/"))
    other = Client()
    assert '<input type="hidden" name="next" value="/checkout/">' in come_back(other, query).content.decode()
    assert not signed_in(other)


def test_an_answer_made_up_leads_home(browser: Client, shop: Hosted) -> None:
    for state in ("y", "a.0.b", login._signer.sign("a.99"), login._signer.sign("a.x"), login._signer.sign("a.-7")):
        page = come_back(browser, urlencode({"code": "x", "state": state})).content.decode()
        assert '<input type="hidden" name="next" value="/">' in page


def test_the_login_learns_no_path(browser: Client, shop: Hosted) -> None:
    assert "0011" not in begin(browser, "/orders/0011/")


def test_a_refused_answer_cannot_be_tried_again(browser: Client, shop: Hosted) -> None:
    query = shop.signs_in(begin(browser))
    shop.wrong["authorization_code"] = invalid_grant
    come_back(browser, query)
    shop.wrong.clear()
    assert come_back(browser, query).status_code == 400
    assert not signed_in(browser)


def test_an_answer_after_an_hour_is_refused(browser: Client, shop: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    query = shop.signs_in(begin(browser))
    monkeypatch.setattr(login, "TTL", -1)
    assert come_back(browser, query).status_code == 400
    assert not signed_in(browser)


def test_two_tabs_do_not_disturb_one_another(browser: Client, shop: Hosted) -> None:
    first, second = begin(browser, "/basket/"), begin(browser, "/orders/")
    assert come_back(browser, shop.signs_in(second))["Location"] == "/orders/"
    assert come_back(browser, shop.signs_in(first))["Location"] == "/basket/"
    assert signed_in(browser)


def test_many_tabs_do_not_make_the_session_grow(browser: Client, shop: Hosted) -> None:
    urls = [begin(browser) for _ in range(20)]
    assert sum(name.startswith("login:") for name in session(browser).keys()) <= login.MAX_ATTEMPTS  # noqa: SIM118 - a session is no mapping
    assert come_back(browser, shop.signs_in(urls[-1])).status_code == 302
    assert signed_in(browser)


def test_the_way_there_asks_for_what_is_due(browser: Client, shop: Hosted) -> None:
    asked = dict(parse_qsl(urlsplit(begin(browser)).query))
    assert asked.pop("state") != asked.pop("nonce")
    assert len(asked.pop("code_challenge")) == 43
    assert asked == {
        "response_type": "code",
        "client_id": shop.client_id,
        "redirect_uri": "http://localhost:8000/account/callback",
        "scope": "openid email profile aws.cognito.signin.user.admin shop/shopper shop/staff",
        "code_challenge_method": "S256",
        "prompt": "login",
        "lang": "en",
    }


def test_the_address_is_the_shops_own_whatever_host_the_request_names(browser: Client, shop: Hosted) -> None:
    answer = browser.post("/account/sign-in", headers={"x-forwarded-host": "evil.example", "host": "127.0.0.1"})
    assert (
        dict(parse_qsl(urlsplit(answer["Location"]).query))["redirect_uri"] == "http://localhost:8000/account/callback"
    )


def test_the_session_key_is_a_new_one_after_the_login(browser: Client, shop: Hosted) -> None:
    query = shop.signs_in(begin(browser))
    planted = session(browser).session_key
    come_back(browser, query)
    assert session(browser).session_key != planted
    assert SessionStore(planted).load() == {}


def test_what_a_guest_did_comes_along_but_not_what_another_shopper_did(browser: Client, shop: Hosted) -> None:
    url = begin(browser)
    store = session(browser)
    store["draft"] = "Ada's address"
    store.save()
    come_back(browser, shop.signs_in(url))
    assert session(browser)["draft"] == "Ada's address"
    url, shop.sub = other_tab(browser, shop), "somebody-else"
    come_back(browser, shop.signs_in(url))
    assert session(browser)["shopper"]["sub"] == "somebody-else"
    assert "draft" not in session(browser)


def other_tab(browser: Client, shop: Hosted) -> str:
    """A login begun before in a tab that stood open: the page itself leads on once one is signed in."""
    store = session(browser)
    attempt = {"verifier": "v" * 64, "nonce": "n" * 43, "next": "/", "at": int(time.time())}
    store["login:other-tab"] = attempt
    store.save()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"v" * 64).digest()).rstrip(b"=").decode()
    query = {"state": "other-tab", "nonce": "n" * 43, "client_id": shop.client_id, "code_challenge": challenge}
    return (
        f"{shop.url}/oauth2/authorize?{urlencode(query | {'redirect_uri': 'http://localhost:8000/account/callback'})}"
    )


def test_the_page_says_who_is_signed_in(browser: Client, shop: Hosted) -> None:
    come_back(browser, shop.signs_in(begin(browser, "/account/")))
    page = browser.get("/account/").content.decode()
    assert "Hello, Ada" in page
    assert "ada@example.com" in page


def test_staff_are_known_by_their_group(browser: Client, shop: Hosted) -> None:
    shop.groups = ("staff", "buyers")
    come_back(browser, shop.signs_in(begin(browser)))
    assert "who works here" in text(browser.get("/account/"))


STAFF_PAGES = (
    "/staff/products/",
    "/staff/products/new/",
    "/staff/catalogue/",
    "/staff/catalogue/products.csv",
    "/staff/orders/",
)


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_former_staff_leave_the_back_office_at_the_next_refresh(browser: Client, shop: Hosted, page: str) -> None:
    shop.groups = ("staff",)
    come_back(browser, shop.signs_in(begin(browser)))
    shop.groups = ()
    age(browser)
    assert browser.get(page).status_code == 403
    assert "who works here" not in text(browser.get("/account/"))
    assert browser.get(page).status_code == 403


def test_a_new_member_of_staff_is_asked_for_the_second_factor_at_the_next_refresh(
    browser: Client, shop: Hosted
) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    assert browser.get("/staff/catalogue/").status_code == 404
    shop.groups = ("staff",)
    age(browser)
    assert browser.get("/staff/catalogue/")["Location"] == "/account/second-factor?next=%2Fstaff%2Fcatalogue%2F"


def age(browser: Client) -> None:
    """Lets the browser's access token end now."""
    past = {":past": {"N": str(int(time.time()) - 10)}}
    key = str(session(browser).session_key)
    call("update_item", key, UpdateExpression="SET access_expires = :past", ExpressionAttributeValues=past)


def test_a_session_of_an_earlier_version_is_read(browser: Client, shop: Hosted) -> None:
    """It held what the login said of staff, and nothing of when that was."""
    come_back(browser, shop.signs_in(begin(browser)))
    store = session(browser)
    store["shopper"] = {"sub": SUB, "email": "ada@example.com", "name": "Ada", "is_staff": True}
    store.save()
    assert browser.get("/account/").status_code == 200
    assert browser.get("/staff/catalogue/").status_code == 403


def elsewhere(shop: Hosted) -> Client:
    """Another browser in which the same shopper has signed in."""
    other = Client()
    come_back(other, shop.signs_in(begin(other)))
    assert signed_in(other)
    return other


def test_signing_out_everywhere_ends_every_session_at_its_next_request(
    browser: Client, shop: Hosted, revoked_tokens: list[str]
) -> None:
    others = [elsewhere(shop), elsewhere(shop)]
    come_back(browser, shop.signs_in(begin(browser)))
    answer = browser.post("/account/sign-out-everywhere")
    assert answer["Location"].startswith(f"{shop.url}/logout")
    for each in (browser, *others):
        assert each.get("/account/")["Location"].startswith("/account/sign-in?next=%2Faccount%2F")
    assert f"everywhere {SUB}" in revoked_tokens


def test_signing_out_everywhere_ends_nobody_elses_session(browser: Client, shop: Hosted) -> None:
    shop.claims["id"] = {"email": "bob@example.com"}
    bob = elsewhere(shop)
    shop.claims["id"] = {}
    come_back(browser, shop.signs_in(begin(browser)))
    browser.post("/account/sign-out-everywhere")
    assert bob.get("/account/").status_code == 200


def test_signing_out_everywhere_is_not_reported_as_done_while_cognito_is_down(
    browser: Client, shop: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    monkeypatch.setattr("storefront.account.cognito.sign_out_everywhere", fail)
    assert browser.post("/account/sign-out-everywhere").status_code == 503
    assert signed_in(browser)


def test_a_new_password_ends_every_other_session(
    browser: Client, shop: Hosted, revoked_tokens: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    thief = elsewhere(shop)
    monkeypatch.setattr("storefront.account.cognito.reset", lambda *typed: None)
    typed = {"email": "Ada@Example.com", "code": "123456", "password": "Fresh-paper-and-ink-3"}
    assert browser.post("/account/new-password", typed)["Location"].startswith(f"{shop.url}/oauth2/authorize")
    assert thief.get("/orders/")["Location"] == "/account/sign-in?next=%2Forders%2F&ended=1"
    assert "everywhere Ada@Example.com" in revoked_tokens


def test_after_changing_the_password_one_signs_in_with_it(
    browser: Client, shop: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    monkeypatch.setattr("storefront.account.cognito.reset", lambda *typed: None)
    typed = {"email": "ada@example.com", "code": "123456", "password": "Fresh-paper-and-ink-3"}
    location = browser.post("/account/new-password", typed)["Location"]
    assert not signed_in(browser)
    assert come_back(browser, shop.signs_in(location)).status_code == 302
    assert signed_in(browser)


def test_no_more_than_a_hundred_sign_ins_are_kept_and_the_oldest_ends(
    browser: Client, shop: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_ins, "MAX_SIGN_INS", 2)
    oldest, second, third = elsewhere(shop), elsewhere(shop), elsewhere(shop)
    assert [signed_in(each) for each in (oldest, second, third)] == [False, True, True]


def test_keys_may_be_changed_between_two_logins(browser: Client, shop: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.account.jwks.PAUSE", 0.0)
    come_back(browser, shop.signs_in(begin(browser)))
    shop.keys = ["here-3", "here-4"]
    other = Client()
    assert come_back(other, shop.signs_in(begin(other))).status_code == 302
    assert signed_in(other)


@pytest.mark.parametrize("skew", [31, -31, 90, -90])
def test_clocks_may_differ_by_more_than_half_a_minute(browser: Client, shop: Hosted, skew: int) -> None:
    shop.skew = skew
    shop.claims["id"] = {"auth_time": int(time.time()) + skew, "nbf": int(time.time()) + skew}
    assert come_back(browser, shop.signs_in(begin(browser))).status_code == 302
    assert signed_in(browser)


@pytest.mark.parametrize("skew", [300, -1200])
def test_a_clock_that_is_minutes_off_is_reported_as_such(browser: Client, shop: Hosted, skew: int) -> None:
    shop.skew = skew
    answer = come_back(browser, shop.signs_in(begin(browser)))
    assert answer.status_code == 400
    assert "The clock of this shop and that of the sign-in page" in text(answer)
    assert "not one that we trust" not in text(answer)
    assert not signed_in(browser)


def test_no_token_reaches_the_browser(browser: Client, shop: Hosted) -> None:
    given: dict[str, Any] = {}
    real = shop.tokens
    shop.tokens = lambda *arguments, **named: given.setdefault("tokens", real(*arguments, **named))  # type: ignore[method-assign]
    answer = come_back(browser, shop.signs_in(begin(browser)))
    page = browser.get("/account/")
    seen = f"{answer.headers}{answer.content!r}{page.headers}{page.content.decode()}{browser.cookies.output()}"
    for name in ("id_token", "access_token", "refresh_token"):
        assert given["tokens"][name] not in seen
        assert given["tokens"][name].rpartition(".")[2] not in seen


def test_signing_out_ends_the_session_and_the_tokens(browser: Client, shop: Hosted, revoked_tokens: list[str]) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    old = session(browser).session_key
    answer = browser.post("/account/sign-out")
    out = urlsplit(answer["Location"])
    assert f"{out.scheme}://{out.netloc}{out.path}" == f"{shop.url}/logout"
    assert dict(parse_qsl(out.query)) == {"client_id": shop.client_id, "logout_uri": "http://localhost:8000/"}
    assert revoked_tokens == list(shop.refresh_tokens)
    assert SessionStore(old).load() == {}
    assert not signed_in(browser)


@pytest.mark.parametrize(("prefix", "home"), [("", "/"), ("/de", "/de/"), ("/fr", "/fr/")])
def test_signing_out_leads_back_in_the_language_of_the_page(
    browser: Client, shop: Hosted, prefix: str, home: str
) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    out = urlsplit(browser.post(f"{prefix}/account/sign-out")["Location"])
    assert dict(parse_qsl(out.query))["logout_uri"] == f"http://localhost:8000{home}"


def test_signing_out_works_while_cognito_is_down(
    browser: Client, shop: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    monkeypatch.setattr("storefront.account.cognito.revoke", fail)
    assert browser.post("/account/sign-out").status_code == 303
    assert not signed_in(browser)


def fail(*arguments: Any, **named: Any) -> None:
    from storefront.clients.api import Unavailable

    raise Unavailable("login")


def test_signing_out_takes_a_form(browser: Client, shop: Hosted) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    assert browser.get("/account/sign-out").status_code == 303
    assert "sign-out" in browser.get("/account/").content.decode()  # by an address alone nobody is signed out
    assert (
        Client(enforce_csrf_checks=True, headers={"cookie": browser.cookies.output(header="", sep=";")})
        .post("/account/sign-out")
        .status_code
        == 403
    )
    assert signed_in(browser)


def test_the_back_button_shows_nothing_after_signing_out(browser: Client, shop: Hosted) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    assert "no-store" in browser.get("/account/")["Cache-Control"]
    old = browser.cookies[settings.SESSION_COOKIE_NAME].value
    browser.post("/account/sign-out")
    browser.cookies[settings.SESSION_COOKIE_NAME] = old
    answer = browser.get("/account/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/sign-in?next=%2Faccount%2F&ended=1")


def test_a_visitor_is_sent_to_sign_in_and_back(browser: Client, shop: Hosted) -> None:
    answer = browser.get("/account/")
    page = browser.get(answer["Location"]).content.decode()
    assert '<input type="hidden" name="next" value="/account/">' in page
    assert come_back(browser, shop.signs_in(begin(browser, "/account/")))["Location"] == "/account/"


def test_signed_in_shoppers_need_no_sign_in_page(browser: Client, shop: Hosted) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    assert browser.get("/account/sign-in?next=/basket/")["Location"] == "/basket/"


def test_a_session_made_up_is_worth_nothing(browser: Client, shop: Hosted) -> None:
    for made_up in ("a" * 32, "x", "../../etc/passwd", "\xff\xfe", "SESSION#1", '{"shopper": {}}'):
        browser.cookies[settings.SESSION_COOKIE_NAME] = made_up
        assert browser.get("/account/").status_code == 302


def test_the_guests_wishes_and_then_the_basket_are_merged_once_one_is_signed_in(
    browser: Client, shop: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged: list[tuple[str, str]] = []
    for app in ("basket", "wish"):
        monkeypatch.setattr(
            f"storefront.{app}.merge.after_login", lambda request, app=app: merged.append((app, request.shopper.sub))
        )
    come_back(browser, shop.signs_in(begin(browser)))
    assert merged == [("wish", shop.sub), ("basket", shop.sub)]


def test_the_log_names_no_code_no_state_and_no_token(
    browser: Client, shop: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = io.StringIO()
    for handler in logging.getLogger().handlers:
        if isinstance(handler.formatter, ProcessorFormatter):
            monkeypatch.setattr(handler, "stream", log)
    query = shop.signs_in(begin(browser))
    come_back(browser, edit_query(query, code="made-up"))
    come_back(browser, shop.signs_in(begin(browser)))
    written = log.getvalue()
    assert '"route": "account/callback"' in written
    for secret in (*dict(parse_qsl(query)).values(), "made-up", *shop.refresh_tokens):
        assert secret not in written
    for line in written.splitlines():
        json.loads(line)


def test_a_token_by_a_key_of_the_key_sets_own_header_is_refused(browser: Client, shop: Hosted) -> None:
    """The pool's key set decides, not what a token brings."""
    reply = 200, {"id_token": sign({}, key("elsewhere")), "access_token": sign({}, key("elsewhere"))}
    shop.wrong["authorization_code"] = lambda: reply
    assert come_back(browser, shop.signs_in(begin(browser))).status_code == 400
    assert shop.seen["/keys"] == 1
