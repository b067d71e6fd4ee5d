"""The delivery service's HTTP handler."""

from backend.contracts.delivery.models import DeliveryZones, SetDeliveryZones
from backend.contracts.delivery.operations import GET_DELIVERY_ZONES, GET_TAX_RATES, SET_DELIVERY_ZONES, SET_TAX_RATES
from backend.contracts.delivery.tax_rates import SetTaxRates, TaxRates
from backend.contracts.operation import Empty
from backend.delivery import repository, tax_repository
from backend.shared.http import Request, http_handler, route


def _get(request: Request[Empty, Empty, Empty]) -> DeliveryZones:
    return repository.get()


def _put(request: Request[Empty, Empty, SetDeliveryZones]) -> DeliveryZones:
    return repository.put(request.body)


def _get_rates(request: Request[Empty, Empty, Empty]) -> TaxRates:
    return tax_repository.get()


def _put_rates(request: Request[Empty, Empty, SetTaxRates]) -> TaxRates:
    return tax_repository.put(request.body)


handler = http_handler(
    route(GET_DELIVERY_ZONES, _get),
    route(SET_DELIVERY_ZONES, _put),
    route(GET_TAX_RATES, _get_rates),
    route(SET_TAX_RATES, _put_rates),
)
