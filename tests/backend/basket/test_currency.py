"""Baskets of shops that sell in other currencies than euro, and of a shop whose currency was changed."""

import pytest
from msgspec.structs import replace

from backend.basket import checkout, offers, promotions, service
from backend.basket.domain import Line
from backend.basket.item import Contents, decode, encode
from backend.contracts.basket.models import Change, Delivery
from backend.contracts.currencies import about
from backend.contracts.problem import Refused
from backend.contracts.promotion.events import PromotionChanged
from backend.contracts.promotion.models import Kind, Reason
from tests.backend import shop
from tests.backend.basket.owners import ADA, body, check_out, event
from tests.backend.basket.test_promotions import promotion

HARBOUR, ORBIT = shop.SKUS[:2]
CURRENCIES = ("JPY", "KWD", "CHF", "HUF", "ISK")
OFF = promotion("FIVE", kind=Kind.AMOUNT, percent=0, amount=500)


def sell(currency: str, sku: str = HARBOUR, price: int = 2900) -> None:
    offers.save_offers(shop.product_changed(sku, price, version=2, currency=currency))


def offer_promotion(**changes: object) -> None:
    promotions.save(PromotionChanged(promotion=replace(OFF, **changes)))  # type: ignore[arg-type]
    promotions.automatic.forget()


@pytest.fixture
def to_yen(on_offer: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """A shop with a basket of euro articles that sells in yen from now on."""
    service.set_line(ADA, HARBOUR, 1)
    monkeypatch.setenv("CURRENCY", "JPY")


def test_what_was_priced_in_euro_is_not_bought_in_yen(to_yen: None) -> None:
    (line,) = service.get(ADA).lines
    assert (line.price, line.total) == (0, 0), "euros are not shown as yen"
    assert (line.change, service.get(ADA).subtotal, service.get(ADA).can_check_out) == (Change.WITHDRAWN, 0, False)
    with pytest.raises(Refused, match="sold in another currency"):
        service.set_line(ADA, ORBIT, 1)
    with pytest.raises(Refused) as refused:
        check_out(ADA)
    assert refused.value.problem.status == 409


@pytest.mark.parametrize("terms", [{}, {"kind": Kind.PERCENTAGE, "amount": 0, "percent": 10, "minimum": 5000}])
def test_a_promotion_of_euros_is_over_once_the_shop_sells_in_yen(to_yen: None, terms: dict[str, object]) -> None:
    offer_promotion(**terms)
    with pytest.raises(Refused) as refused:
        service.enter_code(ADA, "FIVE")
    assert refused.value.problem.type == "code-expired"


def test_a_code_that_is_in_the_basket_already_saves_nothing_and_says_so(
    on_offer: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_promotion()
    service.set_line(ADA, HARBOUR, 1)
    assert service.enter_code(ADA, "FIVE").discount == 500
    monkeypatch.setenv("CURRENCY", "JPY")
    sell("JPY", ORBIT, 3200)
    basket = service.set_line(ADA, ORBIT, 1)
    assert (basket.discount, basket.codes[0].reason) == (0, Reason.EXPIRED)


def test_an_automatic_promotion_of_euros_takes_nothing_off_yen(to_yen: None) -> None:
    offer_promotion(automatic=True)
    sell("JPY", ORBIT, 3200)
    assert service.set_line(ADA, ORBIT, 1).discount == 0


@pytest.mark.parametrize("terms", [{"currency": "JPY"}, {"kind": Kind.PERCENTAGE, "amount": 0, "percent": 10}])
def test_one_of_yen_is_given_and_a_percentage_in_any_currency(to_yen: None, terms: dict[str, object]) -> None:
    offer_promotion(**terms)
    sell("JPY", ORBIT, 3200)
    service.set_line(ADA, ORBIT, 1)
    assert service.enter_code(ADA, "FIVE").discount == (500 if "currency" in terms else 320)


def test_the_answer_of_a_checkout_in_euro_stays_in_euro(
    on_offer: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    service.set_line(ADA, HARBOUR, 1)
    total = service.get(ADA).deliveries[0].total
    first = check_out(ADA)
    monkeypatch.setenv("CURRENCY", "JPY")
    assert service.check_out(ADA, body(total)) == first
    assert first.currency == "EUR"


def test_a_checkout_that_was_remembered_before_currencies_could_change_is_one_in_the_shops_only_one() -> None:
    kept = checkout.Checkout(key=b"k", body=b"b", order_id="0" * 28, total=2900)
    assert checkout.answer(kept, ADA).currency == "EUR"


def test_a_line_of_euros_that_is_priced_in_yen_by_now_shows_no_price_of_then(to_yen: None) -> None:
    sell("JPY", HARBOUR, 4900)
    (line,) = service.get(ADA).lines
    assert (line.change, line.seen_price, line.price) == (Change.NONE, 4900, 4900)


def test_the_answer_of_a_checkout_in_yen_is_remembered_in_yen(
    on_offer: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CURRENCY", "JPY")
    sell("JPY", HARBOUR, 4900)
    service.set_line(ADA, HARBOUR, 1)
    total = service.get(ADA).deliveries[0].total
    first = check_out(ADA)
    monkeypatch.setenv("CURRENCY", "EUR")
    assert service.check_out(ADA, body(total)) == first
    assert (first.currency, first.total) == ("JPY", total)


@pytest.mark.parametrize("currency", ["EUR", "JPY", "ZWG", "AED"])
@pytest.mark.parametrize("total", [0, 1, 10**14])
def test_what_a_basket_keeps_is_read_with_its_currency(currency: str, total: int) -> None:
    made = checkout.Checkout(key=b"k" * 8, body=b"b" * 8, order_id="0" * 28, total=total, currency=currency)
    line = Line(sku="A", quantity=2, seen_price=1250, since=5, currency=currency)
    contents = Contents(lines=(line,), checkouts=(made,), version=3)
    assert decode(encode(ADA, contents)) == contents


def test_what_a_basket_kept_before_currencies_could_change_is_in_euro() -> None:
    kept = encode(ADA, Contents(lines=(Line(sku="A", quantity=2, seen_price=1250, since=5),), version=1))
    assert kept["line#A"] == {"L": [{"N": "2"}, {"N": "1250"}]}
    assert decode(kept).lines[0].currency == "EUR"


@pytest.mark.parametrize("currency", CURRENCIES)
def test_a_shop_in_any_currency_sells_and_delivers_for_sums_of_its_own(
    on_offer: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, currency: str
) -> None:
    monkeypatch.setenv("CURRENCY", currency)
    sell(currency, price=about(2900, currency))
    basket = service.set_line(ADA, HARBOUR, 1)
    standard = basket.deliveries[0]
    assert (basket.currency, standard.price) == (currency, about(490, currency))
    assert basket.free_delivery_from == about(5000, currency)
    assert standard.total == about(2900, currency) + about(490, currency)
    assert standard.tax == round(standard.total * 19 / 119)
    check_out(ADA)
    sold = event(ADA)
    assert (sold.currency, sold.total, sold.delivery) == (currency, standard.total, Delivery.STANDARD)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_a_discount_leaves_about_a_euro_to_pay(
    on_offer: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, currency: str
) -> None:
    monkeypatch.setenv("CURRENCY", currency)
    sell(currency, price=about(2900, currency))
    offer_promotion(kind=Kind.PERCENTAGE, amount=0, percent=100)
    service.set_line(ADA, HARBOUR, 1)
    basket = service.enter_code(ADA, "FIVE")
    assert basket.subtotal - basket.discount == about(100, currency)
