"""The basket's copy of the tax rates, built from the events of the delivery service.

It is one item, `pk=DELIVERY sk=TAX`. Until the owner changes something it does not exist, and the rates are the
contract's `DEFAULT_RATES`.
"""

import msgspec

from backend.basket.fresh_copy import FreshCopy
from backend.contracts.delivery.events import TaxRatesChanged
from backend.contracts.delivery.tax_rates import DEFAULT_RATES, TaxRates
from backend.shared import dynamodb
from backend.shared.aws import client
from backend.shared.copies import write_newer

KEY: dynamodb.Item = {"pk": {"S": "DELIVERY"}, "sk": {"S": "TAX"}}


def _read() -> TaxRates:
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=KEY).get("Item")
    return msgspec.json.decode(item["rates"]["S"], type=TaxRates) if item else DEFAULT_RATES


stored = FreshCopy(_read)


def save(event: TaxRatesChanged) -> None:
    """Store the rates, unless a version as new is stored."""
    write_newer(KEY, event.rates.version, {"rates": msgspec.json.encode(event.rates).decode()})
