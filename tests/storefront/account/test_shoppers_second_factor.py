"""A shopper's second factor, by choice: set up, asked for, removed, and removed by staff. The pool is a double that
checks codes as an app makes them."""

import time

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from backend.contracts.problem import Problem
from storefront.account import login, second_factor, sign_ins
from storefront.account.shopper import ENTRY
from storefront.clients import aws
from storefront.clients.api import Refusal, Unavailable
from tests.storefront.account import totp
from tests.storefront.account.hosted import Hosted
from tests.storefront.account.hosted_steps import begin, come_back, session, signed_in
from tests.storefront.account.test_second_factor import CODE, SECRET, SET_UP, Cognito, local
from tests.storefront.reading import text
from tests.storefront.service import Service

REMOVE = "/account/second-factor/remove"


class Pool(Cognito):
    """One shopper's second factor, which staff remove, too."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[str] = []
        self.revoked: list[str] = []

    def revoke_token(self, Token: str, **_: str) -> None:  # noqa: N803
        self._refuse("RevokeToken")
        self.revoked.append(Token)

    def admin_list_groups_for_user(self, UserPoolId: str, Username: str) -> dict[str, list[dict[str, str]]]:  # noqa: N803
        self._refuse("AdminListGroupsForUser")
        return {"Groups": [{"GroupName": name} for name in self.groups]}

    def admin_set_user_mfa_preference(
        self,
        UserPoolId: str,  # noqa: N803
        Username: str,  # noqa: N803
        SoftwareTokenMfaSettings: dict[str, bool],  # noqa: N803
    ) -> None:
        self._refuse("AdminSetUserMFAPreference")
        self.enabled = SoftwareTokenMfaSettings["Enabled"]


@pytest.fixture(autouse=True)
def pool(shop: Hosted, monkeypatch: pytest.MonkeyPatch) -> Pool:
    """A shopper before it, on AWS."""
    double, real = Pool(), aws.client
    monkeypatch.setattr(aws, "client", lambda service: double if service == "cognito-idp" else real(service))
    return double


@pytest.fixture
def ada(browser: Client, shop: Hosted) -> Client:
    """A browser in which a shopper has just signed in."""
    return come_in(browser, shop)


def come_in(browser: Client, shop: Hosted) -> Client:
    come_back(browser, shop.signs_in(begin(browser, "/account/")))
    return browser


def age(browser: Client, seconds: int) -> None:
    store = session(browser)
    store[ENTRY] = store[ENTRY] | {"signed_in": int(time.time()) - seconds}
    store.save()


def has_set_up(browser: Client) -> Client:
    browser.get(SET_UP)
    assert browser.post(SET_UP, {"code": totp.code(SECRET)})["Location"] == SET_UP
    return browser


def test_visitors_are_led_to_sign_in(browser: Client) -> None:
    for path in (SET_UP, REMOVE):
        assert browser.post(path)["Location"].startswith("/account/sign-in?")


def test_somebody_at_an_open_browser_locks_nobody_out(ada: Client, pool: Pool) -> None:
    ada.get(SET_UP)
    age(ada, 3600)
    assert ada.post(SET_UP, {"code": totp.code(SECRET)})["Location"].startswith("/account/sign-in?next=%2Faccount")
    assert not pool.enabled
    assert not signed_in(ada)


def test_somebody_at_an_open_browser_removes_nothing(ada: Client, pool: Pool) -> None:
    has_set_up(ada)
    age(ada, 3600)
    assert ada.post(REMOVE)["Location"].startswith("/account/sign-in?next=%2Faccount%2Fsecond-factor%2Fremove")
    assert pool.enabled


@pytest.mark.parametrize("code", ["000000", "", "12345", totp.code("A" * 32)], ids=["guess", "none", "short", "other"])
def test_a_wrong_code_sets_nothing_up(ada: Client, pool: Pool, code: str) -> None:
    ada.get(SET_UP)
    assert ada.post(SET_UP, {"code": code}).status_code == 422
    assert not pool.enabled


def test_sign_ins_without_a_code_end_when_it_is_set_up(ada: Client, shop: Hosted) -> None:
    thief = come_in(Client(), shop)
    assert signed_in(thief)
    has_set_up(ada)
    assert (signed_in(thief), signed_in(ada)) == (False, True)


def test_a_sign_in_that_began_before_does_not_come_in_without_it(ada: Client, shop: Hosted) -> None:
    thief = Client()
    query = shop.signs_in(begin(thief, "/account/"))
    has_set_up(ada)
    answer = come_back(thief, query)
    assert (answer.status_code, signed_in(thief)) == (400, False)
    assert thief.get("/account/")["Location"].startswith("/account/sign-in?")
    assert signed_in(ada)


def test_nor_does_one_of_staff(browser: Client, shop: Hosted) -> None:
    shop.groups = ("staff",)
    colleague, thief = come_in(browser, shop), Client()
    query = shop.signs_in(begin(thief, "/staff/"))
    colleague.get(SET_UP)
    colleague.post(SET_UP, {"code": totp.code(SECRET)})
    assert (come_back(thief, query).status_code, signed_in(thief)) == (400, False)


def test_nor_where_it_is_set_up_while_the_sign_in_is_noted(
    ada: Client, shop: Hosted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its session stands by then, and the list of those to be ended does not name it yet."""
    thief, add = Client(), sign_ins.add
    query = shop.signs_in(begin(thief, "/account/"))

    def set_up_first(email: str, session_key: str) -> int:
        monkeypatch.setattr(sign_ins, "add", add)
        has_set_up(ada)
        return add(email, session_key)

    monkeypatch.setattr(sign_ins, "add", set_up_first)
    assert (come_back(thief, query).status_code, signed_in(thief)) == (400, False)


