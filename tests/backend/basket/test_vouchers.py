"""Gift vouchers in baskets: known by a digest alone, they pay what they can, and the checkout takes along what was
agreed to."""

from typing import Any

import pytest

from backend.basket import service, vouchers
from backend.contracts.voucher.codes import voucher_id
from backend.contracts.voucher.events import VoucherChanged
from backend.contracts.voucher.models import Voucher
from tests.backend import shop
from tests.backend.basket.owners import ADA, GUEST, agreeing, agreement_for, body, event, item
from tests.backend.basket.test_promotions import problem_type
from tests.backend.units import meter_units

HARBOUR = shop.SKUS[0]
pytestmark = pytest.mark.usefixtures("on_offer")
CODE = "ABCDEFGHIJKLWXYZ"
ID = voucher_id(CODE)


def save(balance: int = 1000, version: int = 1, **changes: Any) -> Voucher:
    voucher = Voucher(
        id=ID, hint="WXYZ", currency="EUR", balance=balance, expires_on="2999-12-31", version=version, **changes
    )
    vouchers.save(VoucherChanged(voucher=voucher))
    return voucher


@pytest.mark.parametrize("changes", [{"balance": 0}, {"blocked": True}])
def test_a_voucher_that_pays_for_nothing_is_not_taken(changes: dict[str, Any]) -> None:
    save(**changes)
    assert problem_type(lambda: service.enter_code(ADA, CODE)) == "voucher-unusable"


@pytest.mark.parametrize("code", [CODE[:-1] + "A", CODE[::-1], ID])
def test_what_is_nearly_a_code_and_the_id_itself_are_unknown(code: str) -> None:
    save()
    assert problem_type(lambda: service.enter_code(ADA, code)) == "unknown-code"


def test_a_basket_knows_the_voucher_by_its_digest_and_shows_what_it_pays() -> None:
    save(1000)
    service.set_line(ADA, HARBOUR, 1)
    basket = service.enter_code(ADA, CODE)
    assert [(each.hint, each.balance) for each in basket.vouchers] == [("WXYZ", 1000)]
    standard = basket.deliveries[0]
    assert (standard.by_voucher, standard.to_pay) == (1000, standard.total - 1000)
    assert CODE not in str(item(ADA))
    assert service.remove_code(ADA, ID).vouchers == ()


def test_a_checkout_takes_along_what_the_voucher_pays_and_the_basket_forgets_it() -> None:
    save(1000)
    service.set_line(ADA, HARBOUR, 1)
    service.enter_code(ADA, CODE)
    service.check_out(ADA, agreeing(agreement_for(ADA)))
    told = event(ADA)
    assert [(each.id, each.amount) for each in told.vouchers] == [(ID, 1000)]
    assert told.token
    assert service.get(ADA).vouchers == ()


def test_an_order_that_a_voucher_pays_whole_takes_no_card_along() -> None:
    save(50_000)
    service.set_line(ADA, HARBOUR, 1)
    service.enter_code(ADA, CODE)
    service.check_out(ADA, agreeing(agreement_for(ADA), token=""))
    assert (event(ADA).token, event(ADA).vouchers[0].amount) == ("", event(ADA).total)


def test_a_card_is_needed_for_what_vouchers_leave() -> None:
    save(1000)
    service.set_line(ADA, HARBOUR, 1)
    service.enter_code(ADA, CODE)
    assert problem_type(lambda: service.check_out(ADA, agreeing(agreement_for(ADA), token=""))) == "invalid"


def test_what_was_agreed_to_is_refused_once_less_is_on_the_voucher() -> None:
    save(1000)
    service.set_line(ADA, HARBOUR, 1)
    service.enter_code(ADA, CODE)
    seen = agreement_for(ADA)
    save(400, version=2)
    assert problem_type(lambda: service.check_out(ADA, agreeing(seen))) == "order-changed"


def test_an_old_event_of_a_voucher_changes_nothing() -> None:
    save(400, version=2)
    save(1000, version=1)
    assert vouchers.find((ID,))[0].balance == 400


def test_a_guests_voucher_goes_into_the_shoppers_basket() -> None:
    save()
    service.enter_code(GUEST, CODE)
    merged = service.merge(ADA, GUEST)
    assert merged.codes == ("WXYZ",)
    assert [each.id for each in merged.basket.vouchers] == [ID]


def test_a_basket_without_vouchers_costs_no_more_than_before() -> None:
    service.set_line(ADA, HARBOUR, 1)
    total = service.get(ADA).deliveries[0].total
    with meter_units() as units:
        service.check_out(ADA, body(total))
    assert units.write == 1
    assert "vouchers" not in item(ADA)
    assert event(ADA).vouchers == ()
