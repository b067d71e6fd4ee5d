"""The stack as a whole, deployed in the local cloud: what one service tells, the next one hears, by nobody's leave but
its own role's."""

import json
import re
import time
from dataclasses import dataclass

import pytest

from backend.contracts.basket.operations import ENTER_CODE
from backend.contracts.delivery.operations import GET_DELIVERY_ZONES, SET_DELIVERY_ZONES
from backend.contracts.desk.operations import SEARCH_ORDERS
from backend.contracts.inventory.operations import LIST_ALL_HOLDS, LIST_HOLDS, LIST_STOCK
from backend.contracts.invoice.operations import LIST_STAFF_DOCUMENTS
from backend.contracts.newsletter.operations import REQUEST_SUBSCRIPTION
from backend.contracts.notification.operations import LIST_MESSAGES, SEND_MESSAGE
from backend.contracts.operations.operations import LIST_AUDIT_ENTRIES, LIST_DEAD_LETTER_QUEUES
from backend.contracts.order.account_operations import CLOSE_ACCOUNT
from backend.contracts.order.operations import CANCEL_ORDER, LIST_ALL_ORDERS, LIST_ORDERS, LIST_STAFF_ORDERS
from backend.contracts.order.states import State
from backend.contracts.payment.operations import LIST_PAYMENTS
from backend.contracts.product.models import Sort
from backend.contracts.product.operations import DELETE_PRODUCT, GET_PRODUCT, LIST_PRODUCTS
from backend.contracts.promotion.operations import CREATE_PROMOTION
from backend.contracts.recommendation.operations import LIST_BOUGHT_TOGETHER
from backend.contracts.review.operations import PUT_REVIEW
from backend.contracts.search.operations import REBUILD_INDEX, SEARCH
from backend.contracts.wish.operations import LIST_WISHES
from infra.functions import FUNCTIONS
from tests.backend.picture.files import picture
from tests.cloud import ShopCloud
from tests.integration import forgery
from tests.integration.api import Api, until
from tests.integration.pictures import await_picture, post, start
from tests.integration.shop import Shopper, deliver, sell
from tests.integration.vouchers import issue_voucher

DENIED = re.compile(r"AccessDenied|not authorized|UnauthorizedOperation")


@dataclass(frozen=True)
class Walked:
    """A cloud in which a product was made, bought and withdrawn, and since when (ms)."""

    cloud: ShopCloud
    since: int


def review(api: Api, staff: str, shopper: Shopper, sku: str) -> None:
    """Buy a product, have it delivered and write a review of it, which the order service confirms."""
    order = shopper.buy(sku)
    shopper.came_to(order, "confirmed")
    deliver(api, staff, f"shopper#{forgery.claims(shopper.token)['sub']}", order)
    body = {"order_id": order, "stars": 5, "name": "Ada L."}
    assert api(PUT_REVIEW, shopper.token, path={"product_id": sku.lower()}, body=body).ok


