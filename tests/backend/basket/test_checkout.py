"""The rules of checking out, without a table."""

from datetime import date, timedelta
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.basket import checkout, delivery
from backend.basket.checkout import MAX_REMEMBERED, REMEMBER_DAYS, Checkout
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.models import MAX_LINES, Agreed, AgreedLine, Delivery
from backend.contracts.delivery.zones import DEFAULT, delivery_date
from backend.contracts.inventory.models import Level
from backend.contracts.problem import FieldError, Refused
from backend.contracts.product.translations import LocalTitle, LocalValues
from backend.contracts.types import MAX_QUANTITY, Language
from backend.contracts.working_days import day_of
from tests.backend.basket.lines import CLOSING, line, offer, prices, quantities
from tests.backend.basket.owners import body
from tests.backend.shop import ADDRESS

A_DAY = timedelta(days=1) // timedelta(milliseconds=1)


def remembered_checkout(born: int, key: str, total: int = 1000) -> tuple[tuple[Checkout, ...], BasketCheckedOut]:
    event = checkout.close((line(),), {"A": offer(total)}, body(total + 490), CLOSING)
    event = msgspec.structs.replace(event, order_id=f"{born:012x}" + "0" * 16)
    return checkout.remember((), body(total + 490, key), event), event


def test_an_empty_basket_is_refused() -> None:
    with pytest.raises(Refused, match="empty"):
        checkout.close((), {}, body(490), CLOSING)


def test_a_withdrawn_article_is_refused_by_name() -> None:
    with pytest.raises(Refused) as refused:
        checkout.close(
            (line("A"), line("B")), {"A": offer(), "B": offer(title="Gone", withdrawn=True)}, body(1490), CLOSING
        )
    assert (refused.value.problem.status, refused.value.problem.type, refused.value.problem.detail) == (
        409,
        "withdrawn",
        "Gone",
    )
    assert refused.value.problem.errors[0].field == "B"


def test_a_sold_out_article_is_refused_by_name_whatever_total_was_agreed_to() -> None:
    offers = {"A": offer(), "B": offer(title="The last one", level=Level.SOLD_OUT)}
    for agreed in (1490, 2490):  # without the line, as the basket shows it, and with it, as it was shown before
        with pytest.raises(Refused) as refused:
            checkout.close((line("A"), line("B")), offers, body(agreed), CLOSING)
        problem = refused.value.problem
        assert (problem.status, problem.type, problem.title, problem.detail) == (
            409,
            "sold-out",
            "An article is sold out",
            "The last one",
        )
        assert problem.errors == (FieldError("B", "Sold out"),)


def test_all_unavailable_articles_are_named_together_and_withdrawn_ones_in_words() -> None:
    offers = {"A": offer(level=Level.SOLD_OUT), "B": offer(title="Gone", withdrawn=True), "C": offer()}
    with pytest.raises(Refused) as refused:
        checkout.close((line("A"), line("B"), line("C")), offers, body(1490), CLOSING)
    assert (refused.value.problem.type, refused.value.problem.detail) == ("withdrawn", "Gone")
    assert refused.value.problem.errors == (FieldError("A", "Sold out"), FieldError("B", "No longer available"))


def test_an_article_of_which_fewer_are_left_is_for_the_inventory_to_decide() -> None:
    assert checkout.close((line(quantity=3),), {"A": offer(level=Level.LOW, left=2)}, body(3490), CLOSING).total == 3490


def test_an_article_without_an_offer_is_refused() -> None:
    with pytest.raises(Refused, match="no longer"):
        checkout.close((line("A"),), {}, body(1490), CLOSING)


@pytest.mark.parametrize(
    "lines", [(line(quantity=MAX_QUANTITY + 1),), tuple(line(f"S{n}") for n in range(MAX_LINES + 1))]
)
def test_a_basket_over_a_limit_is_refused(lines: tuple[checkout.Line, ...]) -> None:
    with pytest.raises(Refused) as refused:
        checkout.close(lines, {each.sku: offer() for each in lines}, body(1490), CLOSING)
    assert refused.value.problem.type == "over-limit"


@pytest.mark.parametrize("expected", [0, 1489, 1491, 1000, 1990])
def test_another_total_is_refused_with_the_right_one(expected: int) -> None:
    with pytest.raises(Refused) as refused:
        checkout.close((line(),), {"A": offer(1000)}, body(expected), CLOSING)
    assert (refused.value.problem.status, refused.value.problem.type, refused.value.problem.total) == (
        409,
        "total-changed",
        1490,
    )


