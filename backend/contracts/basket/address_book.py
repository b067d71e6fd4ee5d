"""A shopper's saved addresses. The first one is the default."""

from typing import Annotated

from msgspec import Meta

from backend.contracts.basket.models import Address, NewAddress
from backend.contracts.types import Model, RequestModel

MAX_ADDRESSES = 20
AddressId = Annotated[
    str, Meta(pattern=r"^[0-9a-f]{16}$(?!\n)", description="made by the service; unique in one address book")
]


class SavedAddress(Model, frozen=True, omit_defaults=True, kw_only=True):
    """An address and the id that it keeps when it is changed. One at most of a book is `for_invoices`."""

    id: AddressId
    address: Address
    for_invoices: bool = False


class AddressBook(Model, frozen=True, omit_defaults=True, kw_only=True):
    """All saved addresses of an account, the default first; no two are equal."""

    addresses: tuple[SavedAddress, ...] = ()


class SaveAddress(RequestModel, frozen=True, kw_only=True):
    """An address to save, or what a saved one is to be."""

    address: NewAddress


class AddressPath(Model, frozen=True, kw_only=True):
    address_id: AddressId
