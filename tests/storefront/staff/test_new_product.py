"""A new product's address and prices, as they are typed."""

from typing import Any

import pytest
from django.test import Client

from storefront.clients import api
from tests.storefront.reading import text
from tests.storefront.staff.page import one_variant

PAGE = "/staff/products/new/"


@pytest.fixture
def sent_products(worker: Client, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is created."""
    found, real = [], api.call

    def call(operation: Any, **more: Any) -> Any:
        if operation.name != "create_product":
            return real(operation, **more)
        found.append(more["body"])
        return None

    monkeypatch.setattr(api, "call", call)
    return found


def create(worker: Client, *, follow: bool = False, **typed: str) -> Any:
    form = {"title": "Bowl", "category": "Kitchen", "version": "1"} | one_variant("B-1", typed.pop("price", "12.00"))
    return worker.post(PAGE, form | typed, follow=follow)


@pytest.mark.parametrize(
    ("title", "id"),
    [("Глечик синій", "glechik-siniy"), ("Ørken", "orken"), ("Łódź & ßee", "lodz-ssee"), ("x" * 150, "x" * 100)],
)
def test_an_address_is_made_from_a_title_in_any_script(
    worker: Client, sent_products: list[Any], title: str, id: str
) -> None:
    create(worker, title=title, category="Посуд")
    assert [each["id"] for each in sent_products] == [id]


def test_a_title_without_a_letter_asks_for_an_address_at_its_field(worker: Client, sent_products: list[Any]) -> None:
    page = create(worker, follow=True, title="☕")
    assert (
        "Address: The title has no letter or digit to make an address from: enter one, such as blue-harbour."
        in text(page)
    )
    assert sent_products == []
    create(worker, title="☕", id="coffee")
    assert [each["id"] for each in sent_products] == ["coffee"]


@pytest.mark.parametrize(
    ("price", "cents"), [("12,50", 1250), ("1.250,00", 125000), ("1,250.00", 125000), ("1 250", 125000)]
)
def test_a_price_is_taken_as_people_write_it(worker: Client, sent_products: list[Any], price: str, cents: int) -> None:
    create(worker, price=price)
    assert [each["variants"][0].price for each in sent_products] == [cents]


@pytest.mark.parametrize("price", ["2,500", "2.500"])
def test_an_ambiguous_price_is_asked_about(worker: Client, sent_products: list[Any], price: str) -> None:
    assert "Leave out the thousands separator: 2500 or 2.50." in text(create(worker, follow=True, price=price))
    assert sent_products == []


def test_the_description_says_how_it_is_written(worker: Client) -> None:
    assert "Plain text: an empty line begins a new paragraph. HTML works too; use <p> for paragraphs then." in text(
        worker.get(PAGE)
    )
