"""Where a shopper may be sent back to, and where never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.sandbox import return_url

SHOP = "http://localhost:8000"
LEADS_AWAY = [
    "", "/", "//evil.test/", "https://evil.test/", "http://localhost:8000", "http://localhost:80000/", "http://localhost:8000.evil.test/",
    "http://localhost:8000@evil.test/", "http://localhost/", "https://localhost:8000/", "HTTP://localhost:8000/", "http://LOCALHOST:8000/",
    "http:/localhost:8000/", "http:localhost:8000/", "http://user@localhost:8000/", "http://localhost:8000\\@evil.test/",
    "http://localhost:8000%2f/", "http://localhost:8000?x=/", "http://localhost:8000#/", " http://localhost:8000/",
    "http://localhost:8000/ ",
    "http://localhost:8000/a\r\nset-cookie: x=1", "http://localhost:8000/\t", "http://localhost:8000/a\\b",
    "javascript:alert(1)//http://localhost:8000/",
    "data:text/html,http://localhost:8000/", "http://localhost:8000/é", "http://localhost:8000/\u2028", "http://halftone.example/",
    "https://halftone.example.evil.test/", "https://xhalftone.example/", "http://localhost:8000/" + "a" * 1000,
]  # fmt: skip


@pytest.fixture(autouse=True)
def _origins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURN_ORIGINS", f"{SHOP} https://halftone.example")


@pytest.mark.parametrize("url", LEADS_AWAY)
def test_an_address_elsewhere_is_refused(url: str) -> None:
    assert not return_url.allowed(url)


@pytest.mark.parametrize(
    "url", [f"{SHOP}/", f"{SHOP}/checkout/review/?step=2", "https://halftone.example/orders/1/", f"{SHOP}//evil.test/"]
)
def test_an_address_of_the_shop_is_allowed(url: str) -> None:
    assert return_url.allowed(url)


def test_without_an_origin_nothing_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURN_ORIGINS", "")
    assert not return_url.allowed(f"{SHOP}/")
    assert not return_url.allowed("/")


@given(st.text(max_size=60))
def test_whatever_is_put_before_the_shop_or_in_its_name_leads_nowhere(text: str) -> None:
    assert not return_url.allowed(f"https://evil.test/{text}")
    assert not return_url.allowed(f"{text}x{SHOP}/")


def test_the_way_back_keeps_the_shops_own_query() -> None:
    assert return_url.back(f"{SHOP}/a/?step=2#top", state="s&t", token="tok_1") == f"{SHOP}/a/?step=2&state=s%26t&token=tok_1"
