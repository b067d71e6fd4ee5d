"""Gift vouchers for the tests on a local cloud: issued as staff do, and their codes as the voucher service knows them."""

from backend.contracts.voucher.operations import ISSUE_VOUCHER
from backend.voucher import ledger
from tests.integration.api import Api
from tests.integration.shop import key


def issue_voucher(api: Api, staff: str, email: str) -> tuple[str, str]:
    """Issue a voucher, and return its id and its code, which is mailed and stands in no reply."""
    reply = api(ISSUE_VOUCHER, staff, body={"key": key(), "value": 500, "email": email})
    voucher_id = str(reply.json()["id"])
    table = api.cloud.outputs["VoucherTable"]
    item = api.cloud.client("dynamodb").get_item(TableName=table, Key=ledger.key(voucher_id))["Item"]
    return voucher_id, str(item["code"]["S"])
