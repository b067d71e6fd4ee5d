"""Gift vouchers for the tests on a local cloud: issued as staff do, and their codes as the voucher service knows them."""

from typing import Any

from backend.contracts.basket.operations import CHECK_OUT_GUEST_BASKET, SET_GUEST_LINE
from backend.contracts.voucher.operations import ISSUE_VOUCHER, LIST_SOLD_VOUCHERS
from backend.voucher import ledger
from tests.integration.api import Api, until
from tests.integration.shop import guest_id, key, sell, token


def issue_voucher(api: Api, staff: str, email: str) -> tuple[str, str]:
    """Issue a voucher, and return its id and its code, which is mailed and stands in no reply."""
    reply = api(ISSUE_VOUCHER, staff, body={"key": key(), "value": 500, "email": email})
    voucher_id = str(reply.json()["id"])
    table = api.cloud.outputs["VoucherTable"]
    item = api.cloud.client("dynamodb").get_item(TableName=table, Key=ledger.key(voucher_id))["Item"]
    return voucher_id, str(item["code"]["S"])


def buy_voucher(api: Api, staff: str, form: dict[str, Any]) -> dict[str, Any]:
    """Buy a voucher as a guest with this checkout form, and return it once it is issued, as staff see it."""
    sku, guest = sell(api, staff, f"gift-{key()}", 5000, kind="voucher"), {"guest_id": guest_id()}
    api(SET_GUEST_LINE, path=guest | {"sku": sku}, body={"quantity": 1})
    body = form | {"key": key(), "delivery": "email", "expected_total": 5000, "token": token(api.cloud)}
    order = {"order_id": api(CHECK_OUT_GUEST_BASKET, path=guest, body=body).json()["order_id"]}
    sold = until(lambda: api(LIST_SOLD_VOUCHERS, staff, path=order).json()["items"], bool)
    return dict(sold[0])
