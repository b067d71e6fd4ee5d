"""A guest checks out: the basket's secret stays in the basket, and the order gets a key of its own."""

import msgspec
import pytest

from backend.basket import service
from backend.basket.handler import handler
from backend.contracts import guest_keys
from backend.contracts.basket.events import BasketCheckedOut
from backend.contracts.basket.operations import CHECK_OUT, CHECK_OUT_FOR_CUSTOMER, CHECK_OUT_GUEST_BASKET
from backend.contracts.problem import Refused
from backend.contracts.types import GuestId, OrderKey
from tests.backend import shop
from tests.backend.basket.owners import ADA, GUEST, body, check_out, event, item, quantities_of
from tests.backend.events import http, said, token
from tests.backend.recorder import Calls

GUEST_ID = GUEST.removeprefix("guest#")
STAFF, SHOPPER = token("grace", groups="[support]"), token("ada")

pytestmark = pytest.mark.usefixtures("on_offer")


def fill_basket(owner: str = GUEST) -> int:
    return service.set_line(owner, shop.SKUS[0], 1).deliveries[0].total


def test_an_id_that_is_no_guests_is_not_found_without_a_call(calls: Calls) -> None:
    for bad in ("", "0" * 31, "A" * 32, "0" * 32 + "\n"):
        reply = handler(http(CHECK_OUT_GUEST_BASKET, path={"guest_id": bad}, body=body(1)), None)
        assert reply["statusCode"] == 404
    assert calls.made == []


def test_another_guests_basket_is_not_checked_out() -> None:
    total = fill_basket()
    with pytest.raises(Refused, match="empty"):
        service.check_out("guest#" + "b" * 32, body(total))
    assert quantities_of(GUEST)


def test_a_key_that_was_used_with_other_details_is_refused() -> None:
    total = fill_basket()
    service.check_out(GUEST, body(total))
    with pytest.raises(Refused, match="other details"):
        service.check_out(GUEST, body(total + 1))


def test_the_same_form_sent_twice_is_one_order_with_one_key() -> None:
    total = fill_basket()
    first = service.check_out(GUEST, body(total))
    assert [service.check_out(GUEST, body(total)) for _ in range(3)] == [first] * 3
    assert msgspec.convert(first.order_key, OrderKey)


def test_the_basket_id_leaves_the_basket_in_no_event_and_no_answer() -> None:
    answer = service.check_out(GUEST, body(fill_basket()))
    told = msgspec.json.encode([event(GUEST), answer]).decode()
    assert GUEST_ID not in told


def test_the_events_owner_is_the_digest_of_the_key_and_tells_nothing_of_it() -> None:
    answer = service.check_out(GUEST, body(fill_basket()))
    assert answer.order_key is not None
    assert event(GUEST).owner == guest_keys.owner(answer.order_key)
    assert answer.order_key not in event(GUEST).owner
    assert event(GUEST).order_key == answer.order_key


def test_each_order_has_a_key_of_its_own() -> None:
    keys = set()
    for number in range(20):
        fill_basket()
        keys.add(check_out(GUEST, f"a-key-of-its-own-{number}").order_key)
    assert len(keys) == 20


def test_a_shoppers_checkout_carries_no_key_and_its_item_and_answer_are_as_before() -> None:
    answer = service.check_out(ADA, body(fill_basket(ADA)))
    assert answer.order_key is None
    assert event(ADA).owner == ADA
    assert b"order_key" not in msgspec.json.encode(answer) + msgspec.json.encode(event(ADA))


def test_a_guest_checks_out_by_the_path_alone_and_a_shopper_never_by_it() -> None:
    total = fill_basket()
    made = said(handler(http(CHECK_OUT_GUEST_BASKET, path={"guest_id": GUEST_ID}, body=body(total)), None))
    assert set(made) == {"order_id", "total", "currency", "order_key"}
    assert handler(http(CHECK_OUT, path={"guest_id": GUEST_ID}, body=body(total)), None)["statusCode"] == 401


def test_an_event_of_an_earlier_release_is_still_read() -> None:
    service.check_out(ADA, body(fill_basket(ADA)))
    old = msgspec.json.encode(event(ADA))
    assert msgspec.json.decode(old, type=BasketCheckedOut).order_key is None


def test_a_guests_basket_still_ends_by_itself() -> None:
    service.check_out(GUEST, body(fill_basket()))
    assert "expires" in item(GUEST)
    assert msgspec.convert(GUEST_ID, GuestId)


def test_staff_check_out_for_somebody_who_rings_without_a_card_and_get_no_key() -> None:
    form = {name: value for name, value in msgspec.to_builtins(body(fill_basket())).items() if name != "token"}
    placed = http(CHECK_OUT_FOR_CUSTOMER, claims=STAFF, path={"guest_id": GUEST_ID}, body=form)
    replies = [handler(placed, None) for _ in range(2)]
    assert [reply["statusCode"] for reply in replies] == [202, 202]
    assert said(replies[0]) == said(replies[1])
    assert "order_key" not in said(replies[0])
    told = event(GUEST)
    assert (told.token, told.pay_later) == ("", True)
    assert told.order_key
    assert told.order_key != guest_keys.order_key(GUEST_ID, told.order_id)  # which staff could work out
    assert told.owner == guest_keys.owner(told.order_key)


@pytest.mark.parametrize("language", ["it", "DE", "", None, 7])
def test_staff_choose_no_language_that_the_shop_has_not(language: object) -> None:
    form = {name: value for name, value in msgspec.to_builtins(body(fill_basket())).items() if name != "token"}
    placed = http(CHECK_OUT_FOR_CUSTOMER, claims=STAFF, path={"guest_id": GUEST_ID}, body=form | {"language": language})
    assert handler(placed, None)["statusCode"] == 422


@pytest.mark.parametrize(("chosen", "language"), [({}, "en"), ({"language": "de"}, "de")])
def test_an_order_by_phone_has_the_language_that_staff_chose_and_is_the_same_in_another(
    chosen: dict[str, str], language: str
) -> None:
    form = {name: value for name, value in msgspec.to_builtins(body(fill_basket())).items() if name != "token"}
    forms = [form | chosen, form | {"language": "fr"}]
    asked = [http(CHECK_OUT_FOR_CUSTOMER, claims=STAFF, path={"guest_id": GUEST_ID}, body=each) for each in forms]
    first, second = (said(handler(each, None)) for each in asked)
    assert first["order_id"] == second["order_id"]
    assert event(GUEST).language == language


def test_nobody_but_staff_checks_out_without_a_card() -> None:
    form = {name: value for name, value in msgspec.to_builtins(body(fill_basket())).items() if name != "token"}
    asked = [
        http(CHECK_OUT_FOR_CUSTOMER, claims=who, path={"guest_id": GUEST_ID}, body=form) for who in (None, SHOPPER)
    ]
    assert [handler(each, None)["statusCode"] for each in asked] == [401, 403]
    assert handler(http(CHECK_OUT_GUEST_BASKET, path={"guest_id": GUEST_ID}, body=form), None)["statusCode"] == 422
