"""The tax rates: one item, `pk=TAX sk=RATES`.

It does not exist until the owner changes something: until then the rates are the contract's `DEFAULT_RATES`.
"""

from backend.contracts.delivery.events import TaxRatesChanged
from backend.contracts.delivery.tax_rates import DEFAULT_RATES, SetTaxRates, TaxRates
from backend.delivery import tax_rules
from backend.delivery.versioned_item import VersionedItem, check_same
from backend.shared import dynamodb, staff_changes

KEY: dynamodb.Item = {"pk": {"S": "TAX"}, "sk": {"S": "RATES"}}
_item = VersionedItem(KEY, "rates", DEFAULT_RATES)


def get() -> TaxRates:
    """Return the rates by a consistent read."""
    return _item.read()


def put(body: SetTaxRates) -> TaxRates:
    """Replace the rates and publish the change; a repeated request changes nothing.

    Raises Refused 422 for rates that make no sense, 409 with the present version if `body.version` is another.
    """
    tax_rules.check(body.countries)
    present, new = get(), tax_rules.next_version(body)
    if present == new or _item.replace(body.version, new, body.by, TaxRatesChanged(rates=new)):
        staff_changes.describe(*tax_rules.differences(present, new))
    else:
        check_same(_item.name, get(), new)
    return new
