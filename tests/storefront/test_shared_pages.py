"""Pages that a cache before the shop may show to many visitors. What goes wrong comes first."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from backend.contracts.edge import COOKIES
from backend.contracts.problem import Problem
from storefront.clients import reply_cache
from storefront.site.security_headers import SecurityHeaders
from storefront.web import caching, delivery_zones
from storefront.web.request_origin import is_same_origin
from tests.storefront.product.conftest import *  # noqa: F403 - the catalogue in memory
from tests.storefront.service import Service
from tests.storefront.shared_cache import SharedCache

PRODUCT = "/product/slow-tide/"
PAGES = ("/", "/shop/", "/shop/prints/landscapes/", PRODUCT, "/search/?q=tide", "/search/suggestions/?q=ti", "/about/",
         "/delivery/", "/privacy/", "/terms/", "/imprint/")  # fmt: skip
OWN = ("/basket/", "/account/sign-in", "/contact/", "/withdrawal/", "/checkout/")
ADD = {"sku": "TIDE-A4", "quantity": "1"}
OUR_ORIGIN = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def cache(tmp_path: Path) -> SharedCache:
    return SharedCache(tmp_path)


def is_shared(response: HttpResponse) -> bool:
    return response.get("Cache-Control") == caching.SHARED


@pytest.mark.parametrize(
    ("name", "value"),
    [("session", "of-ada"), ("guest", "x"), ("basket", "x"), ("country", "x"), ("theme", "dark"), ("messages", "x"),
     ("csrf", "a" * 32), ("anything", "else")],
)  # fmt: skip
@pytest.mark.parametrize("page", PAGES)
def test_no_page_of_a_visitor_with_a_cookie_is_shared(
    shop: Service, service: Service, page: str, name: str, value: str
) -> None:
    browser = Client()
    browser.cookies[name] = value
    answer = browser.get(page)
    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("page", OWN)
def test_no_page_with_a_form_of_somebodys_own_is_shared(shop: Service, service: Service, page: str) -> None:
    assert not is_shared(Client().get(page))  # type: ignore[arg-type]


@pytest.mark.parametrize("page", ["/nothing-here/", "/product/unknown/", "/shop/unknown/", "/search/?q=a&page=900"])
def test_no_failure_is_shared(shop: Service, service: Service, page: str) -> None:
    answer = Client().get(page)
    assert answer.status_code == 404
    assert not is_shared(answer)  # type: ignore[arg-type]


def test_a_page_that_lacks_a_reply_is_shown_and_not_shared(service: Service) -> None:
    assert is_shared(Client().get("/"))  # type: ignore[arg-type]
    service.down |= {"list_products"}
    reply_cache.clear()
    answer = Client().get("/")
    assert answer.status_code == 200
    assert not is_shared(answer)  # type: ignore[arg-type]


def test_a_page_with_the_delivery_zones_of_before_is_shown_and_not_shared(service: Service) -> None:
    service.down.add("delivery")
    delivery_zones.clear()
    for _ in range(2):  # of which the second does not ask again
        answer = Client().get("/delivery/")
        assert (answer.status_code, is_shared(answer)) == (200, False)  # type: ignore[arg-type]
    service.down.clear()
    delivery_zones.ask_again()
    assert is_shared(Client().get("/delivery/"))  # type: ignore[arg-type]


def test_a_page_of_an_older_backend_without_delivery_zones_is_shared(service: Service) -> None:
    service.refuse["get_delivery_zones"] = Problem(type="not-found", title="There is nothing here", status=404)
    delivery_zones.clear()
    assert is_shared(Client().get("/delivery/"))  # type: ignore[arg-type]


def test_a_page_of_old_replies_is_shown_and_not_shared(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_shared(Client().get("/"))  # type: ignore[arg-type]
    service.down |= {"list_products"}
    monkeypatch.setattr(reply_cache, "get", lambda url: None)  # as if a minute had passed
    answer = Client().get("/")
    assert "This page is from" in answer.content.decode()
    assert not is_shared(answer)  # type: ignore[arg-type]


def test_the_cache_before_the_shop_keeps_visitors_apart_by_every_cookie_of_ours() -> None:
    constants = re.compile(r'^(?:COOKIE|GUEST|SUMMARY|OLD)\b[^=]*= "([a-z]+)"', re.MULTILINE)
    sources = [path.read_text() for path in Path(caching.__file__).parents[1].rglob("*.py")]
    named = {name for source in sources if "ookie" in source for name in re.findall(constants, source)}
    named |= {"guest", "basket", "wishes", "seen", "theme", settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert set(COOKIES) == named
    assert len(COOKIES) <= 10


@pytest.mark.parametrize("personal", ["cookie", "nonce"])
def test_a_page_that_turned_out_to_be_somebodys_own_is_not_shared(personal: str) -> None:
    @caching.shareable
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("page")
        if personal == "cookie":
            response.set_cookie("mine", "1")
        else:
            str(request.csp_nonce)  # type: ignore[attr-defined]
        return response

    guarded: Callable[[HttpRequest], HttpResponse] = caching.share(view)  # type: ignore[arg-type]
    request = RequestFactory().get("/")
    SecurityHeaders(guarded).process_request(request)
    assert not is_shared(guarded(request))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_for_a_visitor_without_cookies_sets_none_and_holds_no_token(
    shop: Service, service: Service, page: str
) -> None:
    answer = Client().get(page)
    assert is_shared(answer)  # type: ignore[arg-type]
    assert not answer.cookies
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert "nonce" not in answer.get("Content-Security-Policy", "") + answer.content.decode()
    assert {"Cookie", "HX-Target"} <= {name.strip() for name in answer["Vary"].split(",")}


def test_each_form_on_a_shared_page_is_taken_without_a_token(shop: Service, service: Service) -> None:
    forms = {
        action: resolve(action).func
        for page in PAGES
        for action in re.findall(r'<form[^>]*method="post"[^>]*?action="([^"]+)"', Client().get(page).content.decode())
    }
    assert set(forms) == {
        "/basket/add/",
        "/basket/country/",
        "/wishes/change/",
        "/wishes/alerts/ask/",
        "/picks/switch/",
        "/newsletter/",
    }
    assert all(getattr(view, "accepts_without_token", False) for view in forms.values())


@pytest.mark.parametrize("page", PAGES)
def test_an_anonymous_page_is_served_a_second_time_without_a_call(
    shop: Service, service: Service, cache: SharedCache, page: str
) -> None:
    first, second = cache.visitor().get(page), cache.visitor().get(page)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == first.content
    assert cache.asked == [page]


def test_a_visitor_with_a_cookie_always_gets_their_own(shop: Service, service: Service, cache: SharedCache) -> None:
    anonymous = cache.visitor().get("/delivery/").text
    austrian = signing.dumps("AT", salt="country", compress=True)
    theirs = cache.visitor(country=austrian).get("/delivery/").text
    assert theirs != anonymous
    assert "Austria" in theirs
    assert cache.visitor().get("/delivery/").text == anonymous
    assert "Austria" in cache.visitor(country=austrian).get("/delivery/").text
    assert cache.asked == ["/delivery/"] * 3


def test_a_part_of_a_page_for_htmx_is_not_shown_as_the_page(
    shop: Service, service: Service, cache: SharedCache
) -> None:
    part = cache.visitor().get(PRODUCT, headers={"HX-Request": "true", "HX-Target": "buy"})
    whole = cache.visitor().get(PRODUCT)
    assert "More landscapes" not in part.text
    assert "More landscapes" in whole.text


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        ({}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "https://testserver"}, False),
        ({"Origin": "http://testserver:81"}, False),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": ""}, False),
        ({"Referer": "http://testserver/"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        (OUR_ORIGIN, True),
    ],
)
def test_a_form_without_a_token_is_taken_from_our_own_pages_only(
    service: Service, headers: dict[str, str], accepted: bool
) -> None:
    answer = Client(enforce_csrf_checks=True).post("/basket/add/", ADD, headers=headers, follow=True)
    assert answer.status_code == (200 if accepted else 403)
    assert bool(service.baskets) is accepted
    assert is_same_origin(RequestFactory().post("/", headers=headers)) is accepted


def test_a_wrong_token_is_refused_wherever_the_form_comes_from(service: Service) -> None:
    for wrong in ({"csrfmiddlewaretoken": "a" * 64}, {"csrfmiddlewaretoken": ""}):
        answer = Client(enforce_csrf_checks=True).post("/basket/add/", ADD | wrong, headers=OUR_ORIGIN, follow=True)
        assert answer.status_code == 403
    assert not service.baskets


@pytest.mark.parametrize("path", ["/basket/set/", "/basket/remove/", "/basket/clear/", "/contact/"])
def test_forms_of_somebodys_own_need_their_token(service: Service, path: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(path, ADD, headers=OUR_ORIGIN, follow=True)
    assert answer.status_code == 403


def test_behind_tls_a_form_from_the_plain_address_is_refused(service: Service) -> None:
    for origin, status in (("http://testserver", 403), ("https://testserver", 200)):
        browser = Client(enforce_csrf_checks=True)
        answer = browser.post("/basket/add/", ADD, secure=True, headers={"Origin": origin}, follow=True)
        assert answer.status_code == status


def test_a_first_visitor_without_scripts_puts_something_into_the_basket(service: Service) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/basket/add/", ADD, headers=OUR_ORIGIN).status_code == 303
    page = browser.get("/basket/")
    assert "Slow Tide" in page.content.decode()
    assert "csrfmiddlewaretoken" in page.content.decode()
