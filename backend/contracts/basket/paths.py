"""The paths of the basket service's operations, and the query of those that return prices."""

from backend.contracts.promotion.codes import Code
from backend.contracts.shop import HOME_COUNTRY
from backend.contracts.types import Country, GuestId, Model, RequestModel, Sku


class LinePath(Model, frozen=True, kw_only=True):
    sku: Sku


class GuestPath(Model, frozen=True, kw_only=True):
    guest_id: GuestId


class GuestLinePath(Model, frozen=True, kw_only=True):
    guest_id: GuestId
    sku: Sku


class CodePath(Model, frozen=True, kw_only=True):
    code: Code


class GuestCodePath(Model, frozen=True, kw_only=True):
    guest_id: GuestId
    code: Code


class BasketQuery(RequestModel, frozen=True, kw_only=True):
    """The country that delivery and tax are computed for."""

    country: Country = HOME_COUNTRY
