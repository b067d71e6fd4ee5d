"""Drafts, withdrawn products and the order of the menu in the back office."""

from typing import Any

import pytest
from django.test import Client

from backend.contracts.problem import Problem
from backend.contracts.product.models import CardPage, Categories, Category, Unlisted, card
from storefront.clients import api
from storefront.product import catalogue
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.page import Page, one_variant

DRAFT = product("draft", "Draft", version=4)
TREE = Categories(
    items=(
        Category(path="cards", title="Cards", count=9), Category(path="imported", title="Imported", count=90),
        Category(path="prints", title="Prints", count=3), Category(path="prints/sea", title="Sea", count=1),
        Category(path="prints/sky", title="Sky", count=2),
    ),
    count=102, first=("gone",),
)  # fmt: skip


@pytest.fixture
def sent_drafts(worker: Client, service: Service, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is sent to the product service: a draft is there, and what is refused is in `service.refuse`."""
    found: list[Any] = []
    real = api.call

    def call(operation: Any, **more: Any) -> Any:
        answers = {
            "get_unlisted": lambda: Unlisted(product=DRAFT, draft=True), "list_categories": lambda: TREE,
            "list_unlisted": lambda: CardPage(items=(card(DRAFT),), next="there-is-more"),
        }  # fmt: skip
        if operation.name in answers:
            return answers[operation.name]()
        if operation.service != "product":
            return real(operation, **more)
        if operation.name in service.refuse:
            raise api.Refusal(service.refuse[operation.name])
        found.append((operation.name, more))
        return None

    monkeypatch.setattr(api, "call", call)
    catalogue.clear()
    return found


def test_nobody_but_staff_sees_what_is_not_in_the_shop(client: Client, service: Service) -> None:
    for path in (
        "/staff/products/outside/",
        "/staff/products/outside/draft/",
        "/staff/products/outside/draft/preview/",
        "/staff/menu/",
    ):
        assert client.get(path).status_code in (302, 403)


def test_a_new_product_is_put_into_the_shop_or_kept_as_a_draft(worker: Client, sent_drafts: list[Any]) -> None:
    typed = {"title": "Blue", "category": "Prints"} | one_variant("BLUE", "9")
    response = worker.post("/staff/products/new/", typed | {"then": "outside"})
    assert response.headers["Location"] == "/staff/products/outside/blue/"
    assert worker.post("/staff/products/new/", typed).headers["Location"] == "/staff/products/blue/"
    assert [(name, more.get("query")) for name, more in sent_drafts] == [
        ("put_unlisted", {"version": 0}),
        ("create_product", {"free": False}),
    ]


def test_a_draft_is_saved_outside_or_put_into_the_shop(worker: Client, sent_drafts: list[Any]) -> None:
    page = worker.get("/staff/products/outside/draft/")
    for part in ("This is a draft. Shoppers cannot see it.", "Publish", "Save without publishing", "Preview"):
        assert part in text(page), part
    form = Page(page.content.decode()).form
    assert (
        worker.post("/staff/products/outside/draft/", form | {"then": "outside"}).headers["Location"]
        == "/staff/products/outside/draft/"
    )
    assert worker.post("/staff/products/outside/draft/", form).headers["Location"] == "/staff/products/draft/"
    assert [(name, more["query"]) for name, more in sent_drafts] == [
        ("put_unlisted", {"version": 4}),
        ("replace_product", {"version": 4, "free": False}),
    ]


@pytest.mark.parametrize("then", ["outside", ""])
def test_the_loser_of_a_race_keeps_what_was_typed(
    worker: Client, service: Service, sent_drafts: list[Any], then: str
) -> None:
    stale = Problem(type="stale-version", title="Stale", status=409, version=5)
    service.refuse = {"put_unlisted": stale, "replace_product": stale}
    form = Page(worker.get("/staff/products/outside/draft/").content.decode()).form
    response = worker.post("/staff/products/outside/draft/", form | {"title": "Mine", "then": then})
    assert response.status_code == 409
    assert 'value="Mine"' in response.content.decode()


@pytest.mark.parametrize("kind", ["exists", "draft", "stale-version"])
def test_an_address_that_is_taken_is_reported_at_its_field(
    worker: Client, service: Service, sent_drafts: list[Any], kind: str
) -> None:
    taken = Problem(type=kind, title="Taken", status=409, version=2)
    service.refuse = {"put_unlisted": taken, "create_product": taken}
    typed = {"title": "Blue", "category": "Prints", "then": "outside"} | one_variant("BLUE", "9")
    response = worker.post("/staff/products/new/", typed)
    assert response.status_code == 409
    assert "Another product has this address" in text(response)


def test_what_is_not_in_the_shop_is_listed_and_shown_as_it_would_be(worker: Client, sent_drafts: list[Any]) -> None:
    html = worker.get("/staff/products/outside/").content.decode()
    assert 'href="/staff/products/outside/draft/"' in html
    assert "?after=there-is-more" in html
    shown = worker.get("/staff/products/outside/draft/preview/?v=DRAFT-A4-OA")
    assert "This is a preview." in text(shown)
    for part in ("basket/add", "application/ld+json", 'rel="canonical"', "og:title"):
        assert part not in shown.content.decode(), part


def test_the_menu_is_put_in_order_and_nothing_pushes_it_aside(worker: Client, sent_drafts: list[Any]) -> None:
    html = worker.get("/staff/menu/").content.decode()
    assert [
        html.index(f'value="{path}"') for path in ("imported", "cards", "prints", "prints/sky", "prints/sea")
    ] == sorted(html.index(f'value="{path}"') for path in ("imported", "cards", "prints", "prints/sky", "prints/sea"))
    paths = ["cards", "imported", "prints", "prints/sea", "prints/sky", "nowhere"]
    response = worker.post("/staff/menu/", {"path": paths, "place": ["2", "", " 1", "1", "x", "1"]})
    assert response.status_code == 303
    ((name, more),) = sent_drafts
    assert (name, more["body"].first) == ("set_menu", ("prints", "prints/sea", "cards", "prints/sky", "gone"))


def test_categories_stand_in_the_order_that_staff_gave_them_and_then_by_their_number_of_products() -> None:
    tree = Categories(items=TREE.items, count=102, first=("prints", "prints/sea", "cards"))
    assert [each.path for each in catalogue.sort_subcategories(tree, "")] == ["prints", "cards", "imported"]
    assert [each.path for each in catalogue.sort_subcategories(tree, "prints")] == ["prints/sea", "prints/sky"]
    assert [each.path for each in catalogue.sort_subcategories(TREE, "")] == ["imported", "cards", "prints"]
