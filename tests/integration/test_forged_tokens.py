"""The table of forged and stale tokens, sent to the running API: none opens it."""

import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from joserfc.jwk import RSAKey

from backend.contracts.basket.operations import GET_BASKET
from backend.contracts.order.operations import LIST_ORDERS
from backend.contracts.product.operations import DELETE_PRODUCT
from tests.cloud import ShopCloud
from tests.integration import forgery
from tests.storefront.account.forged import OUTSIDERS
from tests.storefront.account.hosted import sign


@pytest.fixture(scope="module")
def staff_token(cloud: ShopCloud) -> str:
    return str(cloud.tokens(cloud.account("staff"))["access_token"])


@pytest.fixture(scope="module")
def pool_key(cloud: ShopCloud, staff_token: str) -> RSAKey:
    """The key that the pool itself signs access tokens with."""
    signer = forgery.signer(cloud, cloud.outputs["UserPoolId"], staff_token)
    return RSAKey.import_key(signer.key, {"kid": signer.kid})


@pytest.fixture
def claims(staff_token: str) -> dict[str, Any]:
    """What a token that is believed says: one of staff, which opens every operation."""
    now = int(time.time())
    return forgery.claims(staff_token) | {"iat": now, "exp": now + 900}


@pytest.fixture
def ask(cloud: ShopCloud) -> Iterator[Any]:
    """Sends the token as it is, byte for byte: a client would tidy it up or refuse to."""
    parts = urlsplit(cloud.api)
    connection = HTTPConnection(parts.netloc, timeout=120)

    def ask_status(method: str, path: str, token: str) -> int:
        connection.putrequest(method, parts.path + path)
        connection.putheader("Authorization", b"Bearer " + token.encode("utf-8", "surrogatepass"))
        connection.endheaders()
        reply = connection.getresponse()
        body = reply.read()
        assert not body or isinstance(json.loads(body), dict)
        return reply.status

    yield ask_status
    connection.close()


OPERATIONS = (GET_BASKET.route, LIST_ORDERS.route, DELETE_PRODUCT.route.format(product_id="nothing") + "?version=1")


@pytest.mark.parametrize("route", OPERATIONS)
@pytest.mark.parametrize("name", OUTSIDERS)
def test_no_forged_or_stale_token_opens_the_api(
    ask: Any, pool_key: RSAKey, claims: dict[str, Any], name: str, route: str
) -> None:
    assert ask(*route.split(" "), OUTSIDERS[name](claims, pool_key)) in (400, 401, 403)


@pytest.mark.parametrize("route", OPERATIONS)
def test_the_pools_own_token_opens_it(ask: Any, pool_key: RSAKey, claims: dict[str, Any], route: str) -> None:
    assert ask(*route.split(" "), sign(claims, pool_key)) in (200, 404)
