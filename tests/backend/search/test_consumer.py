"""What is heard of products and stock: the same index, however the news comes in."""

import itertools
import random
from typing import Any

import pytest
from botocore.exceptions import ClientError

from backend.contracts.event import Event
from backend.contracts.inventory.events import StockChanged
from backend.contracts.inventory.models import Level
from backend.contracts.search.models import SearchPage
from backend.search import repository
from backend.search.changelog import changelog
from backend.shared import aws, clock, dynamodb
from tests.backend.search.news import hear, product_changed, search_index, stock, titles, withdrawn

pytestmark = pytest.mark.usefixtures("own_copies")

NEWS: tuple[Event, ...] = (
    product_changed(version=1, title="Harbour"),
    product_changed(version=3, title="Harbour at night"),
    stock("harbour-a4", 1, Level.SOLD_OUT),
    stock("harbour-a4", 4, Level.LOW),
    stock("harbour-a3", 2, Level.SOLD_OUT),
    withdrawn("reef", version=2),
)
MORE: tuple[Event, ...] = (product_changed("reef", version=1), stock("reef-a4", 3))


def everything() -> SearchPage:
    return search_index(limit=48)


def stored_items() -> list[dynamodb.Item]:
    """What is in the table but for the log, whose order is that of the news."""
    items = aws.client("dynamodb").scan(TableName=dynamodb.table_name())["Items"]
    return sorted(
        (item for item in items if item["pk"]["S"] != changelog.LOG),
        key=lambda item: (item["pk"]["S"], item["sk"]["S"]),
    )


def empty_table() -> None:
    for item in aws.client("dynamodb").scan(TableName=dynamodb.table_name())["Items"]:
        aws.client("dynamodb").delete_item(TableName=dynamodb.table_name(), Key={"pk": item["pk"], "sk": item["sk"]})


def test_a_product_is_found_with_its_stock() -> None:
    assert hear(product_changed(), stock(level=Level.LOW)) == 0
    (hit,) = everything().items
    assert (hit.id, hit.price, hit.level) == ("harbour", 2500, Level.LOW)


def test_a_withdrawn_product_is_found_no_more() -> None:
    hear(product_changed())
    hear(withdrawn())
    assert everything().items == ()


def test_stock_that_arrives_before_its_product_is_known_once_the_product_arrives() -> None:
    hear(stock(level=Level.SOLD_OUT))
    hear(product_changed())
    assert everything().items[0].level is Level.SOLD_OUT


def test_in_stock_counts_each_product_once_of_which_some_variant_can_be_bought() -> None:
    hear(product_changed(), product_changed("reef"), stock("harbour-a4", 1, Level.SOLD_OUT), stock("harbour-a3", 1))
    hear(stock("reef-a4", 1, Level.SOLD_OUT), stock("reef-a3", 1, Level.SOLD_OUT))
    assert (everything().total, everything().in_stock, search_index(in_stock=True).total) == (2, 1, 1)
    hear(stock("harbour-a4", 2, Level.LOW))
    assert everything().in_stock == 1
    hear(stock("harbour-a4", 3, Level.SOLD_OUT), stock("harbour-a3", 2, Level.SOLD_OUT))
    assert everything().in_stock == 0


def test_a_chosen_size_that_is_sold_out_is_not_in_stock_because_another_size_is() -> None:
    hear(product_changed(), stock("harbour-a4", 1, Level.SOLD_OUT), stock("harbour-a3", 1))
    small, large = search_index(filters="size=A4"), search_index(filters="size=A3")
    assert (small.total, small.in_stock, small.items[0].level) == (1, 0, Level.SOLD_OUT)
    assert (large.total, large.in_stock, large.items[0].level) == (1, 1, Level.IN_STOCK)
    assert search_index(filters="size=A4", in_stock=True).total == 0
    stocked = search_index(in_stock=True)
    assert stocked.items[0].sku == "harbour-a3"
    assert {each.value: each.count for facet in stocked.facets if facet.name == "size" for each in facet.values} == {
        "A3": 1
    }


def test_a_variant_without_a_known_stock_level_counts_as_its_product_does() -> None:
    hear(product_changed(), product_changed("reef"), stock("reef-a4", 1, Level.SOLD_OUT))
    assert [hit.id for hit in search_index(filters="size=A3", in_stock=True).items] == ["harbour"]
    assert [hit.id for hit in search_index(in_stock=True).items] == ["harbour"]


def test_every_order_of_the_news_leaves_the_same_behind() -> None:
    outcomes: list[tuple[Any, Any]] = []
    for order in random.Random(7).sample(list(itertools.permutations(NEWS)), 40):
        empty_table()
        for event in (*order, *MORE):
            assert hear(event) == 0
        outcomes.append((stored_items(), everything()))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    (hit,) = outcomes[0][1].items
    assert (hit.title, hit.level) == ("Harbour at night", Level.LOW)


def test_news_that_comes_twice_or_in_another_batch_leaves_the_same_behind() -> None:
    hear(*NEWS, *MORE)
    once = stored_items(), everything()
    for event in (*MORE, *NEWS, *reversed(NEWS)):
        assert hear(event) == 0
    assert (stored_items(), everything()) == once


