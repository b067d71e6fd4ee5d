"""The basket's copy of the offers, against events that come late, twice and in any order."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from backend.basket import offers
from backend.basket.domain import Offer
from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.contracts.problem import Refused
from backend.contracts.product.events import ProductChanged, ProductWithdrawn
from backend.contracts.product.models import Choice, Option, Variant
from backend.contracts.product.translations import LocalOption, LocalTitle, LocalValue, LocalValues, Translation
from backend.shared import aws, dynamodb
from tests.backend import shop
from tests.backend.faults import add_hook

pytestmark = pytest.mark.usefixtures("basket_table")
SKU = shop.SKUS[0]

Event = ProductChanged | ProductWithdrawn


def apply(*events: Event) -> None:
    for event in events:
        (offers.save_offers if isinstance(event, ProductChanged) else offers.mark_withdrawn)(event)  # type: ignore[operator]


def withdrawn(version: int, product_id: str = "harbour-at-dusk") -> ProductWithdrawn:
    return ProductWithdrawn(product_id=product_id, version=version, skus=(SKU,))


def stored_item() -> dict[str, Any]:
    key = {"pk": {"S": f"OFFER#{SKU}"}, "sk": {"S": "OFFER"}}
    return dict(aws.client("dynamodb").get_item(TableName="basket", Key=key).get("Item", {}))


def price() -> int | None:
    """What the article costs, or None where it cannot be bought."""
    offer = offers.get(SKU)
    return None if offer is None or offer.withdrawn else offer.price


def test_an_unknown_sku_has_no_offer() -> None:
    assert offers.get("NONE") is None
    assert offers.find(["NONE"]) == {}


def test_an_offer_holds_what_a_basket_shows_and_no_more() -> None:
    apply(shop.product_changed(SKU, 2900))
    product = shop.product(SKU)
    assert offers.get(SKU) == Offer(
        product_id=product.id,
        title=product.title,
        price=2900,
        currency="EUR",
        values=("A3", "Unframed"),
        picture=product.pictures[0],
        category=product.category_path,
    )


def test_an_offer_has_the_products_titles_in_all_languages() -> None:
    apply(
        shop.product_changed(SKU, 2900, translations=(Translation(language="de", title="Hafen", description="Ruhig"),))
    )
    offer = offers.get(SKU)
    assert offer
    assert offer.titles == (LocalTitle(language="de", title="Hafen"),)


def test_an_offer_has_its_values_names_in_all_languages() -> None:
    names = LocalOption(option="Frame", values=(LocalValue(value="Unframed", title="Ohne Rahmen"),))
    options = tuple(Option(name=name, values=(value,)) for name, value in (("Size", "A3"), ("Frame", "Unframed")))
    apply(
        shop.product_changed(SKU, 2900, options=options, translations=(Translation(language="de", options=(names,)),))
    )
    offer = offers.get(SKU)
    assert offer
    assert offer.values == ("A3", "Unframed")
    assert offer.local_values == (LocalValues(language="de", values=("A3", "Ohne Rahmen")),)


def test_an_offer_without_such_names_takes_no_more_room() -> None:
    apply(shop.product_changed(SKU, 2900))
    assert "local_values" not in stored_item()["offer#harbour-at-dusk"]["S"]


def test_the_picture_is_the_variants_own() -> None:
    own = shop.product(SKU).pictures[0]
    large, small = (replace(own, src=size, shows=(Choice(option="Size", value=size),)) for size in ("A2", "A3"))
    options = (Option(name="Size", values=("A2", "A3")), Option(name="Frame", values=("Unframed",)))
    apply(shop.product_changed(SKU, 2900, options=options, pictures=(own, large, small)))
    offer = offers.get(SKU)
    assert offer is not None
    assert offer.picture == small


@pytest.mark.parametrize(
    "last", [withdrawn(3), shop.product_changed("OTHER", 1, version=3, id="harbour-at-dusk", removed=(SKU,))]
)
def test_a_withdrawn_offer_still_says_what_it_was(last: Event) -> None:
    apply(shop.product_changed(SKU, 2900), last)
    offer = offers.get(SKU)
    assert offer is not None
    assert (offer.withdrawn, offer.title, offer.price) == (True, "Harbour at Dusk", 2900)


HISTORIES: dict[str, tuple[int | None, tuple[Event, ...]]] = {
    "changes": (3, (shop.product_changed(SKU, 1, 1), shop.product_changed(SKU, 2, 2), shop.product_changed(SKU, 3, 3))),
    "withdrawn and back": (3, (shop.product_changed(SKU, 1, 1), withdrawn(2), shop.product_changed(SKU, 3, 3))),
    "withdrawn at last": (None, (shop.product_changed(SKU, 1, 1), shop.product_changed(SKU, 2, 2), withdrawn(3))),
    "a new product takes the SKU over": (
        5,
        (shop.product_changed(SKU, 1, 7), withdrawn(8), shop.product_changed(SKU, 5, 1, id="another")),
    ),
}


@pytest.mark.parametrize(("right", "history"), HISTORIES.values(), ids=HISTORIES)
def test_late_doubled_and_reordered_events_leave_the_same_offer(
    right: int | None, history: tuple[Event, ...], service_table: Callable[[str], str]
) -> None:
    for order in itertools.permutations(history):
        aws.client("dynamodb").delete_table(TableName="basket")
        service_table("basket")
        apply(*order, *order)
        assert price() == right


def test_an_event_that_comes_again_changes_nothing() -> None:
    apply(shop.product_changed(SKU, 1, 1), shop.product_changed(SKU, 2, 2))
    before = stored_item()
    apply(shop.product_changed(SKU, 1, 1), shop.product_changed(SKU, 2, 2))
    assert stored_item() == before


def test_another_content_under_the_same_version_changes_nothing() -> None:
    apply(shop.product_changed(SKU, 1, 1), shop.product_changed(SKU, 2, 1))
    assert price() == 1


def test_many_offers_are_found_at_once() -> None:
    variants = tuple(Variant(sku=f"S{n}", values=("A4",), price=n) for n in range(40))
    apply(shop.product_changed(SKU, variants=variants))
    assert {sku: offer.price for sku, offer in offers.find(each.sku for each in variants).items()} == {
        f"S{n}": n for n in range(40)
    }


def test_what_dynamodb_leaves_unprocessed_is_asked_for_again() -> None:
    apply(*(shop.product_changed(sku, 100) for sku in shop.SKUS))
    left = [1, 1]

    def throttle(parsed: dict[str, Any], **_: Any) -> None:
        if left and parsed["Responses"]["basket"]:
            left.pop()
            last = parsed["Responses"]["basket"].pop()
            parsed["UnprocessedKeys"] = {"basket": {"Keys": [{"pk": last["pk"], "sk": last["sk"]}]}}

    with add_hook("after-call.dynamodb.BatchGetItem", throttle):
        assert set(offers.find(shop.SKUS)) == set(shop.SKUS)
    assert not left


def test_offers_that_never_come_are_refused_and_not_taken_for_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dynamodb, "_MAX_WAIT_SECONDS", 0)

    def throttle(parsed: dict[str, Any], **_: Any) -> None:
        parsed["Responses"] = {}
        parsed["UnprocessedKeys"] = {"basket": {"Keys": [{"pk": {"S": f"OFFER#{SKU}"}, "sk": {"S": "OFFER"}}]}}

    with add_hook("after-call.dynamodb.BatchGetItem", throttle), pytest.raises(Refused) as refused:
        offers.find([SKU])
    assert refused.value.problem.status == 503


def test_late_and_doubled_news_of_stock_changes_nothing() -> None:
    offers.save_offers(shop.product_changed())
    news = [
        StockChanged(sku=shop.SKUS[0], version=version, level=Level.LOW, left=left)
        for version, left in ((2, 4), (3, 2), (2, 4), (3, 2))
    ]
    for each in news:
        offers.save_stock(each)
    found = offers.get(shop.SKUS[0])
    assert found is not None
    assert (found.level, found.left) == (Level.LOW, 2)


def test_stock_that_arrives_before_its_product_is_kept() -> None:
    offers.save_stock(StockChanged(sku=shop.SKUS[0], version=1, level=Level.SOLD_OUT))
    assert offers.get(shop.SKUS[0]) is None
    offers.save_offers(shop.product_changed())
    found = offers.get(shop.SKUS[0])
    assert found is not None
    assert found.level is Level.SOLD_OUT
