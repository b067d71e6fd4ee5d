"""The address of a page decides its language, and nothing else does. What goes wrong comes first."""

import re
from pathlib import Path

import pytest
from django.conf import settings as base
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation
from pytest_django.fixtures import Settings

from backend.contracts import shop as contract
from storefront.account.login import _state, return_path
from storefront.web import caching, formats, languages
from storefront.web.next_url import safe_path
from tests.storefront.product.conftest import *  # noqa: F403 - the catalogue in memory
from tests.storefront.product.pages import page
from tests.storefront.service import Service
from tests.storefront.shared_cache import SharedCache

PAGES = ("/", "/shop/", "/shop/prints/landscapes/", "/product/slow-tide/", "/search/?q=tide", "/about/", "/delivery/",
         "/privacy/", "/terms/", "/imprint/", "/basket/", "/wishes/", "/account/sign-in", "/contact/", "/orders/find/")  # fmt: skip
NO_VERSIONS = {"/search/?q=tide", "/wishes/", "/account/sign-in"}
"""Pages that search engines do not list, and that so have no address of record."""
MACHINES = ("/healthz", "/robots.txt", "/sitemap.xml", "/manifest.webmanifest", "/service-worker.js", "/favicon.ico",
            "/staff/")  # fmt: skip
LINK = re.compile(r'(?:href|action)="(/[^"]*)"')


@pytest.fixture
def three(settings: Settings) -> None:
    """The shop offers three languages."""
    settings.LANGUAGES = [(code, base.LANGUAGE_NAMES[code]) for code in ("en", "de", "fr")]


@pytest.fixture(autouse=True)
def english() -> None:
    """Other tests speak English again."""
    translation.activate("en")


