"""The smoke test says where a shop does not sell, in a line."""

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
import responses
from responses import matchers

from infra.smoke.forms import Document
from infra.smoke.visitor import SmokeFailed, Visitor

SHOP = "https://shop.test"
HOME = '<a href="/product/agate/">Agate</a><a href="/about/">About</a><a href="/product/agate/">again</a>'
ADD = '<form method="post" action="/basket/add/"><input type="hidden" name="sku" value="A"><button>Add</button></form>'
STEP = '<h1>Where to</h1><form method="post"><input name="email" value="old@example.com"><button>On</button></form>'


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as answering:
        answering.get(f"{SHOP}/healthz")
        answering.get(f"{SHOP}/", body=HOME)
        answering.get(f"{SHOP}/product/agate/", body=ADD)
        answering.post(f"{SHOP}/basket/add/", body="in the basket")
        yield answering


def buy(**more: object) -> list[str]:
    said: list[str] = []
    Visitor(SHOP, said.append).buy(0)
    return said


def failure() -> str:
    with pytest.raises(SmokeFailed) as failed:
        buy()
    assert "\n" not in str(failed.value)
    return str(failed.value)


def test_a_shop_that_is_down_fails_at_its_first_page(web: responses.RequestsMock) -> None:
    web.replace(responses.GET, f"{SHOP}/healthz", status=503, body="<h1>Back soon</h1>")
    assert failure() == f"{SHOP}/healthz answers 503: Back soon"


@pytest.mark.parametrize(
    "page",
    [
        "",
        ADD.replace("<button>", "<button disabled>"),
        ADD.replace("sku", "q"),
        ADD.replace("/basket/add/", "/wishes/alerts/ask/"),  # sold out: word by mail once it is back
    ],
)
def test_a_shop_where_nothing_can_be_bought_fails(web: responses.RequestsMock, page: str) -> None:
    web.replace(responses.GET, f"{SHOP}/product/agate/", body=page)
    assert failure().startswith(f"No article on {SHOP}/ can be bought")


def test_a_page_without_a_way_on_fails_and_is_named(web: responses.RequestsMock) -> None:
    web.get(f"{SHOP}/checkout/", body="<h1>Sorry</h1>")
    assert failure() == f"{SHOP}/checkout/ (“Sorry”) has no form that leads on"


def test_a_checkout_that_comes_back_to_the_same_page_fails(web: responses.RequestsMock) -> None:
    web.get(f"{SHOP}/checkout/", body=STEP)
    web.post(f"{SHOP}/checkout/", body=STEP)
    assert failure() == f"The checkout goes in a circle; it was last at {SHOP}/checkout/"


def test_a_page_that_asks_for_a_password_says_how_to_name_one(web: responses.RequestsMock) -> None:
    hosted = (
        '<form method="post"><input name="username"><input name="password" type="password"><button>In</button></form>'
    )
    web.get(f"{SHOP}/checkout/", body=hosted)
    assert "name an account in SMOKE_EMAIL and SMOKE_PASSWORD" in failure()


def test_an_order_that_is_not_confirmed_in_time_fails_with_its_own_words(web: responses.RequestsMock) -> None:
    web.get(f"{SHOP}/checkout/", body=STEP)
    web.post(f"{SHOP}/checkout/", status=303, headers={"Location": "/orders/7/"})
    web.get(f"{SHOP}/orders/7/", body="<h1>Your order is in, and safe.</h1>")
    assert failure() == f"Not confirmed within 0 s: {SHOP}/orders/7/ says “Your order is in, and safe.”"


def test_what_a_form_asks_for_is_typed_and_the_rest_is_sent_as_it_came(web: responses.RequestsMock) -> None:
    form = STEP.replace("<button>", '<input type="hidden" name="csrfmiddlewaretoken" value="t">'
                        '<select name="country"><option value="FR">F<option value="AT" selected>A</select>'
                        '<input type="radio" name="delivery" value="express" checked>'
                        '<input type="checkbox" name="news"><button name="go" value="x">')  # fmt: skip
    web.get(f"{SHOP}/checkout/", body=form)
    sent = web.post(f"{SHOP}/checkout/", status=303, headers={"Location": "/orders/7/"},
                    match=[matchers.header_matcher({"Referer": f"{SHOP}/checkout/", "Origin": SHOP})])  # fmt: skip
    web.get(f"{SHOP}/orders/7/", body="<h1>Thank you. It is yours.</h1>")
    assert buy()[-1] == "confirmed: Thank you. It is yours."
    assert {name: value for name, (value,) in parse_qs(str(sent.calls[0].request.body)).items()} == {
        "email": "success@simulator.amazonses.com", "csrfmiddlewaretoken": "t", "country": "DE", "delivery": "standard",
    }  # fmt: skip


def test_a_providers_page_that_takes_no_card_of_ours_ends_the_visit_without_failing(
    web: responses.RequestsMock,
) -> None:
    web.get(f"{SHOP}/checkout/", status=303, headers={"Location": "https://pay.test/c/1"})
    web.get("https://pay.test/c/1", body="<h1>Pay</h1><div id=root></div>")
    assert buy()[-1] == "as far as the card page of pay.test: it takes no card from plain requests"


@pytest.mark.parametrize("text", ["", "<form", "<input name=a>", "<h1>A<h1>B", "</form></h1><p>&#xD800;", "\x00"])
def test_no_page_is_too_broken_to_be_read(text: str) -> None:
    assert Document(SHOP, text).forms == []
