"""The shopper's data to take along: asked for once, waited for, and fetched while signed in."""

import pytest
from django.test import Client
from msgspec.structs import replace

from backend.contracts.order.data_export import DataExport
from tests.storefront.reading import text
from tests.storefront.service import ADA, Service

PAGE, DOWNLOAD, OWNER = "/account/data/", "/account/data/download", f"shopper#{ADA}"
UNDER_WAY = DataExport(requested_at="2026-11-21T10:00:00.000Z", again_from="2099-01-01T00:00:00.000Z")
READY = replace(
    UNDER_WAY,
    ready_at="2026-11-21T10:03:00.000Z",
    expires_at="2099-11-28T10:03:00.000Z",
    size=40_960,
    url="https://bucket.test/data.zip?signature",
)


@pytest.mark.parametrize("path", [PAGE, DOWNLOAD])
def test_visitors_are_sent_to_sign_in(guest: Client, path: str) -> None:
    assert guest.get(path).headers["Location"].startswith("/account/sign-in")


def test_without_a_file_a_download_leads_to_the_page(shopper: Client) -> None:
    assert shopper.get(DOWNLOAD).headers["Location"] == PAGE


def test_asking_twice_says_that_the_file_is_on_its_way(shopper: Client, service: Service) -> None:
    assert "Ask for my data" in text(shopper.get(PAGE))
    first = text(shopper.post(PAGE, follow=True))
    assert "We are preparing your data" in first
    assert "Ask for" not in first
    assert "We are preparing your data." in text(shopper.post(PAGE, follow=True))
    assert list(service.exports) == [OWNER]


@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/de", "de")])
def test_its_mail_is_asked_for_in_the_pages_language(
    shopper: Client, service: Service, prefix: str, language: str
) -> None:
    assert shopper.post(f"{prefix}{PAGE}").status_code == 303
    assert service.mail_languages == [language]


def test_while_the_service_is_down_the_page_says_so(shopper: Client, service: Service) -> None:
    service.down |= {"order"}
    assert shopper.post(PAGE).status_code == 503


def test_a_finished_file_is_fetched_by_its_own_link_and_says_until_when(shopper: Client, service: Service) -> None:
    service.exports[OWNER] = READY
    page = text(shopper.get(PAGE))
    assert "Download (40.0 KB)" in page
    assert "We delete it on 28 Nov 2099" in page
    assert "You can ask for a newer one from" in page
    assert shopper.get(DOWNLOAD).headers["Location"] == READY.url


def test_after_a_day_a_newer_file_can_be_asked_for(shopper: Client, service: Service) -> None:
    service.exports[OWNER] = replace(READY, again_from="2026-11-22T10:00:00.000Z")
    assert "Ask for a newer file" in text(shopper.get(PAGE))
