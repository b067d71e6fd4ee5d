"""The rates of tax: one item, `pk=TAX sk=RATES`, with its version, who wrote it when, and the event (outbox).

There is none until the owner changes something: then the rates are `DEFAULT_RATES` of the contract.
"""

import msgspec

from backend.contracts.delivery.events import TaxRatesChanged
from backend.contracts.delivery.tax_rates import DEFAULT_RATES, SetTaxRates, TaxRates
from backend.contracts.problem import Refused
from backend.delivery import tax_rules
from backend.shared import clock, dynamodb, staff_changes
from backend.shared.aws import client
from backend.shared.outbox import encode_event
from backend.shared.versions import put_if_unchanged

KEY: dynamodb.Item = {"pk": {"S": "TAX"}, "sk": {"S": "RATES"}}


def get() -> TaxRates:
    """Return the rates by a consistent read."""
    item = client("dynamodb").get_item(TableName=dynamodb.table_name(), Key=KEY, ConsistentRead=True).get("Item")
    return msgspec.json.decode(item["rates"]["S"], type=TaxRates) if item else DEFAULT_RATES


def put(body: SetTaxRates) -> TaxRates:
    """Replace the rates, and publish it; a repeated request changes nothing.

    Raises Refused 422 for rates that make no sense, 409 with the present version if `body.version` is another.
    """
    tax_rules.check(body.countries)
    present, new = get(), tax_rules.next_version(body)
    if present != new and not _write(new, body):
        return _resolve_conflict(new)
    staff_changes.describe(*tax_rules.differences(present, new))
    return new


def _write(new: TaxRates, body: SetTaxRates) -> bool:
    """Write the rates; return False where somebody else has replaced what the body was made from."""
    return dynamodb.write_if("put_item", **put_if_unchanged(_encode(new, body.by), body.version))


def _resolve_conflict(new: TaxRates) -> TaxRates:
    """Return the rates if the conflicting write was our own, whose answer was lost; else raise Refused 409."""
    if (present := get()) != new:
        raise Refused(409, "stale-version", "The rates have changed since you saw them", version=present.version)
    return present


def _encode(rates: TaxRates, by: str) -> dynamodb.Item:
    values = {
        "rates": msgspec.json.encode(rates).decode(),
        "version": rates.version,
        "changed_at": clock.now(),
        "by": by or None,
        "event": encode_event(TaxRatesChanged(rates=rates)).decode(),
    }
    return KEY | dynamodb.to_item(values)
