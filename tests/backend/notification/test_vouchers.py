"""The mail that brings a voucher's code."""

from typing import Any

from backend.contracts.voucher.events import VoucherMailRequested
from backend.contracts.voucher.models import Voucher
from backend.notification.vouchers import voucher_mail

SHOP = "https://halftone.example"
VOUCHER = Voucher(
    id="ABCDEFGHIJKLMNOPQRSTUVWX", hint="WXYZ", currency="EUR", balance=3500, expires_on="2029-12-31", version=2
)
GIVEN: dict[str, Any] = {"voucher": VOUCHER, "code": "ABCDEFGHIJKLWXYZ", "email": "ada@example.com"}
BIRTHDAY = VoucherMailRequested(**GIVEN, message="Happy birthday,\n\nAda!")


def test_it_says_what_is_on_the_voucher_how_long_it_is_good_and_the_code_in_groups() -> None:
    mail = voucher_mail(BIRTHDAY, SHOP, "en")
    assert mail.to == "ada@example.com"
    for text in (mail.html, mail.text):
        assert "€35.00" in text
        assert "31 Dec 2029" in text
        assert "ABCD-EFGH-IJKL-WXYZ" in text
        assert f"{SHOP}/basket/voucher/" in text


def test_what_a_person_wrote_is_quoted_line_by_line() -> None:
    mail = voucher_mail(BIRTHDAY, SHOP, "en")
    for text in (mail.html, mail.text):
        assert "“Happy birthday,”" in text
        assert "“Ada!”" in text
        assert "“”" not in text


def test_what_a_person_wrote_is_no_markup_and_no_words_of_the_shop() -> None:
    mail = voucher_mail(VoucherMailRequested(**GIVEN, message="<b>Pay</b> at http://eve.example"), SHOP, "en")
    assert "<b>Pay" not in mail.html
    assert "“&lt;b&gt;Pay&lt;/b&gt; at http://eve.example”" in mail.html
    assert 'href="http://eve.example' not in mail.html


def test_a_code_that_is_mailed_again_is_another_mail() -> None:
    assert (
        voucher_mail(BIRTHDAY, SHOP, "en").name
        != voucher_mail(VoucherMailRequested(**GIVEN, number=2), SHOP, "en").name
    )
