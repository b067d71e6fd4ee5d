"""The page that a browser keeps for who has no connection."""

import re

import pytest
from django.conf import settings
from django.test import Client

from storefront.site import offline
from storefront.web import styles
from tests.storefront.product.pages import page


def kept_addresses(client: Client) -> list[str]:
    """Return the addresses that the service worker keeps a copy of."""
    script = client.get("/service-worker.js").content.decode()
    found = re.search(r"const KEPT = \[\.\.\.PAGES, (.*)\];", script)
    assert found
    return [path.strip('"').encode().decode("unicode_escape") for path in found[1].split(", ")]


def test_the_kept_page_needs_nothing_that_is_not_kept_with_it(client: Client) -> None:
    html = page(client, "/offline/")
    shown = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', html)
    assert set(shown) <= set(kept_addresses(client))
    assert not re.findall(r"<(?:img|use)\b", html.partition("<body>")[2])


@pytest.mark.parametrize("path", ["/offline/", styles.address()])
def test_the_browser_is_sent_what_it_is_to_keep(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_the_page_is_the_same_for_everybody_and_no_search_engine_shows_it(client: Client) -> None:
    answer = client.get("/offline/")
    assert "s-maxage" in answer.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


def test_trying_again_asks_for_the_page_whose_place_it_took(client: Client) -> None:
    assert 'href="">Try again</a>' in page(client, "/offline/")


def test_a_new_style_sheet_makes_browsers_keep_the_page_anew(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = client.get("/service-worker.js").content
    assert client.get("/service-worker.js").content == before
    monkeypatch.setattr(offline.styles, "address", lambda: "/styles.another.css")
    assert client.get("/service-worker.js").content != before


def test_the_script_is_the_same_for_who_chose_the_dark_and_who_did_not(client: Client) -> None:
    before = client.get("/service-worker.js").content
    client.cookies.load({"theme": "dark"})
    assert client.get("/service-worker.js").content == before


def test_every_page_names_the_script_and_the_policy_lets_it_work(client: Client) -> None:
    assert 'data-service-worker="/service-worker.js"' in page(client, "/about/")
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert "worker-src" not in directives  # scripts' rule holds: this site's own
    assert client.get("/service-worker.js").headers["Content-Type"].startswith("text/javascript")