@pytest.fixture(scope="module")
def walk_through(cloud: ShopCloud) -> Walked:
    since, api = int(time.time() * 1000), Api(cloud)
    staff = str(cloud.tokens(cloud.new_account("staff"))["access_token"])
    shopper, name = Shopper(api, cloud.new_account()), f"walked-{since}"
    sku = sell(api, staff, name)
    for sort in Sort:
        assert api(LIST_PRODUCTS, query={"sort": sort.value}).ok
    code = f"WALK{since}"
    terms = {"title": "10 % off", "kind": "percentage", "percent": 10, "starts_on": "2026-01-01", "max_uses": 1}
    assert api(CREATE_PROMOTION, staff, path={"code": code}, body=terms).ok
    shopper.add(sku, 1)
    until(lambda: api(ENTER_CODE, shopper.token, path={"code": code}).ok)
    placed = shopper.buy(sku)
    assert [each["code"] for each in shopper.came_to(placed, "confirmed")["promotions"]] == [code]
    assert shopper.orders() == [placed]
    until(lambda: api(LIST_STAFF_DOCUMENTS, staff, path={"order_id": placed}).json()["items"], bool)
    _, voucher = issue_voucher(api, staff, shopper.account.email)
    until(lambda: api(ENTER_CODE, shopper.token, path={"code": voucher}).ok)
    review(api, staff, shopper, sku)
    assert api(LIST_WISHES, shopper.token).ok
    assert api(CANCEL_ORDER, shopper.token, path={"order_id": placed}).ok
    for reading in (LIST_STOCK, LIST_HOLDS, LIST_ALL_HOLDS, LIST_PAYMENTS, REBUILD_INDEX,
                    LIST_ALL_ORDERS):  # fmt: skip
        assert api(reading, staff).ok
    for reading in (LIST_DEAD_LETTER_QUEUES, LIST_AUDIT_ENTRIES):
        assert api(reading, staff).ok
    assert api(SEARCH_ORDERS, staff, query={"q": "ada"}).ok
    for state in State:
        assert api(LIST_STAFF_ORDERS, staff, query={"state": state.value}).ok
    assert api(SEARCH, query={"q": name}).ok
    assert api(LIST_BOUGHT_TOGETHER, path={"product_id": name}).ok
    message = {"key": "a-form-of-this-walk", "topic": "other", "email": f"{name}@example.com", "text": "Good morning"}
    assert api(SEND_MESSAGE, body=message).status_code == 204
    assert message["email"] in [each["email"] for each in api(LIST_MESSAGES, staff).json()["items"]]
    assert api(REQUEST_SUBSCRIPTION, body={"email": f"{name}@example.com"}).ok
    leaving = cloud.tokens(cloud.new_account())["access_token"]
    assert api(CLOSE_ACCOUNT, leaving).status_code == 204
    zones = api(GET_DELIVERY_ZONES).json()
    assert api(SET_DELIVERY_ZONES, staff, body={"zones": zones["zones"], "version": zones["version"]}).ok
    upload = start(api, staff)
    post(upload, picture())
    assert await_picture(api, staff, upload)["status"] == "ready"
    for sweeper in (function for function in FUNCTIONS if function.endswith("Sweeper")):
        assert "FunctionError" not in cloud.client("lambda").invoke(FunctionName=cloud.outputs[sweeper], Payload=b"{}")
    assert api(DELETE_PRODUCT, staff, path={"product_id": name}, query={"version": 1}).status_code == 204
    until(lambda: api(GET_PRODUCT, path={"product_id": name}).status_code, lambda status: status == 404)
    return Walked(cloud, since)


def test_every_function_has_run(walk_through: Walked) -> None:
    until(lambda: [name for name in FUNCTIONS if not walk_through.cloud.functions(name)], lambda idle: not idle)


def _denials(cloud: ShopCloud, since: int) -> list[str]:
    logs = cloud.client("logs")
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    events = [
        event for group in groups for event in logs.filter_log_events(logGroupName=group, startTime=since)["events"]
    ]
    assert events
    return [event["message"] for event in events if DENIED.search(event["message"])]


def test_no_function_was_denied_anything(walk_through: Walked) -> None:
    assert _denials(walk_through.cloud, walk_through.since) == []


def test_a_function_without_its_grant_fails_and_says_so(walk_through: Walked) -> None:
    cloud, since, iam = walk_through.cloud, int(time.time() * 1000), walk_through.cloud.client("iam")
    role = (
        cloud.client("lambda")
        .get_function_configuration(FunctionName=cloud.outputs["OrderHandler"])["Role"]
        .rpartition("/")[2]
    )
    policy = iam.get_role_policy(RoleName=role, PolicyName="Own")["PolicyDocument"]
    iam.delete_role_policy(RoleName=role, PolicyName="Own")
    try:
        assert Api(cloud)(LIST_ORDERS, cloud.tokens(cloud.account("shopper"))["access_token"]).status_code == 500
        until(lambda: _denials(cloud, since))
    finally:
        iam.put_role_policy(RoleName=role, PolicyName="Own", PolicyDocument=json.dumps(policy))