@given(
    st.lists(st.tuples(prices, quantities), min_size=1, max_size=MAX_LINES),
    st.sampled_from(list(DEFAULT.zones[0].ways)),
)
def test_an_order_is_exact_to_the_minor_unit_and_readable_by_its_contract(
    bought: list[tuple[int, int]], delivery: Delivery
) -> None:
    lines = tuple(line(f"S{n}", quantity, 1, n) for n, (_, quantity) in enumerate(bought))
    subtotal = sum(price * quantity for price, quantity in bought)
    price = 990 if delivery is Delivery.EXPRESS else 490 if subtotal < 5000 else 0
    wanted = body(subtotal + price, delivery=delivery)
    event = checkout.close(lines, {f"S{n}": offer(price) for n, (price, _) in enumerate(bought)}, wanted, CLOSING)
    assert (event.subtotal, event.delivery_price, event.total) == (subtotal, price, subtotal + price)
    assert sum(each.total for each in event.lines) == event.subtotal
    assert msgspec.json.decode(msgspec.json.encode(event), type=BasketCheckedOut) == event


def test_the_seen_price_decides_nothing() -> None:
    assert checkout.close((line(seen_price=1),), {"A": offer(1000)}, body(1490), CLOSING).total == 1490


def test_the_same_key_with_the_same_body_finds_its_checkout() -> None:
    checkouts, event = remembered_checkout(0, "k" * 16)
    found = checkout.find_earlier(checkouts, body(1490, "k" * 16))
    assert found is not None
    assert checkout.answer(found, "shopper#ada").order_id == event.order_id


def test_another_key_finds_none() -> None:
    assert checkout.find_earlier(remembered_checkout(0, "k" * 16)[0], body(1490, "l" * 16)) is None


@pytest.mark.parametrize(
    "other",
    [body(1491, "k" * 16), body(1490, "k" * 16, delivery=Delivery.EXPRESS)],
    ids=["another total", "another delivery"],
)
def test_the_same_key_with_another_body_is_refused(other: checkout.CheckOut) -> None:
    with pytest.raises(Refused) as refused:
        checkout.find_earlier(remembered_checkout(0, "k" * 16)[0], other)
    assert (refused.value.problem.status, refused.value.problem.type) == (422, "key-reused")


def test_the_same_form_on_a_page_in_another_language_is_the_same_checkout_and_has_the_digest_of_earlier_releases() -> (
    None
):
    checkouts, event = remembered_checkout(0, "k" * 16)
    for language in get_args(Language):
        found = checkout.find_earlier(checkouts, body(1490, "k" * 16, language=language))
        assert found is not None
        assert found.order_id == event.order_id
    (in_german,) = checkout.remember((), body(1490, "k" * 16, language="de"), event)
    assert in_german == checkouts[0]


@pytest.mark.parametrize("language", get_args(Language))
def test_an_order_has_the_language_of_its_page(language: Language) -> None:
    event = checkout.close((line(),), {"A": offer()}, body(1490, language=language), CLOSING)
    assert event.language == language


TITLES = (LocalTitle(language="de", title="Hafen"), LocalTitle(language="fr", title="Port"))


@pytest.mark.parametrize(("language", "title"), [("en", "A4 print"), ("de", "Hafen"), ("fr", "Port")])
def test_a_line_is_called_as_the_page_calls_it(language: Language, title: str) -> None:
    sold = msgspec.structs.replace(offer(), title="A4 print", titles=TITLES)
    event = checkout.close((line(),), {"A": sold}, body(1490, language=language), CLOSING)
    assert [each.title for each in event.lines] == [title]


@pytest.mark.parametrize(("language", "values"), [("en", ("Oak",)), ("de", ("Eiche",)), ("fr", ("Oak",))])
def test_a_lines_values_are_called_as_the_page_calls_them(language: Language, values: tuple[str, ...]) -> None:
    german = (LocalValues(language="de", values=("Eiche",)),)
    sold = msgspec.structs.replace(offer(), values=("Oak",), local_values=german)
    event = checkout.close((line(),), {"A": sold}, body(1490, language=language), CLOSING)
    assert [each.values for each in event.lines] == [values]


def test_a_line_without_a_title_in_the_pages_language_has_the_shops_own() -> None:
    sold = msgspec.structs.replace(offer(), title="A4 print", titles=TITLES[:1])
    event = checkout.close((line(),), {"A": sold}, body(1490, language="fr"), CLOSING)
    assert [each.title for each in event.lines] == ["A4 print"]


@pytest.mark.parametrize(("language", "title"), [("en", "A4 print"), ("de", "Hafen"), ("fr", "Port")])
@pytest.mark.parametrize("state", [{"withdrawn": True}, {"level": Level.SOLD_OUT}])
def test_what_cannot_be_bought_is_named_as_the_page_calls_it(
    language: Language, title: str, state: dict[str, Any]
) -> None:
    gone = msgspec.structs.replace(offer(), title="A4 print", titles=TITLES, **state)
    with pytest.raises(Refused) as refused:
        checkout.close((line(),), {"A": gone}, body(1490, language=language), CLOSING)
    assert refused.value.problem.detail == title


@pytest.mark.parametrize("language", ["", "it", "DE", "de-AT", None, 1, ["de"]])
def test_a_language_that_the_shop_has_not_is_refused(language: object) -> None:
    sent = msgspec.to_builtins(body(1490)) | {"language": language}
    with pytest.raises(msgspec.ValidationError, match="language"):
        msgspec.convert(sent, checkout.CheckOut)


