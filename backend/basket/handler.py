"""The basket's HTTP handler. The baskets of shoppers and guests differ only in their key; shoppers also have an address
book."""

from msgspec.structs import replace

from backend.basket import address_book, service
from backend.contracts.basket.address_book import AddressBook, AddressPath, SaveAddress
from backend.contracts.basket.address_operations import (
    CHANGE_SAVED_ADDRESS,
    GET_ADDRESS_BOOK,
    REMOVE_SAVED_ADDRESS,
    SAVE_ADDRESS,
    SET_DEFAULT_ADDRESS,
    SET_INVOICE_ADDRESS,
    UNSET_INVOICE_ADDRESS,
)
from backend.contracts.basket.checked_out import CheckedOut
from backend.contracts.basket.merging import Merge, Merged
from backend.contracts.basket.models import Basket, CheckOut, Owner, SetLine
from backend.contracts.basket.operations import (
    CHECK_OUT,
    CHECK_OUT_FOR_CUSTOMER,
    CHECK_OUT_GUEST_BASKET,
    CLEAR_BASKET,
    CLEAR_GUEST_BASKET,
    ENTER_CODE,
    ENTER_GUEST_CODE,
    GET_BASKET,
    GET_GUEST_BASKET,
    MERGE_BASKET,
    REMOVE_CODE,
    REMOVE_GUEST_CODE,
    REMOVE_GUEST_LINE,
    REMOVE_LINE,
    SET_GUEST_LINE,
    SET_LINE,
)
from backend.contracts.basket.paths import BasketQuery, CodePath, GuestCodePath, GuestLinePath, GuestPath, LinePath
from backend.contracts.basket.staff import CheckOutForCustomer
from backend.contracts.operation import Empty
from backend.shared.http import Request, http_handler, route
from backend.shared.staff_changes import describe


def _owner(shopper: str, path: object) -> str:
    """Return whose basket it is: the token's shopper, or the id that only the guest knows. It is part of the table's
    key, so no separate check can be forgotten."""
    return (
        f"{Owner.GUEST}#{path.guest_id}"
        if isinstance(path, GuestPath | GuestLinePath | GuestCodePath)
        else f"{Owner.SHOPPER}#{shopper}"
    )


def _get(request: Request[Empty, BasketQuery, Empty] | Request[GuestPath, BasketQuery, Empty]) -> Basket:
    return service.get(_owner(request.shopper, request.path), request.query.country)


def _set_line(
    request: Request[LinePath, BasketQuery, SetLine] | Request[GuestLinePath, BasketQuery, SetLine],
) -> Basket:
    owner, line = _owner(request.shopper, request.path), request.body
    return service.set_line(owner, request.path.sku, line.quantity, request.query.country, line.since)


def _remove_line(request: Request[LinePath, BasketQuery, Empty] | Request[GuestLinePath, BasketQuery, Empty]) -> Basket:
    return service.remove_line(_owner(request.shopper, request.path), request.path.sku, request.query.country)


def _clear(request: Request[Empty, BasketQuery, Empty] | Request[GuestPath, BasketQuery, Empty]) -> Basket:
    return service.clear(_owner(request.shopper, request.path), request.query.country)


def _enter_code(request: Request[CodePath, BasketQuery, Empty] | Request[GuestCodePath, BasketQuery, Empty]) -> Basket:
    return service.enter_code(_owner(request.shopper, request.path), request.path.code, request.query.country)


def _remove_code(request: Request[CodePath, BasketQuery, Empty] | Request[GuestCodePath, BasketQuery, Empty]) -> Basket:
    return service.remove_code(_owner(request.shopper, request.path), request.path.code, request.query.country)


def _merge(request: Request[Empty, Empty, Merge]) -> Merged:
    return service.merge(_owner(request.shopper, request.path), f"{Owner.GUEST}#{request.body.guest_id}")


def _check_out(request: Request[Empty, Empty, CheckOut] | Request[GuestPath, Empty, CheckOut]) -> CheckedOut:
    return service.check_out(_owner(request.shopper, request.path), request.body)


def _check_out_for_customer(request: Request[GuestPath, Empty, CheckOutForCustomer]) -> CheckedOut:
    order = service.check_out(f"{Owner.GUEST}#{request.path.guest_id}", request.body)
    describe(("order placed", "", "to be paid by link"), amount=order.total, currency=order.currency)
    return replace(order, order_key=None)


def _get_addresses(request: Request[Empty, Empty, Empty]) -> AddressBook:
    return address_book.get(_owner(request.shopper, request.path))


def _save_address(request: Request[Empty, Empty, SaveAddress]) -> AddressBook:
    return address_book.save(_owner(request.shopper, request.path), request.body.address)


def _change_address(request: Request[AddressPath, Empty, SaveAddress]) -> AddressBook:
    return address_book.change(_owner(request.shopper, request.path), request.path.address_id, request.body.address)


def _remove_address(request: Request[AddressPath, Empty, Empty]) -> AddressBook:
    return address_book.remove(_owner(request.shopper, request.path), request.path.address_id)


def _set_default_address(request: Request[AddressPath, Empty, Empty]) -> AddressBook:
    return address_book.make_default(_owner(request.shopper, request.path), request.path.address_id)


def _set_invoice_address(request: Request[AddressPath, Empty, Empty]) -> AddressBook:
    return address_book.use_for_invoices(_owner(request.shopper, request.path), request.path.address_id)


def _unset_invoice_address(request: Request[AddressPath, Empty, Empty]) -> AddressBook:
    return address_book.stop_for_invoices(_owner(request.shopper, request.path), request.path.address_id)


handler = http_handler(
    route(GET_BASKET, _get),
    route(SET_LINE, _set_line),
    route(REMOVE_LINE, _remove_line),
    route(CLEAR_BASKET, _clear),
    route(MERGE_BASKET, _merge),
    route(CHECK_OUT, _check_out),
    route(GET_GUEST_BASKET, _get),
    route(SET_GUEST_LINE, _set_line),
    route(REMOVE_GUEST_LINE, _remove_line),
    route(CLEAR_GUEST_BASKET, _clear),
    route(CHECK_OUT_GUEST_BASKET, _check_out),
    route(CHECK_OUT_FOR_CUSTOMER, _check_out_for_customer),
    route(ENTER_CODE, _enter_code),
    route(REMOVE_CODE, _remove_code),
    route(ENTER_GUEST_CODE, _enter_code),
    route(REMOVE_GUEST_CODE, _remove_code),
    route(GET_ADDRESS_BOOK, _get_addresses),
    route(SAVE_ADDRESS, _save_address),
    route(CHANGE_SAVED_ADDRESS, _change_address),
    route(REMOVE_SAVED_ADDRESS, _remove_address),
    route(SET_DEFAULT_ADDRESS, _set_default_address),
    route(SET_INVOICE_ADDRESS, _set_invoice_address),
    route(UNSET_INVOICE_ADDRESS, _unset_invoice_address),
)