def test_the_tokens_of_one_that_came_too_late_are_revoked(ada: Client, shop: Hosted, pool: Pool) -> None:
    thief = Client()
    query = shop.signs_in(begin(thief, "/account/"))
    has_set_up(ada)
    come_back(thief, query)
    assert pool.revoked == [list(shop.refresh_tokens)[-1]]


def test_one_that_begins_afterwards_comes_in(ada: Client, shop: Hosted) -> None:
    """There the sign-in page has asked for the code."""
    has_set_up(ada)
    assert signed_in(come_in(Client(), shop))


def test_nothing_is_set_up_where_those_that_have_begun_cannot_be_refused(
    ada: Client, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(email: str) -> None:
        raise Unavailable("sessions")

    ada.get(SET_UP)
    monkeypatch.setattr(sign_ins, "refuse_begun", fail)
    assert ada.post(SET_UP, {"code": totp.code(SECRET)}).status_code == 503
    assert not pool.enabled


def test_if_the_sign_ins_cannot_be_ended_the_page_says_so(
    ada: Client, pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(email: str, key: str) -> None:
        raise Unavailable("sessions")

    monkeypatch.setattr(sign_ins, "end_others", fail)
    assert "Other devices may still be signed in." in text(has_set_up(ada).get(SET_UP))
    assert pool.enabled


def test_it_is_set_up_shown_and_removed(ada: Client, pool: Pool, service: Service) -> None:
    assert "write to us" in text(ada.get(SET_UP))
    page = text(has_set_up(ada).get(SET_UP))
    assert "Remove the second factor" in page
    assert "back office" not in page
    assert pool.enabled
    assert "your password alone" in text(ada.get(REMOVE))
    assert ada.post(REMOVE)["Location"] == "/account/"
    assert not pool.enabled
    assert "Set up your second factor" in text(ada.get(SET_UP))


def test_nothing_is_removed_without_a_mail_about_it(ada: Client, pool: Pool, service: Service) -> None:
    has_set_up(ada)
    service.refuse["report_second_factor_removal"] = Problem(type="busy", title="Not now", status=409)
    ada.post(REMOVE)
    assert (pool.enabled, service.removals) == (True, [])
    service.refuse.clear()
    ada.post(f"/de{REMOVE}")
    assert (pool.enabled, [language for _, language in service.removals]) == (False, ["de"])


def test_one_that_support_has_removed_is_offered_again(ada: Client, pool: Pool) -> None:
    has_set_up(ada)
    pool.enabled = False
    assert "Set up your second factor" in text(ada.get(SET_UP))


def test_without_one_there_is_nothing_to_remove(ada: Client) -> None:
    assert ada.get(REMOVE)["Location"] == ada.post(REMOVE)["Location"] == SET_UP


def test_staff_do_not_remove_theirs(browser: Client, shop: Hosted, pool: Pool) -> None:
    shop.groups, pool.enabled = ("staff",), True
    come_in(browser, shop)
    assert browser.post(REMOVE)["Location"] == SET_UP
    assert pool.enabled


def test_while_the_pool_is_down_nothing_changes(ada: Client, pool: Pool) -> None:
    pool.refuses = "InternalErrorException"
    assert (ada.get(SET_UP).status_code, ada.post(REMOVE).status_code) == (503, 503)


def test_on_aws_shoppers_are_not_looked_up_when_they_sign_in(ada: Client, pool: Pool, shop: Hosted) -> None:
    pool.enabled, pool.refuses = True, "InternalErrorException"
    assert signed_in(come_in(Client(), shop))


@pytest.fixture
def local_ada(browser: Client, shop: Hosted, pool: Pool, settings: Settings) -> Client:
    """A browser before the local cloud in which a shopper has typed the password, and a code is due."""
    local(settings, asks=False)
    pool.enabled, pool.secret = True, SECRET
    return come_in(browser, shop)


def test_before_the_code_nobody_is_signed_in(local_ada: Client, pool: Pool) -> None:
    for path in ("/account/", "/orders/", SET_UP, REMOVE):
        assert local_ada.get(path)["Location"].startswith("/account/sign-in?")
    assert local_ada.post(CODE, {"code": "000000"}).status_code == 422
    assert not signed_in(local_ada)


def test_somebody_who_is_already_signed_in_is_asked_as_well(local_ada: Client, shop: Hosted) -> None:
    other_tab = begin(local_ada)
    local_ada.post(CODE, {"code": totp.code(SECRET)})
    assert signed_in(local_ada)
    come_back(local_ada, shop.signs_in(other_tab))
    assert not signed_in(local_ada)


def test_the_code_is_asked_for_in_the_shoppers_language(local_ada: Client, shop: Hosted) -> None:
    answer = come_back(local_ada, shop.signs_in(begin(local_ada, "/de/orders/")))
    assert answer["Location"] == "/de/account/second-factor/code?next=%2Fde%2Forders%2F"
    assert "Code aus der App" in text(local_ada.get(answer["Location"]))


def test_a_code_that_comes_too_late_begins_anew(local_ada: Client) -> None:
    store = session(local_ada)
    store[login.WAITING] = store[login.WAITING] | {"signed_in": int(time.time()) - 3600}
    store.save()
    assert local_ada.post(CODE, {"code": totp.code(SECRET)})["Location"].startswith("/account/sign-in?")
    assert not signed_in(local_ada)


def test_the_code_signs_in_by_a_new_session_key(local_ada: Client) -> None:
    before = session(local_ada).session_key
    answer = local_ada.post(CODE, {"code": totp.code(SECRET), "next": "/account/"})
    assert answer["Location"] == "/account/"
    assert signed_in(local_ada)
    assert session(local_ada).session_key != before
    assert local_ada.get(f"{CODE}?next=/orders/")["Location"] == "/orders/"


def test_a_visitor_has_no_code_to_give(browser: Client, settings: Settings) -> None:
    local(settings, asks=False)
    assert browser.post(CODE, {"code": "000000"})["Location"].startswith("/account/sign-in?")


def test_support_never_removes_a_colleagues(shop: Hosted, pool: Pool) -> None:
    pool.groups = ["owner"]
    with pytest.raises(Refusal):
        second_factor.refuse_for_staff("grace@example.org")


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("UserNotFoundException", Refusal),
        ("InvalidParameterException", Refusal),
        ("InternalErrorException", Unavailable),
    ],
    ids=["unknown", "too long for the pool", "down"],
)
def test_an_address_unknown_to_the_user_pool_is_reported(pool: Pool, code: str, problem: type[Exception]) -> None:
    pool.refuses = code
    with pytest.raises(problem):
        second_factor.refuse_for_staff("nobody@example.org")


def test_support_removes_a_shoppers(shop: Hosted, pool: Pool) -> None:
    pool.enabled = True
    second_factor.refuse_for_staff("ada@example.org")
    second_factor.remove_for("ada@example.org")
    assert not pool.enabled
