"""The HTTP operations of a shopper's address book."""

from backend.contracts.basket.address_book import AddressBook, AddressPath, SaveAddress
from backend.contracts.operation import Caller, Operation

GET_ADDRESS_BOOK = Operation(
    name="get_address_book",
    service="basket",
    route="GET /addresses",
    caller=Caller.SHOPPER,
    summary="The shopper's saved addresses, the default first",
    reply=AddressBook,
)
SAVE_ADDRESS = Operation(
    name="save_address",
    service="basket",
    route="POST /addresses",
    caller=Caller.SHOPPER,
    summary="Save an address; one that is saved already changes nothing",
    body=SaveAddress,
    reply=AddressBook,
    problems=(409, 422),
)
CHANGE_SAVED_ADDRESS = Operation(
    name="change_saved_address",
    service="basket",
    route="PUT /addresses/{address_id}",
    caller=Caller.SHOPPER,
    summary="Change a saved address; an equal one is dropped",
    path=AddressPath,
    body=SaveAddress,
    reply=AddressBook,
    problems=(404, 409, 422),
)
REMOVE_SAVED_ADDRESS = Operation(
    name="remove_saved_address",
    service="basket",
    route="DELETE /addresses/{address_id}",
    caller=Caller.SHOPPER,
    summary="Remove a saved address; the next one is the default then",
    path=AddressPath,
    reply=AddressBook,
    problems=(404, 409),
)
SET_DEFAULT_ADDRESS = Operation(
    name="set_default_address",
    service="basket",
    route="PUT /addresses/{address_id}/default",
    caller=Caller.SHOPPER,
    summary="Make a saved address the default",
    path=AddressPath,
    reply=AddressBook,
    problems=(404, 409),
)
SET_INVOICE_ADDRESS = Operation(
    name="set_invoice_address",
    service="basket",
    route="PUT /addresses/{address_id}/invoices",
    caller=Caller.SHOPPER,
    summary="Have invoices made out to a saved address, which the checkout begins with",
    path=AddressPath,
    reply=AddressBook,
    problems=(404, 409),
)
UNSET_INVOICE_ADDRESS = Operation(
    name="unset_invoice_address",
    service="basket",
    route="DELETE /addresses/{address_id}/invoices",
    caller=Caller.SHOPPER,
    summary="Have invoices made out to the delivery address again; again changes nothing",
    path=AddressPath,
    reply=AddressBook,
    problems=(404, 409),
)
OPERATIONS = (
    GET_ADDRESS_BOOK,
    SAVE_ADDRESS,
    CHANGE_SAVED_ADDRESS,
    REMOVE_SAVED_ADDRESS,
    SET_DEFAULT_ADDRESS,
    SET_INVOICE_ADDRESS,
    UNSET_INVOICE_ADDRESS,
)