def test_a_sku_that_moved_to_another_product_tells_it_of_its_stock_whatever_comes_late() -> None:
    moved = product_changed("reef", 1, variants=product_changed().product.variants)  # harbour's SKUs
    hear(moved)
    hear(product_changed(version=1))
    hear(product_changed(version=2, variants=product_changed("other").product.variants))
    hear(stock("harbour-a4", level=Level.LOW))
    assert {hit.id: hit.level for hit in everything().items} == {"reef": Level.LOW, "harbour": None}


def test_a_batch_is_one_entry_of_the_log() -> None:
    hear(
        *(product_changed(f"print-{number}") for number in range(20)),
        *(stock(f"print-{number}-a4") for number in range(20)),
    )
    assert (changelog.head().seq, changelog.head().changes) == (1, 20)


def test_a_batch_too_large_for_one_entry_is_several() -> None:
    text = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz ", k=5_000))
    hear(*(product_changed(f"print-{number}", description=text) for number in range(100)))
    assert changelog.head().seq > 1
    assert search_index().total == 100


def test_what_could_not_be_logged_comes_again_and_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any) -> None:
        raise ClientError({"Error": {"Code": "InternalServerError", "Message": ""}}, "PutItem")

    with monkeypatch.context() as patched:
        patched.setattr(changelog, "append", fail)
        assert hear(product_changed(), stock(level=Level.LOW)) == 2
    assert everything().items == ()
    assert hear(product_changed(), stock(level=Level.LOW)) == 0
    assert everything().items[0].level is Level.LOW


def test_news_that_stops_between_the_product_and_its_skus_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(repository, "_link_skus", lambda product: (_ for _ in ()).throw(RuntimeError))
        assert hear(product_changed()) == 1
    hear(product_changed())
    hear(stock(level=Level.SOLD_OUT))
    assert everything().items[0].level is Level.SOLD_OUT


def test_poison_comes_again_and_the_rest_of_its_batch_is_found() -> None:
    from backend.search.consumer import handler
    from tests.backend.events import bus, sqs

    assert handler(sqs("poison", product_changed()), None) == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert titles() == ["Harbour at dusk"]
    assert "poison" not in bus(product_changed())


def test_a_writer_that_was_overtaken_logs_what_is_true_by_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another writer keeps and logs a newer version in the moment between this one's reading and its appending."""
    real, rivals = repository.current_changes, [product_changed(version=2, title="Newer")]

    def read(product_ids: Any) -> Any:
        changes = real(product_ids)
        if rivals:
            hear(rivals.pop())
        return changes

    monkeypatch.setattr(repository, "current_changes", read)
    hear(product_changed(version=1, title="Older"))
    assert titles() == ["Newer"]


@pytest.mark.parametrize(("today", "level"), [("2026-12-09", Level.BACK_ORDER), ("2026-12-10", Level.SOLD_OUT)])
def test_what_is_on_back_order_is_shown_so_until_its_day_has_come(
    monkeypatch: pytest.MonkeyPatch, today: str, level: Level
) -> None:
    hear(product_changed(), StockChanged(sku="harbour-a4", version=1, level=Level.BACK_ORDER, back_on="2026-12-10"))
    monkeypatch.setattr(clock, "now", lambda: f"{today}T12:00:00.000Z")
    assert everything().items[0].level is level


def test_what_is_on_back_order_can_be_bought_and_is_not_in_stock() -> None:
    ordered = StockChanged(sku="harbour-a4", version=1, level=Level.BACK_ORDER, back_on="2999-12-10")
    hear(product_changed(), product_changed("reef"), ordered, stock("harbour-a3", 1, Level.SOLD_OUT), stock("reef-a4"))
    assert (everything().total, everything().in_stock) == (2, 1)
    assert [hit.id for hit in search_index(in_stock=True).items] == ["reef"]
    assert search_index(filters="size=A4").in_stock == 1
    assert [hit.id for hit in search_index(filters="size=A4", in_stock=True).items] == ["reef"]
    hear(stock("harbour-a3", 2, Level.LOW))
    assert search_index(in_stock=True).total == everything().in_stock == 2
    assert search_index(filters="size=A4", in_stock=True).total == 1


def test_a_variant_of_unknown_stock_is_on_back_order_as_its_product_is() -> None:
    hear(product_changed(), StockChanged(sku="harbour-a4", version=1, level=Level.BACK_ORDER, back_on="2999-12-10"))
    assert (everything().in_stock, search_index(filters="size=A3", in_stock=True).total) == (0, 0)


def test_the_day_of_a_back_order_is_forgotten_with_it() -> None:
    hear(product_changed(), StockChanged(sku="harbour-a4", version=1, level=Level.BACK_ORDER, back_on="2020-12-10"))
    hear(stock("harbour-a4", 2, Level.LOW))
    assert everything().items[0].level is Level.LOW


def test_a_day_that_a_function_of_an_earlier_release_left_beside_another_level_says_nothing() -> None:
    hear(product_changed(), StockChanged(sku="harbour-a4", version=1, level=Level.BACK_ORDER, back_on="2020-12-10"))
    aws.client("dynamodb").update_item(
        TableName=dynamodb.table_name(),
        Key=repository._sku("harbour-a4"),
        UpdateExpression="SET #level = :level",
        ExpressionAttributeNames={"#level": "level"},
        ExpressionAttributeValues={":level": {"S": "in-stock"}},
    )
    hear(product_changed(version=2))
    (product,) = repository.iter_documents()
    assert [offer.back_on for offer in product.offers] == ["", ""]
