"""The smoke test of a deploy buys in the shop as it is served, without a browser."""

import pytest

from infra.smoke.visitor import SmokeFailed, Visitor
from tests.browser.conftest import Storefront


def test_it_buys_as_a_guest_with_a_test_card_until_the_order_is_confirmed(storefront: Storefront) -> None:
    said: list[str] = []
    order = Visitor(storefront.url, said.append).buy(180)
    assert order.startswith(f"{storefront.url}/orders/")
    assert said[0] == "the shop is up"
    assert said[-1].startswith("confirmed: ")


def test_a_shop_whose_services_do_not_answer_fails_and_says_where(faulty: str) -> None:
    with pytest.raises(SmokeFailed, match=f"^No article on {faulty}/ can be bought"):
        Visitor(faulty, lambda line: None).buy(5)