def test_the_same_key_with_another_address_is_refused() -> None:
    elsewhere = body(1490, "k" * 16, address=msgspec.structs.replace(ADDRESS, town="Paris"))
    with pytest.raises(Refused, match="already made"):
        checkout.find_earlier(remembered_checkout(0, "k" * 16)[0], elsewhere)


def test_a_checkout_is_remembered_for_two_weeks_at_least() -> None:
    assert REMEMBER_DAYS > 14
    old, _ = remembered_checkout(0, "k" * 16)
    _, event = remembered_checkout(REMEMBER_DAYS * A_DAY, "l" * 16)
    assert len(checkout.remember(old, body(1490), event)) == 2
    _, event = remembered_checkout(REMEMBER_DAYS * A_DAY + 1, "l" * 16)
    assert len(checkout.remember(old, body(1490), event)) == 1


def test_no_more_than_the_newest_checkouts_are_remembered() -> None:
    checkouts: tuple[Checkout, ...] = ()
    for number in range(MAX_REMEMBERED + 5):
        _, event = remembered_checkout(number, "k" * 16)
        checkouts = checkout.remember(checkouts, body(1490, f"a-key-of-its-own-{number}"), event)
    assert [int(each.order_id[:12], 16) for each in checkouts] == list(range(5, MAX_REMEMBERED + 5))


@pytest.mark.parametrize(("country", "code"), [("DE", "12"), ("DE", "ABCDE"), ("FR", "SW1A 1AA"), ("DE", "")])
def test_a_postal_code_that_the_country_does_not_have_is_refused_at_its_field(country: str, code: str) -> None:
    where = msgspec.structs.replace(ADDRESS, country=country, postal_code=code)
    with pytest.raises(Refused) as refused:
        checkout.close((line(),), {"A": offer(1000)}, body(1490, address=where), CLOSING)
    assert (refused.value.problem.status, refused.value.problem.type) == (422, "invalid")
    assert refused.value.problem.errors[0].field == "address.postal_code"


@pytest.mark.parametrize(
    ("field", "value"), [("state", "Roma"), ("state", "Bayern"), ("vat_id", "DE1234"), ("vat_id", "ZZ123456789")]
)
def test_a_province_or_a_vat_id_that_there_is_not_is_refused_at_its_field(field: str, value: str) -> None:
    spain = msgspec.structs.replace(ADDRESS, country="ES", postal_code="28013", **{field: value})
    with pytest.raises(Refused) as refused:
        checkout.close((line(),), {"A": offer(1000)}, body(1490, address=spain), CLOSING)
    assert refused.value.problem.errors[0].field == f"address.{field}"


@pytest.mark.parametrize(("country", "code"), [("GB", "SW1A1AA"), ("DE", "D-10115"), ("IE", ""), ("IE", "D02 X285")])
def test_a_postal_code_is_taken_however_it_is_spelt(country: str, code: str) -> None:
    where = msgspec.structs.replace(ADDRESS, country=country, postal_code=code)
    total = 1000 + delivery.price(country, Delivery.STANDARD, 1000)
    assert (
        checkout.close((line(),), {"A": offer(1000)}, body(total, address=where), CLOSING).address.postal_code == code
    )


def test_a_repeat_of_a_checkout_with_a_code_of_earlier_rules_is_answered() -> None:
    checkouts, event = remembered_checkout(0, "k" * 16)
    old = body(1490, "k" * 16, address=msgspec.structs.replace(ADDRESS, country="DE", postal_code="12"))
    assert checkout.find_earlier(checkout.remember(checkouts, old, event)[1:], old) is not None


HOME = body(0).address.country


def test_what_is_on_back_order_is_promised_from_its_day_and_the_order_says_which() -> None:
    ahead = offer(level=Level.BACK_ORDER, back_on="2026-12-10")
    lines = (line("A"), line("B"))
    event = checkout.close(lines, {"A": ahead, "B": offer()}, body(2490), CLOSING)
    assert event.promised_on == delivery_date(HOME, Delivery.STANDARD, date(2026, 12, 10))
    assert [each.back_on for each in event.lines] == ["2026-12-10", None]


def test_a_shopper_who_agreed_to_immediate_delivery_is_asked_again_about_a_back_order() -> None:
    lines, now = (line("A"),), {"A": offer()}
    option = delivery.find(HOME, Delivery.STANDARD, 1000, day_of(CLOSING.at), delivery.NOTHING_OFF, mailed=False)
    terms = Agreed(
        lines=(AgreedLine(sku="A", quantity=1, product_id="a", title="A print", price=1000),), delivery=option
    )
    agreed = msgspec.structs.replace(body(1490), agreed=terms)
    assert checkout.close(lines, now, agreed, CLOSING).total == 1490
    with pytest.raises(Refused) as refused:
        checkout.close(lines, {"A": offer(level=Level.BACK_ORDER, back_on="2026-12-10")}, agreed, CLOSING)
    fields = [error.field for error in refused.value.problem.errors]
    assert fields == ["lines.A.back_on", "delivery.promised_on"]
