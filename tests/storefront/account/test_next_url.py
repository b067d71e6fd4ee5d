"""After signing in one ends on a page of this shop, whatever `next` says."""

from urllib.parse import quote

import pytest
from django.test import Client

from storefront.web.next_url import own_path, safe_path
from tests.storefront.account.hosted import Hosted
from tests.storefront.account.hosted_steps import begin, come_back

STRANGE = [
    "",
    "https://evil.example",
    "http://evil.example/",
    "HTTPS://EVIL.EXAMPLE/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/basket\\..\\..",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    " https://evil.example",
    "\x00//evil.example",
    "\x08https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:\\\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://evil.example",
    "//evil.example@localhost:8000/",
    "http://localhost:8000@evil.example/",
    "http://localhost:8000.evil.example/",
    "http://localhost:8000/basket/",
    "//localhost:8000/basket/",
    "https://localhost:8000/",
    "//[::1]/",
    "http://[",
    "//2130706433/",
    "evil.example",
    "basket/",
    "?next=//evil.example",
    "#//evil.example",
    "/／evil.example",
    "/。evil.example",
    "／／evil.example",
    "/\u2028evil.example",
    "/\u202eelpmaxe.live//",
    "/basket/\r\nLocation: https://evil.example",
    "/basket/\r\n\r\n<script>alert(1)</script>",
    "/" + "a" * 2_000,
    "/account/sign-out",
    "/account/sign-in?next=/",
    "/account/callback?code=a&state=b",
]
OWN = [
    "/",
    "/basket/",
    "/shop/prints/?sort=price-up",
    "/product/harbour/?v=HB-1",
    "/checkout/#pay",
    "/%2Fevil.example",
    "/..//evil.example",
    "/account/",
]


@pytest.mark.parametrize("next", STRANGE)
def test_a_strange_way_back_leads_home(next: str) -> None:
    assert safe_path(next) == "/"


@pytest.mark.parametrize("next", OWN)
def test_a_path_of_our_own_is_kept(next: str) -> None:
    assert safe_path(next) == next


@pytest.mark.parametrize("next", STRANGE)
def test_no_page_leads_out_of_the_shop(browser: Client, shop: Hosted, next: str) -> None:
    page = browser.get(f"/account/sign-in?next={quote(next)}")
    assert '<input type="hidden" name="next" value="/">' in page.content.decode()
    assert come_back(browser, shop.signs_in(begin(browser, next)))["Location"] == "/"
    assert browser.get(f"/account/sign-in?next={quote(next)}")["Location"] == "/"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://shop.test/basket/?a=b", "/basket/?a=b"),
        ("http://evil.example/basket/", "/"),
        ("http://shop.test//evil.example", "/"),
        ("http://[", "/"),
        ("/basket/", "/"),
        ("", "/"),
    ],
)
def test_only_a_page_of_this_shop_is_gone_back_to(url: str, path: str) -> None:
    assert own_path(url, "shop.test") == path
