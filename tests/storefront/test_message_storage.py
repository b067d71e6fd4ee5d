"""What is said once on the next page: for as long as it is true, and in a cookie that no other host can set."""

import pytest
from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from storefront.web import message_storage
from storefront.web.message_storage import MessageStorage
from tests.storefront.account.conftest import *  # noqa: F403 - a hosted login
from tests.storefront.account.hosted import Hosted
from tests.storefront.account.hosted_steps import begin, come_back


def request(**cookies: str) -> HttpRequest:
    made = RequestFactory().get("/")
    made.COOKIES = cookies
    made._messages = MessageStorage(made)  # type: ignore[attr-defined]
    return made


def sent(made: HttpRequest) -> dict[str, str]:
    """The cookies that the reply sets; empty ones are removed."""
    response = HttpResponse()
    made._messages.update(response)  # type: ignore[attr-defined]
    return {name: morsel.value for name, morsel in response.cookies.items()}


def said(made: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(made)]


def test_in_https_no_other_host_can_set_the_cookie(settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    made = request()
    messages.info(made, "Hello")
    assert list(sent(made)) == ["__Host-messages"]
    assert said(request(**sent(made))) == ["Hello"]


def test_what_an_earlier_version_said_is_read_once(settings: Settings) -> None:
    made = request()
    messages.info(made, "Hello")
    old = sent(made)
    assert list(old) == ["messages"]
    settings.SESSION_COOKIE_SECURE = True
    made = request(**old)
    assert said(made) == ["Hello"]
    assert sent(made)["messages"] == ""


@pytest.mark.parametrize("name", ["messages", "__Host-messages"])
def test_a_cookie_that_is_not_ours_says_nothing(settings: Settings, name: str) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert said(request(**{name: "made up"})) == []


def test_what_is_true_until_somebody_signs_in_is_not_said_after_it() -> None:
    made = request()
    messages.success(made, "Your account is ready. Sign in to use it.", message_storage.UNTIL_SIGN_IN)
    made = request(**sent(made))
    messages.info(made, "Your basket now holds the item you added before signing in.")
    message_storage.after_sign_in(made)
    assert said(request(**sent(made))) == ["Your basket now holds the item you added before signing in."]


def test_signing_in_says_nothing_that_the_page_shows_anyway(browser: Client, shop: Hosted) -> None:
    come_back(browser, shop.signs_in(begin(browser)))
    assert 'class="message ' not in browser.get("/about/").content.decode()


def test_a_banner_can_be_closed_by_a_button_that_only_scripts_show(browser: Client, shop: Hosted) -> None:
    browser.post("/account/sign-out")
    assert 'class="message__close needs-script" type="button" data-dismiss' in browser.get("/about/").content.decode()


def test_in_https_the_theme_is_read_by_its_new_and_its_old_name(
    browser: Client, shop: Hosted, settings: Settings
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    browser.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in browser.get("/about/").content.decode()
    browser.cookies["__Host-theme"] = "light"
    assert 'data-theme="light"' in browser.get("/about/").content.decode()
