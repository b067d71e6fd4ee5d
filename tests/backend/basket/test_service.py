"""Baskets in the table: what shoppers do, and what may go wrong while they do it."""

import itertools
import random
from collections.abc import Callable

import msgspec
import pytest
from botocore.exceptions import ReadTimeoutError

from backend.basket import offers, service
from backend.contracts.basket.checked_out import CheckedOut
from backend.contracts.basket.models import Change
from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.contracts.problem import Refused
from backend.contracts.product.events import ProductWithdrawn
from tests.backend import shop
from tests.backend.basket.owners import ADA, BOB, GUEST, KEY, body, check_out, event, item, quantities_of
from tests.backend.faults import answer_lost, meanwhile, sent_twice
from tests.backend.units import meter_units

pytestmark = pytest.mark.usefixtures("on_offer")
HARBOUR, ORBIT, REEF = shop.SKUS
TOTAL = 2900 + 490


def refusal(owner: str, *more: object, **parts: object) -> tuple[int, str]:
    before = item(owner)
    with pytest.raises(Refused) as refused:
        service.check_out(owner, body(*more, **parts))  # type: ignore[arg-type]
    assert item(owner) == before, "a refusal changed the basket"
    return refused.value.problem.status, refused.value.problem.type


class TestSettingALine:
    def test_an_unknown_article_is_refused(self) -> None:
        with pytest.raises(Refused, match="no such article"):
            service.set_line(ADA, "NONE", 1)
        assert item(ADA) == {}

    def test_a_withdrawn_article_is_refused_but_can_be_taken_out(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        offers.mark_withdrawn(ProductWithdrawn(product_id="harbour-at-dusk", version=2, skus=(HARBOUR,)))
        with pytest.raises(Refused, match="no longer"):
            service.set_line(ADA, HARBOUR, 2)
        assert service.get(ADA).lines[0].change is Change.WITHDRAWN
        assert service.set_line(ADA, HARBOUR, 0).lines == ()

    def test_it_answers_with_the_whole_basket(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        assert service.set_line(ADA, ORBIT, 2) == service.get(ADA)
        assert quantities_of(ADA) == {HARBOUR: 1, ORBIT: 2}

    def test_a_changed_price_is_reported_until_the_line_is_set_again(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        offers.save_offers(shop.product_changed(HARBOUR, 3000, version=2))
        (line,) = service.get(ADA).lines
        assert (line.change, line.seen_price, line.price) == (Change.PRICE, 2900, 3000)
        assert service.set_line(ADA, HARBOUR, 2).lines[0].change is Change.NONE

    def test_owners_do_not_see_one_another(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        assert (quantities_of(BOB), quantities_of(GUEST)) == ({}, {})


class TestPuttingBack:
    def test_what_was_removed_comes_back_to_its_place(self) -> None:
        for sku in (HARBOUR, ORBIT, REEF):
            service.set_line(ADA, sku, 1)
        first = service.get(ADA).lines[0]
        service.remove_line(ADA, HARBOUR)
        service.set_line(ADA, HARBOUR, 2, since=first.since)
        assert list(quantities_of(ADA)) == [HARBOUR, ORBIT, REEF]

    def test_a_line_that_is_there_keeps_its_place_whatever_is_asked_for(self) -> None:
        for sku in (HARBOUR, ORBIT):
            service.set_line(ADA, sku, 1)
        service.set_line(ADA, ORBIT, 2, since=0)
        assert quantities_of(ADA) == {HARBOUR: 1, ORBIT: 2}

    def test_a_place_in_the_future_is_the_last_one_of_now(self) -> None:
        service.set_line(ADA, HARBOUR, 1, since=2**53 - 1)
        service.set_line(ADA, ORBIT, 1)
        assert list(quantities_of(ADA)) == [HARBOUR, ORBIT]

    def test_it_costs_what_setting_a_line_costs(self) -> None:
        with meter_units() as units:
            service.set_line(ADA, HARBOUR, 1, since=7)
        assert (units.read, units.write) == (0.5, 1)


class TestAnotherCountry:
    @pytest.mark.parametrize("change", [lambda: service.set_line(ADA, HARBOUR, 2, "ZZ"), lambda: service.remove_line(ADA, HARBOUR, "ZZ"),
                                        lambda: service.clear(ADA, "ZZ")])  # fmt: skip
    def test_a_change_for_a_country_we_do_not_deliver_to_changes_nothing(self, change: Callable[[], object]) -> None:
        service.set_line(ADA, HARBOUR, 1)
        before = item(ADA)
        with pytest.raises(Refused, match="do not deliver"):
            change()
        assert item(ADA) == before

    def test_every_change_answers_for_the_country_asked_for(self) -> None:
        for basket in (
            service.set_line(ADA, HARBOUR, 1, "NO"),
            service.remove_line(ADA, HARBOUR, "NO"),
            service.clear(ADA, "NO"),
        ):
            assert basket.free_delivery_from == 8000
            assert basket.deliveries[0].tax_rate == 2500


class TestClearing:
    def test_an_empty_basket_is_left_alone(self) -> None:
        service.clear(ADA)
        assert item(ADA) == {}

    def test_what_was_added_while_clearing_is_cleared_too(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        with meanwhile("PutItem", lambda: service.set_line(ADA, ORBIT, 1)):
            assert service.clear(ADA).lines == ()
        assert quantities_of(ADA) == {}

    def test_it_gives_up_when_others_keep_overtaking(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        with meanwhile("PutItem", lambda: service.set_line(ADA, ORBIT, 1), times=20), pytest.raises(Refused) as refused:
            service.clear(ADA)
        assert refused.value.problem.type == "busy"

    def test_a_checkout_is_still_remembered(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        made = check_out(ADA)
        service.set_line(ADA, HARBOUR, 1)
        service.clear(ADA)
        assert service.check_out(ADA, body(TOTAL)) == made


class TestMerging:
    def test_an_empty_or_unknown_guests_basket_moves_nothing(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        before = item(ADA)
        assert service.merge(ADA, GUEST).moved == 0
        assert (item(ADA), item(GUEST)) == (before, {})

    def test_a_guests_lines_move_once(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        service.set_line(GUEST, HARBOUR, 2)
        service.set_line(GUEST, ORBIT, 3)
        first, again = service.merge(ADA, GUEST), service.merge(ADA, GUEST)
        assert (first.moved, again.moved) == (5, 0)
        assert first.basket == again.basket == service.get(ADA)
        assert (quantities_of(ADA), quantities_of(GUEST)) == ({HARBOUR: 3, ORBIT: 3}, {})

    def test_a_merge_whose_answer_was_lost_is_not_done_twice(self) -> None:
        service.set_line(GUEST, HARBOUR, 2)
        with answer_lost("TransactWriteItems"), pytest.raises(ReadTimeoutError):
            service.merge(ADA, GUEST)
        assert service.merge(ADA, GUEST).moved == 0
        assert (quantities_of(ADA), quantities_of(GUEST)) == ({HARBOUR: 2}, {})

    def test_a_merge_that_boto3_sends_twice_is_done_once(self) -> None:
        service.set_line(GUEST, HARBOUR, 2)
        with sent_twice("TransactWriteItems"):
            service.merge(ADA, GUEST)
        assert (quantities_of(ADA), quantities_of(GUEST)) == ({HARBOUR: 2}, {})

    @pytest.mark.parametrize("owner", [ADA, GUEST])
    def test_what_is_added_while_merging_is_not_lost(self, owner: str) -> None:
        service.set_line(GUEST, HARBOUR, 2)
        with meanwhile("TransactWriteItems", lambda: service.set_line(owner, ORBIT, 1)):
            service.merge(ADA, GUEST)
        assert (quantities_of(ADA), quantities_of(GUEST)) == ({HARBOUR: 2, ORBIT: 1}, {})

    def test_two_merges_at_once_move_the_lines_once(self) -> None:
        service.set_line(GUEST, HARBOUR, 2)
        with meanwhile("TransactWriteItems", lambda: service.merge(BOB, GUEST)):
            assert service.merge(ADA, GUEST).moved == 0
        assert (quantities_of(ADA), quantities_of(BOB), quantities_of(GUEST)) == ({}, {HARBOUR: 2}, {})

    def test_what_a_guest_adds_after_a_merge_moves_with_the_next(self) -> None:
        service.set_line(GUEST, HARBOUR, 2)
        service.merge(ADA, GUEST)
        service.set_line(GUEST, HARBOUR, 1)
        assert service.merge(ADA, GUEST).moved == 1
        assert quantities_of(ADA) == {HARBOUR: 3}

    def test_a_merge_forgets_no_checkout(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        made = check_out(ADA)
        service.set_line(GUEST, ORBIT, 2)
        service.merge(ADA, GUEST)
        assert service.check_out(ADA, body(TOTAL)) == made


class TestCheckingOut:
    def test_an_empty_basket_is_refused(self) -> None:
        assert refusal(ADA, 490) == (409, "empty-basket")

    def test_a_withdrawn_article_is_refused(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        offers.mark_withdrawn(ProductWithdrawn(product_id="harbour-at-dusk", version=2, skus=(HARBOUR,)))
        assert refusal(ADA, TOTAL) == (409, "withdrawn")

    def test_an_article_that_is_sold_out_is_refused_until_there_is_more(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        offers.save_stock(StockChanged(sku=HARBOUR, version=1, level=Level.SOLD_OUT))
        assert refusal(ADA, TOTAL) == (409, "sold-out")
        offers.save_stock(StockChanged(sku=HARBOUR, version=2, level=Level.LOW, left=1))
        assert service.check_out(ADA, body(TOTAL)).total == TOTAL

    def test_a_checkout_that_was_made_is_answered_again_when_its_article_is_sold_out(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        made = check_out(ADA)
        offers.save_stock(StockChanged(sku=HARBOUR, version=1, level=Level.SOLD_OUT))
        assert service.check_out(ADA, body(TOTAL)) == made

    def test_a_price_that_changed_is_refused_and_agreed_to_by_the_new_total(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        offers.save_offers(shop.product_changed(HARBOUR, 3000, version=2))
        assert refusal(ADA, TOTAL) == (409, "total-changed")
        assert service.check_out(ADA, body(3490)).total == 3490

    def test_the_order_is_the_basket_at_the_shops_prices(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        service.set_line(ADA, ORBIT, 2)
        made = check_out(ADA)
        order = event(ADA)
        assert [(line.sku, line.quantity, line.price, line.total) for line in order.lines] == [
            (HARBOUR, 1, 2900, 2900),
            (ORBIT, 2, 3210, 6420),
        ]
        assert (order.subtotal, order.delivery_price, order.total) == (9320, 0, 9320)
        assert (order.order_id, order.total, order.owner, order.address) == (
            made.order_id,
            made.total,
            ADA,
            shop.ADDRESS,
        )
        assert quantities_of(ADA) == {}

    def test_the_same_key_has_the_same_answer_and_no_effect(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        first = service.check_out(ADA, body(TOTAL))
        service.set_line(ADA, HARBOUR, 1)
        before = item(ADA)
        assert [service.check_out(ADA, body(TOTAL)) for _ in range(3)] == [first] * 3
        assert item(ADA) == before

    def test_the_same_key_with_another_body_is_refused(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        service.check_out(ADA, body(TOTAL))
        service.set_line(ADA, HARBOUR, 1)
        elsewhere = msgspec.structs.replace(shop.ADDRESS, town="Paris")
        assert refusal(ADA, TOTAL, address=elsewhere) == (422, "key-reused")

    def test_another_shopper_may_use_the_same_key(self) -> None:
        for owner in (ADA, BOB):
            service.set_line(owner, HARBOUR, 1)
        assert check_out(ADA).order_id != check_out(BOB).order_id

    def test_a_checkout_whose_answer_was_lost_is_found_again(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        with answer_lost("PutItem"), pytest.raises(ReadTimeoutError):
            service.check_out(ADA, body(TOTAL))
        made = event(ADA).order_id
        assert service.check_out(ADA, body(TOTAL)).order_id == made

    def test_a_checkout_that_boto3_sends_twice_is_one(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        with sent_twice("PutItem"):
            assert service.check_out(ADA, body(TOTAL)).order_id == event(ADA).order_id

    def test_the_same_checkout_twice_at_once_is_one(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        other: list[CheckedOut] = []
        with meanwhile("PutItem", lambda: other.append(service.check_out(ADA, body(TOTAL)))):
            assert [service.check_out(ADA, body(TOTAL))] == other

    def test_a_hundred_times_the_same_checkout_is_one_order(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        answers: list[CheckedOut] = []
        chance = random.Random(7)

        def again(depth: int = 0) -> None:
            if chance.random() < 0.5 and depth < 5:
                with meanwhile(chance.choice(["GetItem", "BatchGetItem", "PutItem"]), lambda: again(depth + 1)):
                    answers.append(service.check_out(ADA, body(TOTAL)))
            else:
                answers.append(service.check_out(ADA, body(TOTAL)))

        while len(answers) < 100:
            again()
        assert set(answers) == {CheckedOut(order_id=event(ADA).order_id, total=TOTAL, currency="EUR")}

    def test_a_hundred_checkouts_are_a_hundred_orders(self) -> None:
        ids = []
        for number in range(100):
            service.set_line(ADA, HARBOUR, 1)
            ids.append(check_out(ADA, f"a-key-of-its-own-{number}").order_id)
        assert len(set(ids)) == 100
        assert [order_id[:12] for order_id in ids] == sorted(order_id[:12] for order_id in ids)

    def test_two_checkouts_with_different_keys_at_once_are_one_order(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        with meanwhile("PutItem", lambda: service.check_out(ADA, body(TOTAL))), pytest.raises(Refused, match="empty"):
            service.check_out(ADA, body(TOTAL, "another-key-of-a-second-tab"))

    def test_a_line_added_meanwhile_makes_another_total(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        with meanwhile("PutItem", lambda: service.set_line(ADA, ORBIT, 1)), pytest.raises(Refused) as refused:
            service.check_out(ADA, body(TOTAL))
        assert refused.value.problem.total == 2900 + 3210
        assert quantities_of(ADA) == {HARBOUR: 1, ORBIT: 1}

    def test_a_line_added_after_the_checkout_stays(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        check_out(ADA)
        service.set_line(ADA, ORBIT, 1)
        service.check_out(ADA, body(TOTAL))
        assert quantities_of(ADA) == {ORBIT: 1}

    def test_it_gives_up_when_others_keep_overtaking(self) -> None:
        service.set_line(ADA, HARBOUR, 1)
        with (
            meanwhile("PutItem", lambda: service.set_line(ADA, HARBOUR, 1), times=20),
            pytest.raises(Refused) as refused,
        ):
            service.check_out(ADA, body(TOTAL))
        assert refused.value.problem.type == "busy"
        assert quantities_of(ADA) == {HARBOUR: 1}

    def test_a_key_differs_from_every_other(self) -> None:
        keys = [KEY, KEY.upper(), KEY + "-", "_" * 16]
        ids = set()
        for key in keys:
            service.set_line(ADA, HARBOUR, 1)
            ids.add(check_out(ADA, key).order_id)
        assert len(ids) == len(keys)
        assert all(first != second for first, second in itertools.combinations(ids, 2))
