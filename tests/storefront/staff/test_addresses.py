"""Every address of the shop answers whoever opens or reloads it: with a page or the way to one, never with an empty
405."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.storefront.order.orders import placed_order
from tests.storefront.service import Service

SAMPLES: dict[str, Any] = {"name": "x", "kind": "look", "path": "prints", "slug": "slow-tide", "product_id": "slow-tide", "mark": "x",
                           "queue": "OrderDeadLetters", "letter_id": "x"}  # fmt: skip


def patterns(found: Any = None, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in found or get_resolver().url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, f"{each.namespace}:" if each.namespace else space)
        elif each.name:
            yield f"{space}{each.name}", each


NAMES = sorted({name for name, _ in patterns()} - {"product:uploaded", "product:reviewed", "machine:styles"})


@pytest.mark.parametrize("name", NAMES)
def test_no_address_answers_a_reload_with_an_empty_page(worker: Client, service: Service, name: str) -> None:
    pattern = dict(patterns())[name].pattern
    order_id = placed_order(service)
    named = {key: SAMPLES.get(key, order_id) for key in pattern.converters} if hasattr(pattern, "converters") else {}
    worker.raise_request_exception = False  # the services in memory sell nothing: pages of products may fail here
    response = worker.get(reverse(name, kwargs=named))
    assert response.status_code != 405, name


@pytest.mark.parametrize(("address", "page"), [
    ("/staff/orders/{}/tracking/", "/staff/orders/{}/"), ("/staff/orders/{}/parcels/delivered/", "/staff/orders/{}/"),
    ("/orders/{}/pay/", "/orders/{}/"),
    ("/basket/add/", "/basket/"), ("/account/sign-out", "/account/"), ("/staff/products/slow-tide/withdraw/", "/staff/products/slow-tide/"),
])  # fmt: skip
def test_an_address_that_only_takes_forms_leads_to_the_page_of_its_form(
    worker: Client, service: Service, address: str, page: str
) -> None:
    order_id = placed_order(service)
    response = worker.get(address.format(order_id))
    assert (response.status_code, response.headers["Location"]) == (303, page.format(order_id))
    assert worker.put(address.format(order_id)).status_code == 405
