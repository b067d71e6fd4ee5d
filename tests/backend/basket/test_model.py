"""Baskets against a small model of them, through every order of doings that Hypothesis thinks of."""

import os
from typing import Any
from unittest import mock

import pytest
from botocore.exceptions import ReadTimeoutError
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule
from moto import mock_aws

from backend.basket import offers, service
from backend.contracts.basket.checked_out import CheckedOut
from backend.contracts.basket.models import CheckOut
from backend.contracts.problem import Refused
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.shared import aws
from tests.backend import shop
from tests.backend.basket.owners import ADA, BOB, GUEST, body, event, quantities_of
from tests.backend.conftest import ENVIRONMENT
from tests.backend.faults import answer_lost, meanwhile
from tests.backend.tables import definition

SKUS = ("A", "B", "C")
owners = st.sampled_from([ADA, BOB, GUEST])
shoppers = st.sampled_from([ADA, BOB])
skus = st.sampled_from(SKUS)


class Baskets(RuleBasedStateMachine):
    """The model is a dictionary per owner, the offers in force, and what was answered to each key."""

    tried = Bundle("tried")
    events = Bundle("events")

    def __init__(self) -> None:
        super().__init__()
        self.environment = mock.patch.dict(os.environ, {**ENVIRONMENT, "TABLE": "basket"})
        self.aws = mock_aws()
        self.environment.start()
        self.aws.start()
        aws.client.cache_clear()
        aws.client("dynamodb").create_table(**definition("basket"))
        self.baskets: dict[str, dict[str, int]] = {ADA: {}, BOB: {}, GUEST: {}}
        self.prices: dict[str, int | None] = {}
        self.versions = dict.fromkeys(SKUS, 0)
        self.answers: dict[tuple[str, str], tuple[CheckOut, CheckedOut]] = {}
        self.keys = 0

    def teardown(self) -> None:
        self.aws.stop()
        self.environment.stop()
        aws.client.cache_clear()

    @rule(target=events, sku=skus, price=st.none() | st.integers(0, 9999))
    def product_speaks(self, sku: str, price: int | None) -> Any:
        self.versions[sku] += 1
        version = self.versions[sku]
        if price is None:
            spoken: Any = ProductWithdrawn(product_id=sku.lower(), version=version, skus=(sku,))
        else:
            spoken = shop.product_changed(sku, price, version)
        self.prices[sku] = price
        self.deliver(spoken)
        return spoken

    @rule(late=events)
    def an_event_comes_again(self, late: ProductChanged | ProductWithdrawn) -> None:
        self.deliver(late)

    def deliver(self, spoken: ProductChanged | ProductWithdrawn) -> None:
        if isinstance(spoken, ProductChanged):
            offers.save_offers(spoken)
        else:
            offers.mark_withdrawn(spoken)

    @rule(owner=owners, sku=skus, quantity=st.integers(0, 99), lost=st.booleans())
    def set_line(self, owner: str, sku: str, quantity: int, lost: bool) -> None:
        if quantity and self.prices.get(sku) is None:
            with pytest.raises(Refused):
                service.set_line(owner, sku, quantity)
            return
        self.perhaps_lost(lost, "UpdateItem", lambda: service.set_line(owner, sku, quantity))
        self.baskets[owner].pop(sku, None) if quantity == 0 else self.baskets[owner].update({sku: quantity})

    @rule(owner=owners)
    def clear(self, owner: str) -> None:
        service.clear(owner)
        self.baskets[owner].clear()

    @rule(owner=shoppers, lost=st.booleans(), added=st.none() | skus)
    def merge(self, owner: str, lost: bool, added: str | None) -> None:
        mine, theirs = self.baskets[owner], self.baskets[GUEST]
        adds = added is not None and self.prices.get(added) is not None and bool(theirs)
        with meanwhile("TransactWriteItems", lambda: adds and service.set_line(GUEST, str(added), 7)):
            self.perhaps_lost(lost, "TransactWriteItems", lambda: service.merge(owner, GUEST))
        if adds:
            theirs[str(added)] = 7
        for sku, quantity in theirs.items():
            mine[sku] = min(99, mine.get(sku, 0) + quantity)
        theirs.clear()

    @rule(target=tried, owner=shoppers, lost=st.booleans(), off=st.sampled_from([0, 0, 0, 1]), twice=st.booleans())
    def check_out(self, owner: str, lost: bool, off: int, twice: bool) -> Any:
        self.keys += 1
        wanted = body(self.total(owner) + off, f"a-key-of-its-own-{self.keys}")
        if off or not self.can_check_out(owner):
            with pytest.raises(Refused):
                service.check_out(owner, wanted)
            return multiple()
        with meanwhile("PutItem", lambda: twice and service.check_out(owner, wanted)):
            self.perhaps_lost(lost, "PutItem", lambda: service.check_out(owner, wanted))
        made = event(owner)
        assert {line.sku: line.quantity for line in made.lines} == self.baskets[owner]
        assert made.total == wanted.expected_total
        assert made.order_id not in {answer.order_id for _, answer in self.answers.values()}
        self.answers[owner, wanted.key] = wanted, CheckedOut(order_id=made.order_id, total=made.total, currency="EUR")
        self.baskets[owner].clear()
        return owner, wanted.key

    @rule(made=tried)
    def check_out_again(self, made: tuple[str, str]) -> None:
        wanted, answer = self.answers[made]
        assert service.check_out(made[0], wanted) == answer

    @rule(made=consumes(tried))
    def check_out_again_with_another_body(self, made: tuple[str, str]) -> None:
        with pytest.raises(Refused) as refused:
            service.check_out(made[0], body(self.answers[made][0].expected_total + 1, made[1]))
        assert refused.value.problem.type == "key-reused"

    @invariant()
    def baskets_hold_what_the_model_holds(self) -> None:
        for owner, basket in self.baskets.items():
            assert quantities_of(owner) == basket
        assert [(owner, service.get(owner).subtotal) for owner in self.baskets] == [
            (owner, self.subtotal(owner)) for owner in self.baskets
        ]

    def perhaps_lost(self, lost: bool, operation: str, doing: Any) -> None:
        if not lost:
            doing()
            return
        with answer_lost(operation):
            try:
                doing()
            except ReadTimeoutError:
                return

    def subtotal(self, owner: str) -> int:
        return sum((self.prices[sku] or 0) * quantity for sku, quantity in self.baskets[owner].items())

    def total(self, owner: str) -> int:
        return self.subtotal(owner) + (0 if self.subtotal(owner) >= 5000 else 490)

    def can_check_out(self, owner: str) -> bool:
        return bool(self.baskets[owner]) and all(self.prices[sku] is not None for sku in self.baskets[owner])


TestBaskets = Baskets.TestCase
TestBaskets.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
