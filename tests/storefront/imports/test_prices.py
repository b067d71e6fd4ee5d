"""A price is read by the mark that the whole file has, exactly, or asked about; nothing is rounded, and no currency
guessed in silence."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.contracts.currencies import decimal
from storefront.imports.entry import NotReadable
from storefront.imports.export import rows
from storefront.imports.money import decimal_mark, minor, split_currency
from storefront.imports.prices import rates
from tests.storefront.imports.reading import bad, good, notes, read, words

HEAD = "Handle;Title;Variant SKU;Variant Price;Variant Compare At Price\n"


def file(*prices: str, before: str = "") -> str:
    return HEAD + "".join(f"p-{n};P;P-{n};{price};{before}\n" for n, price in enumerate(prices))


def cents(*found: str, **how: object) -> list[int]:
    return [each.product.variants[0].price for each in good(file(*found), **how)]


def test_a_file_of_decimal_commas_is_read_so_and_what_may_be_thousands_is_refused_with_both_readings() -> None:
    found = read(file("24,50", "1.250,00", "2,500", "9,90 €", "9.90"))
    assert [each.product.variants[0].price if hasattr(each, "product") else each.line for each in found] == [
        2450,
        125000,
        4,
        990,
        990,
    ]
    ((line, reason),) = bad(file("24,50", "1.250,00", "2,500", "9,90 €", "9.90"))
    assert line == 4
    for part in ("'2,500'", "2.50", "2500", "--decimal comma", "the field Decimal mark"):
        assert part in reason


def test_a_price_written_unlike_the_rest_of_the_file_is_reported() -> None:
    assert notes(file("24,50", "7,25", "3,10", "9.90")) == [
        (5, "the price 9.90 has a decimal point, other prices of the file a decimal comma: it is read as 9.90")
    ]


@pytest.mark.parametrize(
    ("prices", "read_as"),
    [
        (("12.50", "1,299"), [1250, 129900]),
        (("12,50", "1.299"), [1250, 129900]),
        (("1.250.000", "1,5"), [125000000, 150]),
        (("1 299,00", "5"), [129900, 500]),
        (("1\u202f299,00", "1\u00a0000"), [129900, 100000]),
        (("1'299.00", "1’000"), [129900, 100000]),
        (("€ 12,50", "12,50€", "EUR 12,50", "12,50 eur"), [1250] * 4),
        (("12,-", "12,–", "0,5", ",99"), [1200, 1200, 50, 99]),
        (("0.500", "2.50"), [50, 250]),
    ],
)
def test_marks_between_thousands_and_signs_of_the_currency_are_known(
    prices: tuple[str, ...], read_as: list[int]
) -> None:
    assert cents(*prices) == read_as


@pytest.mark.parametrize(("decimal", "price"), [(",", 250), (".", 250000)])
def test_a_file_with_an_unclear_decimal_mark_is_asked_about_and_read_accordingly(decimal: str, price: int) -> None:
    ((line, reason),) = bad(file("2,500"))
    assert (line, "may be 2.500 or 2500" in reason, "--decimal comma or point" in reason) == (2, True, True)
    assert cents("2,500", decimal=decimal) == [price]


@pytest.mark.parametrize(
    "price", ["1,2,3", "1.2.3", "1.250,00.5", "12.", "--3", "-3", "1e3", "Ⅻ", "1 2", "12 EUR USD", "1,25.5", "$"]
)
def test_what_is_no_price_is_refused_with_its_line(price: str) -> None:
    ((line, reason),) = bad(file(price))
    assert (line, "no price" in reason) == (2, True)


def test_a_price_before_a_reduction_is_read_by_the_same_rule() -> None:
    assert good(file("24,50", "7,25", before="1.250,00"))[0].product.variants[0].compare_at == 125000
    assert [line for line, _ in bad(file("24,50", "7,25", "2,25", before="2,500"))] == [2, 3, 4]


@given(st.integers(0, 10**9), st.sampled_from(("EUR", "JPY", "KWD")), st.sampled_from((",", ".")))
def test_an_amount_goes_there_and_back_in_each_currencys_digits(amount: int, currency: str, mark: str) -> None:
    text = decimal(amount, currency)
    assert minor(text, ".", currency) == amount
    grouped = f"{int(text.partition('.')[0]):,}".replace(",", " ") + (
        mark + text.partition(".")[2] if "." in text else ""
    )
    assert minor(grouped, mark, currency) == amount


@pytest.mark.parametrize(("price", "currency"), [("12.50", "JPY"), ("1.2345", "KWD"), ("1.005", "EUR")])
def test_what_is_finer_than_the_currency_goes_is_refused_and_not_rounded(price: str, currency: str) -> None:
    with pytest.raises(ValueError, match=f"as fine as {currency} goes"):
        minor(price, ".", currency)


@given(st.text(max_size=12))
def test_whatever_stands_in_a_price_it_is_one_or_refused(text: str) -> None:
    split_currency(text)
    mark = decimal_mark(text)
    if mark is None:
        with pytest.raises(ValueError, match="no price"):
            minor(text, ".")


def test_no_currency_is_guessed_in_silence() -> None:
    assert words(file("12,50")).endswith("; no currency named: read as EUR")
    assert "no currency" not in words(file("12,50 €"))
    assert words(file("12,50"), currency="CHF").endswith("; no currency named: read as CHF")


def test_a_sign_that_contradicts_the_currency_is_refused_and_one_that_names_it_counts() -> None:
    ((_, reason),) = bad(file("$12.50"))
    assert "has the sign $, and is read as EUR" in reason
    assert "--currency" in reason
    assert good(file("$12.50"), currency="USD")[0].product.currency == "USD"
    assert good(file("£12.50"))[0].product.currency == "GBP"


def test_other_currencies_are_converted_at_a_given_rate_and_that_is_reported() -> None:
    feed = "id\ttitle\tprice\nA\tMug\t10.00 USD\nB\tBowl\t3.33 EUR\n"
    rate = rates("USD=0.925")
    mug, bowl = good(feed, rates=rate)
    assert [(each.product.currency, each.product.variants[0].price) for each in (mug, bowl)] == [
        ("EUR", 925),
        ("EUR", 333),
    ]
    assert words(feed, rates=rate).endswith("converted into EUR: USD at 0.925")


def test_a_catalogue_without_the_shops_currency_says_what_is_needed_and_goes_in_with_it() -> None:
    head = "Product Handle,Product Title,Product Status,Variant Id,Variant Sku,Variant Price USD,Variant Price DKK\n"
    row = "mug,Mug,published,v1,M-1,10,70\n"
    ((_, reason),) = bad(head + row)
    assert (
        "no price in EUR; the file tells DKK, USD: say what one USD is worth in EUR, such as --rate USD=0.92" in reason
    )
    assert good(head + row, rates=rates("DKK=0.134, USD=0.9"))[0].product.variants[0].price == 938


@pytest.mark.parametrize("sent", ["USD", "USD=", "usd=1", "USD=0", "USD=-1", "USD=1=2", "EURO=1", "USD=nan", "USD=1e3"])
def test_what_is_no_rate_is_refused(sent: str) -> None:
    with pytest.raises(ValueError, match=r"no rate: write it as USD=0\.92"):
        rates(sent)


def test_rates_are_written_as_people_do() -> None:
    expected = (("USD", Decimal("0.92")), ("PLN", Decimal("0.23")))
    for sent in ("USD=0.92 PLN=0.23", "USD=0.92, PLN=0.23", "USD=0,92; PLN=0,23"):
        assert rates(sent) == expected


def test_an_export_writes_the_currencys_own_digits() -> None:
    (found,) = good("id\ttitle\tprice\nA\tMug\t1500 JPY\n")
    assert found.product.currency == "JPY"
    assert next(rows("a", found.product))["Variant Price"] == "1500"


def test_two_currencies_in_one_product_are_refused_by_the_line() -> None:
    head = "id\ttitle\tprice\titem_group_id\tcolor\n"
    assert bad(f"{head}A\tMug\t3 EUR\tM\tRed\nB\tMug\t3 USD\tM\tBlue\n") == [
        (3, "is in USD, the product's first row in EUR")
    ]


def window(text: str) -> str:
    sale = f"<sale_price>21.00 EUR</sale_price><sale_price_effective_date>{text}</sale_price_effective_date>"
    return f"<rss><item><id>A</id><title>Lantern</title><price>30.00 EUR</price>{sale}</item></rss>"


@pytest.mark.parametrize(
    ("text", "price", "told"),
    [
        ("2021-02-01T00:00+0100/2021-02-14T23:59+0100", 3000, ""),
        ("2098-05-01T00:00+0100/2098-05-31T23:59+0100", 3000, "begins on 2098-05-01"),
        ("2021-02-01T00:00+0100/2098-05-31T23:59+0100", 2100, ""),
        ("2021-02-01T00:00:00Z/2098-05-31T23:59:00Z", 2100, ""),
        ("2021-02-01/2098-05-31", 2100, ""),
        ("", 2100, ""),
        ("next week", 3000, "cannot be read"),
        ("2021-02-01", 3000, "cannot be read"),
        ("a/b", 3000, "cannot be read"),
    ],
)
def test_a_sale_price_counts_only_within_its_dates_and_odd_ones_are_reported(text: str, price: int, told: str) -> None:
    (lantern,) = good(window(text))
    assert lantern.product.variants[0].price == price
    assert lantern.product.variants[0].compare_at == (3000 if price == 2100 else None)
    assert [told in note for _, note in lantern.notes] == ([True] if told else [])


def test_a_file_that_no_price_can_be_read_of_is_no_crash() -> None:
    with pytest.raises(NotReadable):
        read("Handle;Title\n")
