"""Gift vouchers are issued, found, blocked and mailed again by staff. What goes wrong comes first."""

from typing import Any

import pytest
from django.test import Client

from backend.contracts.order.erasure import ERASED_EMAIL
from tests.storefront.reading import text, value
from tests.storefront.service import Service

LIST, NEW = "/staff/vouchers/", "/staff/vouchers/new/"


def issue(worker: Client, **changes: str) -> Any:
    form = {"key": value(worker.get(NEW), "key"), "value": "50", "email": "ada@example.com", "message": ""}
    return worker.post(NEW, form | changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": ""}, "From €1.00 to €500.00, please."),
        ({"value": "501"}, "From €1.00 to €500.00, please."),
        ({"value": "fifty"}, "Type an amount in EUR"),
        ({"email": ""}, "Type an e-mail address"),
        ({"email": "nobody"}, "Type an e-mail address"),
        ({"email": "a@example.com\r\nBcc: b@example.com"}, "Type an e-mail address"),
        ({"message": "x" * 1001}, "at most 1000 characters"),
        ({"key": "x"}, "Please open the form again."),
    ],
)
def test_nonsensical_input_is_reported_and_nothing_is_issued(
    worker: Client, service: Service, changes: dict[str, str], said: str
) -> None:
    reply = issue(worker, **changes)
    assert (reply.status_code, service.vouchers) == (422, {})
    assert said in text(reply)


def test_without_a_code_it_is_asked_for(worker: Client, service: Service) -> None:
    service.add_voucher(5000)
    assert "Type the code." in text(worker.post(LIST, {"code": ""}))


@pytest.mark.parametrize("typed", ["ABC", "ABCDEFGHIJKLWXYA", "<script>"])
def test_a_code_that_does_not_exist_is_reported_as_unknown(worker: Client, service: Service, typed: str) -> None:
    service.add_voucher(5000)
    assert "We do not know this code" in text(worker.post(LIST, {"code": typed}))


@pytest.mark.parametrize("path", ["A" * 24, "x", "A" * 23 + "é", "../etc"])
def test_a_voucher_that_there_is_not_is_a_404(worker: Client, path: str) -> None:
    assert worker.get(f"{LIST}{path}/").status_code == 404


def test_a_voucher_is_issued_and_reported_as_on_its_way(worker: Client, service: Service) -> None:
    reply = issue(worker, value="12.50", message="Happy birthday")
    assert reply.status_code == 303
    assert "its code is on its way to ada@example.com" in text(worker.get(reply.url))
    assert [(each.value, each.message) for each in service.issued_vouchers] == [(1250, "Happy birthday")]


def test_the_list_names_no_code_and_a_code_leads_to_its_voucher(worker: Client, service: Service) -> None:
    voucher = service.add_voucher(5000)
    page = text(worker.get(LIST))
    assert "…WXYZ" in page
    assert "ABCDEFGHIJKLWXYZ" not in page
    assert worker.post(LIST, {"code": "abcd efgh ijkl wxyz"}).url == f"{LIST}{voucher.id}/"


def test_a_page_shows_what_happened_to_a_voucher(worker: Client, service: Service) -> None:
    voucher = service.add_voucher(5000)
    page = text(worker.get(f"{LIST}{voucher.id}/"))
    for part in ("€50.00 of €50.00 left", "31 December 2029", "Issued", "grace", "Mailed to ada@example.com, once."):
        assert part in page, part


def test_a_voucher_is_blocked_for_a_reason_and_used_again(worker: Client, service: Service) -> None:
    voucher = service.add_voucher(5000)
    page = f"{LIST}{voucher.id}/"
    refused = worker.post(page, {"block": "1", "reason": ""})
    assert refused.status_code == 422
    assert "Say why in a few words." in text(refused)
    assert not service.vouchers[voucher.id].blocked
    worker.post(page, {"block": "1", "reason": "Stolen"})
    assert service.vouchers[voucher.id].blocked
    worker.post(page, {"free": "1", "reason": "Found"})
    assert not service.vouchers[voucher.id].blocked


def test_what_was_spent_meanwhile_is_not_given_back(worker: Client, service: Service) -> None:
    voucher = service.add_voucher(5000, order_id="1" * 28, buyer="shopper#ada", version=3)
    for version in ("2", "", "0", "x", "9" * 5000):
        reply = worker.post(f"{LIST}{voucher.id}/", {"withdraw": "1", "reason": "Asked", "version": version})
        assert "Nothing was given back" in text(worker.get(reply.url))
    assert service.vouchers[voucher.id].balance == 5000


def test_a_voucher_that_nobody_bought_has_no_button_to_withdraw_it(worker: Client, service: Service) -> None:
    assert "Withdraw" not in text(worker.get(f"{LIST}{service.add_voucher(5000).id}/"))


def test_what_is_left_is_given_back_for_a_reason(worker: Client, service: Service) -> None:
    page = f"{LIST}{service.add_voucher(5000, order_id='1' * 28, buyer='shopper#ada').id}/"
    assert "€50.00 goes back to the card" in text(worker.get(page))
    wordless = worker.post(page, {"withdraw": "1", "reason": "", "version": "1"})
    assert (wordless.status_code, "Say why in a few words." in text(wordless)) == (422, True)
    reply = worker.post(page, {"withdraw": "1", "reason": "Asked for it back", "version": "1"})
    assert "what was left on it goes back to its buyer" in text(worker.get(reply.url))
    assert [each.balance for each in service.vouchers.values()] == [0]


def test_a_button_that_is_pressed_twice_mails_the_code_once_more(worker: Client, service: Service) -> None:
    voucher = service.add_voucher(5000)
    for _ in range(2):
        worker.post(f"{LIST}{voucher.id}/", {"mails": "1"})
    assert service.vouchers[voucher.id].mails == 2


def test_a_code_whose_address_was_erased_is_mailed_to_nobody(worker: Client, service: Service) -> None:
    voucher = service.add_voucher(5000, email=ERASED_EMAIL)
    page = text(worker.get(f"{LIST}{voucher.id}/"))
    assert "an address that is not kept any more" in page
    assert "Mail it again" not in page
    worker.post(f"{LIST}{voucher.id}/", {"mails": "1"})
    assert "cannot be mailed any more" in text(worker.get(f"{LIST}{voucher.id}/"))
    assert service.vouchers[voucher.id].mails == 1
    assert ERASED_EMAIL not in text(worker.get(LIST))
