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
    request_with_messages = RequestFactory().get("/")
    request_with_messages.COOKIES = cookies
    request_with_messages._messages = MessageStorage(request_with_messages)  # type: ignore[attr-defined]
    return request_with_messages


def sent_cookies(request_with_messages: HttpRequest) -> dict[str, str]:
    """The cookies that the reply sets; empty ones are removed."""
    response = HttpResponse()
    request_with_messages._messages.update(response)  # type: ignore[attr-defined]
    return {name: morsel.value for name, morsel in response.cookies.items()}


def message_texts(request_with_messages: HttpRequest) -> list[str]:
    return [str(message) for message in get_messages(request_with_messages)]


def test_in_https_no_other_host_can_set_the_cookie(settings: Settings) -> None:
    settings.SESSION_COOKIE_SECURE = True
    request_with_messages = request()
    messages.info(request_with_messages, "Hello")
    assert list(sent_cookies(request_with_messages)) == ["__Host-messages"]
    assert message_texts(request(**sent_cookies(request_with_messages))) == ["Hello"]


def test_messages_of_an_earlier_version_are_shown_once(settings: Settings) -> None:
    request_with_messages = request()
    messages.info(request_with_messages, "Hello")
    old = sent_cookies(request_with_messages)
    assert list(old) == ["messages"]
    settings.SESSION_COOKIE_SECURE = True
    request_with_messages = request(**old)
    assert message_texts(request_with_messages) == ["Hello"]
    assert sent_cookies(request_with_messages)["messages"] == ""


@pytest.mark.parametrize("name", ["messages", "__Host-messages"])
def test_a_cookie_that_is_not_ours_says_nothing(settings: Settings, name: str) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert message_texts(request(**{name: "made up"})) == []


def test_notes_for_guests_disappear_after_signing_in() -> None:
    request_with_messages = request()
    messages.success(request_with_messages, "Your account is ready. Sign in to use it.", message_storage.UNTIL_SIGN_IN)
    request_with_messages = request(**sent_cookies(request_with_messages))
    messages.info(request_with_messages, "Your basket now holds the item you added before signing in.")
    message_storage.after_sign_in(request_with_messages)
    assert message_texts(request(**sent_cookies(request_with_messages))) == [
        "Your basket now holds the item you added before signing in."
    ]


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
