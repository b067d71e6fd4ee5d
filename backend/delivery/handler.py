"""The delivery service's HTTP handler."""

from backend.contracts.delivery.models import DeliveryZones, SetDeliveryZones
from backend.contracts.delivery.operations import GET_DELIVERY_ZONES, SET_DELIVERY_ZONES
from backend.contracts.operation import Empty
from backend.delivery import repository
from backend.shared.http import Request, http_handler, route


def _get(request: Request[Empty, Empty, Empty]) -> DeliveryZones:
    return repository.get()


def _put(request: Request[Empty, Empty, SetDeliveryZones]) -> DeliveryZones:
    return repository.put(request.body)


handler = http_handler(
    route(GET_DELIVERY_ZONES, _get),
    route(SET_DELIVERY_ZONES, _put),
)
