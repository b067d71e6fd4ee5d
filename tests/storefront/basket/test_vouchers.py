"""Gift vouchers in the basket, and the page that tells what is left on one."""

from typing import Any

import pytest
from django.test import Client

from tests.storefront.basket.steps import add, basket_text
from tests.storefront.reading import text
from tests.storefront.service import Service

CODE = "ABCDEFGHIJKLWXYZ"


pytestmark = pytest.mark.usefixtures("code_tries")


def enter(client: Client, code: str = CODE) -> Any:
    return client.post("/basket/code/", {"code": code})


def ask(client: Client, code: str) -> str:
    return text(client.post("/basket/voucher/", {"code": code}))


@pytest.mark.parametrize("changes", [{"blocked": True}, {"balance": 0}, {"expires_on": "2025-12-31"}])
def test_a_voucher_that_pays_for_nothing_says_so(guest: Client, service: Service, changes: dict[str, Any]) -> None:
    service.add_voucher(5000, **changes)
    add(guest)
    assert "There is nothing to spend on this gift voucher" in text(enter(guest))


@pytest.mark.parametrize("typed", [CODE, "abcd-efgh-ijkl-wxyz", " ABCD EFGH IJKL WXYZ "])
def test_the_field_for_codes_takes_a_voucher_and_the_sums_show_what_is_left_to_pay(
    guest: Client, service: Service, typed: str
) -> None:
    service.add_voucher(1000)
    add(guest)
    assert enter(guest, typed).status_code == 303
    page = basket_text(guest)
    for part in ("Gift voucher", "…WXYZ", "€10.00 on it", "−€10.00", "Left to pay", "€18.90"):
        assert part in page, part
    assert CODE not in page


def test_a_voucher_is_removed(guest: Client, service: Service) -> None:
    voucher = service.add_voucher(1000)
    add(guest)
    enter(guest)
    guest.post("/basket/code/remove/", {"code": voucher.id})
    assert "Left to pay" not in basket_text(guest)


def test_a_basket_without_vouchers_says_nothing_of_them(guest: Client) -> None:
    add(guest)
    assert "Left to pay" not in basket_text(guest)


@pytest.mark.parametrize("typed", ["", "   "])
def test_no_code_is_asked_for_and_not_called_unknown(guest: Client, typed: str) -> None:
    page = ask(guest, typed)
    assert "Type the code." in page
    assert "We do not know this code" not in page


@pytest.mark.parametrize("typed", ["ABC", "ABCDEFGHIJKLWXY0", "<script>alert(1)</script>", "x" * 300, CODE[::-1]])
def test_a_wrong_code_is_unknown_however_similar_it_is(guest: Client, service: Service, typed: str) -> None:
    service.add_voucher(1000)
    page = ask(guest, typed)
    assert "We do not know this code" in page
    assert "left." not in page


def test_the_code_opens_the_balance_and_the_expiry_date(guest: Client, service: Service) -> None:
    service.add_voucher(1250)
    page = ask(guest, "abcd efgh ijkl wxyz")
    assert "€12.50 is left." in page
    assert "31 December 2029" in page


def test_guessing_codes_again_and_again_is_stopped(guest: Client, service: Service) -> None:
    for _ in range(31):
        page = ask(guest, CODE)
    assert "That was tried too often." in page
    assert service.calls.count("check_voucher") == 30
