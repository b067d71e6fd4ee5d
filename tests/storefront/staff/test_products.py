"""Products in the back office: found on whichever page they are, and edited in a form whose errors lead to their
fields."""

from collections import Counter
from typing import Any

import pytest
from django.test import Client

from backend.contracts.problem import FieldError, Problem
from backend.contracts.product.models import FREE_PRICE_MESSAGE, Product
from storefront.clients import api
from tests.storefront.product.products import product
from tests.storefront.reading import text
from tests.storefront.service import Service
from tests.storefront.staff.page import Page

PAGE = "/staff/products/"
ODD = product(
    title=" Slow & <Tide> ",
    category=("TV/Audio", "Hi, fi"),
    tags=("red, matt", "a\\b"),
    description="\nOne\r\ntwo",
    currency="EUR",
)


@pytest.fixture
def sent_changes(worker: Client, service: Service, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is sent of the product that is there; `service.refuse` still refuses it."""
    sent, real = [], api.call

    def call(operation: Any, **more: Any) -> Any:
        if operation.name == "get_product":
            return ODD
        if operation.name == "replace_product" and operation.name not in service.refuse:
            sent.append(more["body"])
            return ODD
        return real(operation, **more)

    monkeypatch.setattr(api, "call", call)
    return sent


def many(count: int) -> list[Product]:
    return [product(f"tide-{number}", f"Tide {number}") for number in range(count)]


def test_every_product_that_a_search_finds_is_on_one_of_its_pages(worker: Client, service: Service) -> None:
    service.products = many(60)
    seen: list[str] = []
    address = f"{PAGE}?q=tide"
    while address:
        page = Page(worker.get(address).content.decode())
        seen += [each["href"] for each in page.elements if each.get("class") == "staff__link"]
        address = next((each["href"] for each in page.elements if each.get("rel") == "next"), "")
    assert sorted(seen) == sorted(f"{PAGE}tide-{number}/" for number in range(60))


def test_a_search_leads_back_too_and_says_where_one_is(worker: Client, service: Service) -> None:
    service.products = many(60)
    reply = worker.get(PAGE, {"q": "tide", "page": "2"})
    assert "60 for “tide”, page 2 of 3" in text(reply)
    assert f'rel="prev" href="{PAGE}?q=tide"' in reply.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 400])
def test_a_page_there_is_not_is_the_first_or_leads_to_it(worker: Client, service: Service, page: str) -> None:
    service.products = many(30)
    assert "page 1 of 2" in text(worker.get(PAGE, {"q": "tide", "page": page}, follow=True))


def test_a_page_that_is_empty_by_now_leads_to_the_first(worker: Client, service: Service) -> None:
    service.products = many(3)
    assert worker.get(PAGE, {"q": "tide", "page": "2"}).headers["Location"] == f"{PAGE}?q=tide"


def test_the_form_of_an_odd_product_sent_as_the_page_shows_it_changes_nothing(
    worker: Client, sent_changes: list[Any]
) -> None:
    form = Page(worker.get(f"{PAGE}slow-tide/").content.decode()).form
    assert worker.post(f"{PAGE}slow-tide/", form).status_code == 303
    assert [getattr(sent_changes[0], name) for name in sent_changes[0].__struct_fields__] == [
        getattr(ODD, n) for n in sent_changes[0].__struct_fields__
    ]


def test_each_error_leads_to_one_field_that_is_marked_as_wrong(
    worker: Client, service: Service, sent_changes: list[Any]
) -> None:
    errors = tuple(
        FieldError(field=field, message="Not so")
        for field in (
            "variants[0].values[1]",
            "variants[1].sku",
            "options[0].values[1]",
            "options[1].name",
            "tags",
            "pictures[0].alt",
        )
    )
    service.refuse["replace_product"] = Problem(type="invalid", title="Not right", status=422, errors=errors)
    form = Page(worker.get(f"{PAGE}slow-tide/").content.decode()).form
    page = Page(worker.post(f"{PAGE}slow-tide/", form).content.decode())
    assert [
        id for id, count in Counter(each["id"] for each in page.elements if "id" in each).items() if count > 1
    ] == []
    fields = {each["id"]: each for each in page.elements if "id" in each}
    led = [each["href"][1:] for each in page.elements if each["tag"] == "a" and each.get("href", "").startswith("#")]
    led = [id for id in led if id != "main"]
    assert sorted(led) == [
        "options-0-values",
        "options-1-name",
        "pictures-0-alt",
        "tags",
        "variants-0-value_1",
        "variants-1-sku",
    ]
    for id in led:
        assert fields[id].get("aria-invalid") == "true", id
        assert set(fields[id]["aria-describedby"].split()) <= set(fields), id


def test_a_price_of_0_is_asked_about_before_it_is_saved(
    worker: Client, sent_changes: list[Any], service: Service
) -> None:
    form = Page(worker.get(f"{PAGE}slow-tide/").content.decode()).form
    error = FieldError(field="variants[0].price", message=FREE_PRICE_MESSAGE)
    service.refuse["replace_product"] = Problem(
        type="free", title="Something would cost nothing", status=422, errors=(error,)
    )
    response = worker.post(f"{PAGE}slow-tide/", form)
    assert FREE_PRICE_MESSAGE in text(response)
    assert 'name="free"' in response.content.decode()
    del service.refuse["replace_product"]
    assert worker.post(f"{PAGE}slow-tide/", form | {"free": ["1"]}).status_code == 303
    assert 'name="free"' not in worker.get(f"{PAGE}slow-tide/").content.decode()
