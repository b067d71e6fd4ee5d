"""The shop on a local cloud with one article for sale, and its people."""

import os
from collections.abc import Callable

import pytest

from tests.cloud import ShopCloud
from tests.proofs.api import Api
from tests.proofs.shop import Shopper, sell

NewShopper = Callable[[], Shopper]


@pytest.fixture(scope="session")
def api(cloud: ShopCloud) -> Api:
    return Api(cloud)


@pytest.fixture(scope="session")
def staff(cloud: ShopCloud) -> str:
    """A staff member's access token."""
    return str(cloud.tokens(cloud.account("staff"))["access_token"])


@pytest.fixture(scope="session")
def new_shopper(api: Api) -> NewShopper:
    """Makes a shopper whom no other test knows."""
    return lambda: Shopper(api, api.cloud.new_account())


@pytest.fixture
def shopper(new_shopper: NewShopper) -> Shopper:
    return new_shopper()


@pytest.fixture(scope="session")
def sku(api: Api, staff: str) -> str:
    """An article that is for sale."""
    return sell(api, staff, f"proof-{os.urandom(4).hex()}")
