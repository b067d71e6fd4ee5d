"""Where a shopper may be sent back to, and where never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.sandbox import return_url
from tests.backend.sandbox.return_urls import LEADS_AWAY

SHOP = "http://localhost:8000"


@pytest.fixture(autouse=True)
def _origins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURN_ORIGINS", f"{SHOP} https://halftone.example")


@pytest.mark.parametrize("url", LEADS_AWAY)
def test_an_address_elsewhere_is_refused(url: str) -> None:
    assert not return_url.is_allowed(url)


@pytest.mark.parametrize(
    "url", [f"{SHOP}/", f"{SHOP}/checkout/review/?step=2", "https://halftone.example/orders/1/", f"{SHOP}//evil.test/"]
)
def test_an_address_of_the_shop_is_allowed(url: str) -> None:
    assert return_url.is_allowed(url)


def test_without_an_origin_nothing_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURN_ORIGINS", "")
    assert not return_url.is_allowed(f"{SHOP}/")
    assert not return_url.is_allowed("/")


@given(st.text(max_size=60))
def test_whatever_is_put_before_the_shop_or_in_its_name_leads_nowhere(text: str) -> None:
    assert not return_url.is_allowed(f"https://evil.test/{text}")
    assert not return_url.is_allowed(f"{text}x{SHOP}/")


def test_the_way_back_keeps_the_shops_own_query() -> None:
    assert (
        return_url.add_query(f"{SHOP}/a/?step=2#top", state="s&t", token="tok_1")
        == f"{SHOP}/a/?step=2&state=s%26t&token=tok_1"
    )
