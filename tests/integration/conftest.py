"""The shop on a local cloud with one article for sale, and its people."""

import os
from collections.abc import Callable, Iterator

import pytest

from tests.cloud import ShopCloud
from tests.integration import fault_injection
from tests.integration.api import Api, at_rest
from tests.integration.fault_injection import Ear, Queue
from tests.integration.shop import Shopper, sell

NewShopper = Callable[[], Shopper]


@pytest.fixture(scope="session")
def api(cloud: ShopCloud) -> Api:
    return Api(cloud)


@pytest.fixture(scope="module")
def staff(cloud: ShopCloud) -> str:
    """A staff member's access token, which is good for a quarter of an hour."""
    return str(cloud.tokens(cloud.account("staff"))["access_token"])


@pytest.fixture(scope="session")
def new_shopper(api: Api) -> NewShopper:
    """Makes a shopper whom no other test knows."""
    return lambda: Shopper(api, api.cloud.new_account())


@pytest.fixture
def shopper(new_shopper: NewShopper) -> Shopper:
    return new_shopper()


@pytest.fixture(scope="module")
def sku(api: Api, staff: str) -> str:
    """An article that is for sale."""
    return sell(api, staff, f"proof-{os.urandom(4).hex()}")


@pytest.fixture(scope="session")
def ear(cloud: ShopCloud) -> Ear:
    return fault_injection.ear(cloud)


@pytest.fixture
def queue(cloud: ShopCloud) -> Iterator[Queue]:
    """The order service's queue, which is empty again at the end, as its dead-letter queue is."""
    at_rest(cloud)
    queue = Queue(cloud, "OrderQueue")
    yield queue
    queue.holds(0)
    assert Queue(cloud, "OrderDeadLetters").size() == 0
