"""The paths of the basket service's operations."""

from backend.contracts.promotion.codes import Code
from backend.contracts.types import GuestId, Model, Sku


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
