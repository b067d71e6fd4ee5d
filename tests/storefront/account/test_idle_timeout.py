"""A sign-in ends after a while without a visit, sooner in the back office, and after thirty days in any case."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from storefront.account import idle_timeout, second_factor
from tests.storefront.account.hosted import Hosted
from tests.storefront.account.hosted_steps import begin, come_back, session, signed_in

DAY = 24 * 3600
Later = Callable[[float], None]


@pytest.fixture
def later(browser: Client) -> Later:
    """Lets the browser's sign-in and its visits be so many seconds longer ago."""

    def pass_time(seconds: float) -> None:
        store = session(browser)
        entry = store["shopper"]
        store["shopper"] = entry | {
            name: int(entry[name] - seconds) for name in ("at", idle_timeout.SEEN, idle_timeout.SEEN_BY_STAFF)
        }
        store.save()

    return pass_time


@pytest.fixture(autouse=True)
def shopper(browser: Client, shop: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_factor, "is_set_up", lambda token: True)
    shop.groups = ("staff",)
    come_back(browser, shop.signs_in(begin(browser)))


@pytest.mark.parametrize(("days", "lasts"), [(13.9, True), (14.1, False)])
def test_a_shopper_who_stays_away_for_two_weeks_signs_in_again(
    browser: Client, later: Later, days: float, lasts: bool
) -> None:
    later(days * DAY)
    assert (browser.get("/account/").status_code == 200) is lasts


def test_a_visit_begins_the_two_weeks_anew(browser: Client, later: Later) -> None:
    for _ in range(2):
        later(10 * DAY)
        assert browser.get("/account/").status_code == 200


def test_thirty_days_after_signing_in_it_is_over_however_often_one_comes(browser: Client, later: Later) -> None:
    for _ in range(3):
        later(9 * DAY)
        assert browser.get("/account/").status_code == 200
    later(4 * DAY)
    assert browser.get("/account/")["Location"] == "/account/sign-in?next=%2Faccount%2F&ended=1"


@pytest.mark.parametrize(("minutes", "lasts"), [(29, True), (31, False)])
def test_the_back_office_asks_again_after_half_an_hour(
    browser: Client, later: Later, minutes: int, lasts: bool
) -> None:
    later(minutes * 60)
    answer = browser.get("/staff/catalogue/")
    assert (answer.status_code == 200) is lasts
    if not lasts:
        assert answer["Location"] == "/account/sign-in?next=%2Fstaff%2Fcatalogue%2F&ended=1"
        assert not signed_in(browser)


def test_work_goes_on_as_long_as_it_is_done(browser: Client, later: Later) -> None:
    for _ in range(3):
        later(25 * 60)
        assert browser.get("/staff/catalogue/").status_code == 200


def test_the_limits_are_settings(browser: Client, later: Later, settings: Settings) -> None:
    settings.IDLE_SECONDS = settings.STAFF_IDLE_SECONDS = 60
    later(61)
    assert browser.get("/account/").status_code == 302


def test_a_page_seldom_costs_a_write(browser: Client) -> None:
    before = session(browser)["shopper"]
    for page in ("/account/", "/staff/catalogue/", "/account/"):
        browser.get(page)
    assert session(browser)["shopper"] == before


def test_the_time_of_a_session_of_an_earlier_version_begins_with_the_next_visit(browser: Client) -> None:
    store = session(browser)
    store["shopper"] = {
        name: value
        for name, value in store["shopper"].items()
        if name not in ("at", idle_timeout.SEEN, idle_timeout.SEEN_BY_STAFF)
    }
    store.save()
    assert browser.get("/staff/catalogue/").status_code == 200
    assert {"at", idle_timeout.SEEN, idle_timeout.SEEN_BY_STAFF} <= session(browser)["shopper"].keys()
