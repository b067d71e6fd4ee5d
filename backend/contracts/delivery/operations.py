"""The delivery service's operations: everybody may read the zones, staff for the catalogue change them, and tax rates
are the owner's."""

from backend.contracts.delivery.models import DeliveryZones, SetDeliveryZones
from backend.contracts.delivery.tax_rates import SetTaxRates, TaxRates
from backend.contracts.operation import EDIT_CATALOGUE, Caller, Changes, Operation, Thing

FRESH_SECONDS = 10

GET_DELIVERY_ZONES = Operation(
    name="get_delivery_zones",
    service="delivery",
    route="GET /delivery-zones",
    caller=Caller.PUBLIC,
    fresh=FRESH_SECONDS,
    summary="Where orders are delivered to, for how much and in how many working days",
    reply=DeliveryZones,
)
SET_DELIVERY_ZONES = Operation(
    name="set_delivery_zones",
    service="delivery",
    route="PUT /delivery-zones",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Replace all zones, unchanged since they were read",
    body=SetDeliveryZones,
    reply=DeliveryZones,
    problems=(409, 422),
    changes=Changes(Thing.DELIVERY),
)
GET_TAX_RATES = Operation(
    name="get_tax_rates",
    service="delivery",
    route="GET /staff/tax-rates",
    caller=Caller.STAFF,
    summary="The rates of tax by country",
    reply=TaxRates,
)
SET_TAX_RATES = Operation(
    name="set_tax_rates",
    service="delivery",
    route="PUT /staff/tax-rates",
    caller=Caller.STAFF,
    summary="Replace all rates of tax, unchanged since they were read",
    body=SetTaxRates,
    reply=TaxRates,
    problems=(409, 422),
    changes=Changes(Thing.TAX),
)

OPERATIONS = (GET_DELIVERY_ZONES, SET_DELIVERY_ZONES, GET_TAX_RATES, SET_TAX_RATES)
