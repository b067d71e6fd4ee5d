"""The stack as a whole, deployed in the local cloud: what one service tells, the next one hears, by nobody's leave but its own role's."""

import json
import re
import time
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from backend.contracts import SERVICES, basket, order, product
from tests.backend import shop
from tests.backend.product.examples import plain
from tests.cloud import ShopCloud
from tests.proofs.api import Api, until

FUNCTIONS = [f"{service.title()}{door}" for service in SERVICES for door in ("Handler", "Relay")] + ["BasketIntake", "OrderIntake"]
DENIED = re.compile(r"AccessDenied|not authorized|UnauthorizedOperation")


@dataclass(frozen=True)
class Walked:
    """A cloud in which a product was made, bought and withdrawn, and since when (ms)."""

    cloud: ShopCloud
    since: int


@pytest.fixture(scope="module")
def walked(cloud: ShopCloud) -> Walked:
    since, api = int(time.time() * 1000), Api(cloud)
    staff, shopper = (cloud.tokens(cloud.new_account(role))["access_token"] for role in ("staff", "shopper"))
    one = plain(f"walked-{since}", price=1500)
    path = {"product_id": one.id}

    def done(operation: Any, token: str, **request: Any) -> Any:
        reply = api(operation, token, **request)
        assert reply.status_code < 300, reply.text
        return reply.json() if reply.content else None

    def added() -> Any:
        reply = api(basket.SET_LINE, shopper, path={"sku": f"{one.id}-1"}, body={"quantity": 1})
        return reply.json() if reply.ok else None

    done(product.CREATE_PRODUCT, staff, body=msgspec.to_builtins(one))
    for sort in product.Sort:
        done(product.LIST_PRODUCTS, "", query={"sort": sort.value})
    total = until(added)["deliveries"][0]["total"]
    checkout = {"key": f"key-{one.id}", "address": msgspec.to_builtins(shop.ADDRESS), "delivery": "standard", "expected_total": total}
    placed = done(basket.CHECK_OUT, shopper, body=checkout)["order_id"]
    until(lambda: api(order.GET_ORDER, shopper, path={"order_id": placed}).ok)
    assert [each["id"] for each in done(order.LIST_ORDERS, shopper)["items"]] == [placed]
    done(product.DELETE_PRODUCT, staff, path=path, query={"version": 1})
    assert api(product.GET_PRODUCT, path=path).status_code == 404
    return Walked(cloud, since)


def test_every_function_has_run(walked: Walked) -> None:
    until(lambda: all(walked.cloud.functions(name) for name in FUNCTIONS))


def _denials(cloud: ShopCloud, since: int) -> list[str]:
    logs = cloud.client("logs")
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    events = [event for group in groups for event in logs.filter_log_events(logGroupName=group, startTime=since)["events"]]
    assert events
    return [event["message"] for event in events if DENIED.search(event["message"])]


def test_no_function_was_denied_anything(walked: Walked) -> None:
    assert _denials(walked.cloud, walked.since) == []


def test_a_function_without_its_grant_fails_and_says_so(walked: Walked) -> None:
    cloud, since, iam = walked.cloud, int(time.time() * 1000), walked.cloud.client("iam")
    role = cloud.client("lambda").get_function_configuration(FunctionName=cloud.outputs["OrderHandler"])["Role"].rpartition("/")[2]
    policy = iam.get_role_policy(RoleName=role, PolicyName="Own")["PolicyDocument"]
    iam.delete_role_policy(RoleName=role, PolicyName="Own")
    try:
        assert Api(cloud)(order.LIST_ORDERS, cloud.tokens(cloud.account("shopper"))["access_token"]).status_code == 500
        until(lambda: _denials(cloud, since))
    finally:
        iam.put_role_policy(RoleName=role, PolicyName="Own", PolicyDocument=json.dumps(policy))