@pytest.mark.parametrize("path", ["/de/", "/fr/shop/", "/xx/", "/en/", "/DE/", "/deutsch/"])
def test_a_language_that_is_not_offered_is_no_address(shop: Service, settings: Settings, path: str) -> None:
    settings.LANGUAGES = [("en", "English")]
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", ["/xx/", "/en/", "/DE/shop/", "/de-AT/", "/de/de/", "/fr/xx/"])
def test_an_unknown_prefix_is_no_address(shop: Service, three: None, path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("path", MACHINES)
def test_what_machines_and_staff_open_has_no_language(shop: Service, three: None, path: str) -> None:
    assert Client().get(f"/de{path}").status_code == 404
    assert Client().get(path).status_code != 404


@pytest.mark.parametrize("path", PAGES)
def test_neither_a_header_nor_a_cookie_chooses_a_language(shop: Service, three: None, path: str) -> None:
    browser = Client(headers={"Accept-Language": "de"})
    browser.cookies[base.LANGUAGE_COOKIE_NAME] = "de"
    answer = browser.get(path)
    assert answer.status_code == 200
    assert '<html lang="en"' in answer.content.decode()
    assert "accept-language" not in answer.get("Vary", "").lower()


@pytest.mark.parametrize("language", ["de", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_each_page_speaks_the_language_of_its_address_and_names_its_versions(
    shop: Service, three: None, path: str, language: str
) -> None:
    html = page(Client(), f"/{language}{path}")
    assert f'<html lang="{language}"' in html
    if path not in NO_VERSIONS:
        named = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', html))
        assert named == {
            "en": base.SHOP_URL + path, "de": f"{base.SHOP_URL}/de{path}", "fr": f"{base.SHOP_URL}/fr{path}",
            "x-default": base.SHOP_URL + path,
        }  # fmt: skip
        assert f'<link rel="canonical" href="{base.SHOP_URL}/{language}{path}">' in html


@pytest.mark.parametrize("path", PAGES)
def test_every_link_and_form_of_a_page_keeps_the_language(shop: Service, three: None, path: str) -> None:
    body = page(Client(), f"/de{path}")
    switcher = re.search(r'<nav class="footer footer--languages".*?</nav>', body, re.DOTALL)
    assert switcher
    unprefixed = [
        link for link in LINK.findall(body.replace(switcher[0], ""))
        if not link.startswith(("/de/", "/static/", "/pictures/", "/styles.", "/manifest", "/service-worker"))
    ]  # fmt: skip
    assert not unprefixed


def test_the_switcher_leads_to_the_same_page_and_says_which_language_this_is(shop: Service, three: None) -> None:
    html = page(Client(), "/de/search/?q=tide&answer=x")
    assert re.findall(r'<a href="([^"]+)" lang="(..)" hreflang=".."( aria-current="true")?>([^<]+)</a>', html) == [
        ("/search/?q=tide", "en", "", "English"),
        ("/de/search/?q=tide", "de", ' aria-current="true"', "Deutsch"),
        ("/fr/search/?q=tide", "fr", "", "Français"),
    ]


def test_a_shop_of_one_language_has_no_switcher(shop: Service, settings: Settings) -> None:
    settings.LANGUAGES = [("en", "English")]
    html = page(Client(), "/")
    assert "hreflang" not in html
    assert "footer--languages" not in html


@pytest.mark.parametrize("path", ["/", "/shop/", "/product/slow-tide/", "/search/suggestions/?q=ti", "/delivery/"])
def test_a_shared_page_of_one_language_is_never_served_for_another(
    shop: Service, three: None, tmp_path: Path, path: str
) -> None:
    cache = SharedCache(tmp_path)
    versions = {language: f"{languages.prefix(language)}{path}" for language in ("en", "de", "fr")}
    first = {language: cache.visitor().get(address) for language, address in versions.items()}
    again = {language: cache.visitor().get(address) for language, address in versions.items()}
    assert cache.asked == list(versions.values())
    assert [each.headers["Cache-Control"] for each in first.values()] == [caching.SHARED] * 3
    assert [each.text for each in again.values()] == [each.text for each in first.values()]
    if "suggestions" not in path:
        assert [re.findall(r'<html lang="(..)"', each.text)[0] for each in first.values()] == ["en", "de", "fr"]


def test_what_was_drawn_for_one_language_is_not_shown_in_another(shop: Service, three: None) -> None:
    english, german = re.compile(r"€\d+\.\d\d"), re.compile(r"\d+,\d\d\u00a0€")
    for path in ("/", "/shop/", "/product/slow-tide/"):
        for prefix, written, other in (("", english, german), ("/de", german, english), ("", english, german)):
            html = page(Client(), prefix + path)
            assert written.search(html)
            assert not other.search(html)


def test_a_form_leads_on_in_its_language(shop: Service, three: None) -> None:
    answer = Client().get("/de/account/")
    assert answer.status_code == 302
    assert answer["Location"] == "/de/account/sign-in?next=%2Fde%2Faccount%2F"
    posted = Client().post("/de/basket/country/", {"country": "AT"})
    assert posted["Location"].startswith("/de/")


@pytest.mark.parametrize(("address", "path"), [
    ("/de/checkout/", "/de/checkout/"), ("/de/account/sign-in?next=/de/", "/fr/"), ("https://evil.example/", "/fr/"),
    ("/fr/account/callback", "/fr/"), ("", "/fr/"), ("/xx/account/sign-up", "/xx/account/sign-up"),
])  # fmt: skip
def test_one_comes_back_to_a_page_of_ours_in_any_language(three: None, address: str, path: str) -> None:
    translation.activate("fr")
    assert safe_path(address) == path


@pytest.mark.parametrize(("path", "part"), [
    ("/de/checkout/delivery/", "/de/checkout/"), ("/checkout/", "/checkout/"), ("/fr/", "/fr/"), ("/", "/"), ("/de/about/", "/de/"),
])  # fmt: skip
def test_a_forgotten_sign_in_leads_to_its_part_of_the_shop_in_its_language(three: None, path: str, part: str) -> None:
    assert return_path(_state(path)) == part


def test_a_sign_in_from_a_language_that_is_offered_no_more_leads_to_english(three: None, settings: Settings) -> None:
    state = _state("/de/checkout/")
    settings.LANGUAGES = [("en", "English")]
    assert return_path(state) == "/checkout/"


def test_robots_and_the_sitemap_name_the_pages_of_each_language(shop: Service, three: None) -> None:
    robots = page(Client(), "/robots.txt")
    assert {"Disallow: /basket/", "Disallow: /de/basket/", "Disallow: /fr/basket/"} <= set(robots.splitlines())
    products = page(Client(), "/sitemap-products-1.xml")
    tide = re.findall(r"<url><loc>([^<]+/slow-tide/)</loc>.*?</url>", products)
    assert tide == [f"{base.SHOP_URL}{each}/product/slow-tide/" for each in ("", "/de", "/fr")]
    named = f'<xhtml:link rel="alternate" hreflang="fr" href="{base.SHOP_URL}/fr/product/slow-tide/"/>'
    assert products.count(named) == 3


def test_the_browser_keeps_a_page_for_each_language_to_show_without_a_connection(three: None) -> None:
    script = page(Client(), "/service-worker.js").replace("\\u002D", "-")
    assert 'PAGES = ["/offline/", "/de/offline/", "/fr/offline/"]' in script


def test_old_addresses_are_as_they_were(three: None) -> None:
    assert reverse("product:home") == "/"
    assert reverse("basket:show") == "/basket/"
    assert reverse("staff:home") == "/staff/"
    translation.activate("de")
    assert reverse("basket:show") == "/de/basket/"
    assert (reverse("staff:home"), reverse("machine:sitemap")) == ("/staff/", "/sitemap.xml")
    assert resolve("/de/basket/").view_name == "basket:show"


def test_prices_dates_and_numbers_are_written_as_the_language_writes_them(three: None) -> None:
    written = {}
    for language in ("en", "de", "fr"):
        translation.activate(language)
        written[language] = [
            formats.money(123_450, "EUR"), formats.weekday("2026-11-24"), formats.full_date("2029-12-31"), formats.percent(810),
            formats.day("2026-11-21T12:00:00Z"),
        ]  # fmt: skip
    assert written == {
        "en": ["€1,234.50", "Tue 24 Nov", "31 December 2029", "8.1\u00a0%", "21 Nov 2026"],
        "de": ["1.234,50\u00a0€", "Di., 24. Nov.", "31. Dezember 2029", "8,1\u00a0%", "21.11.2026"],
        "fr": ["1\u202f234,50\u00a0€", "mar. 24 nov.", "31 décembre 2029", "8,1\u00a0%", "21 nov. 2026"],
    }


def test_english_is_always_offered_and_every_language_has_a_name() -> None:
    assert contract.LANGUAGES[0] == base.LANGUAGE_CODE == "en"
    assert set(contract.LANGUAGES) <= set(base.LANGUAGE_NAMES)
