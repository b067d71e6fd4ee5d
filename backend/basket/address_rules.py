"""The rules of an address book: a tuple of saved addresses, no two of them equal. The first is the default; at most one
is for invoices."""

from msgspec.structs import asdict, replace

from backend.contracts.basket.address_book import MAX_ADDRESSES, SavedAddress
from backend.contracts.basket.models import Address, NewAddress
from backend.contracts.problem import Refused

Addresses = tuple[SavedAddress, ...]


def save(book: Addresses, new_id: str, address: NewAddress) -> Addresses:
    """Return the book with this address at its end; the same book if an equal one is in it.

    Raises Refused 422 if the book is full.
    """
    plain = _plain(address)
    if any(each.address == plain for each in book):
        return book
    if len(book) >= MAX_ADDRESSES:
        raise Refused(
            422,
            "address-book-full",
            "The address book is full",
            f"It holds {MAX_ADDRESSES} addresses; remove one first.",
        )
    return (*book, SavedAddress(id=new_id, address=plain))


def change(book: Addresses, address_id: str, address: NewAddress) -> Addresses:
    """Return the book with this address in place of the saved one, whose id stays. Raises Refused 404.

    If another saved address is equal, it is dropped: the changed one takes the first of the two positions, and is for
    invoices if either was.
    """
    new_entry = replace(_find(book, address_id), address=_plain(address))
    same = [each for each in book if each.id == address_id or each.address == new_entry.address]
    new_entry = replace(new_entry, for_invoices=any(each.for_invoices for each in same))
    return tuple(new_entry if each == same[0] else each for each in book if each not in same[1:])


def remove(book: Addresses, address_id: str) -> Addresses:
    """Return the book without this address. Raises Refused 404."""
    entry = _find(book, address_id)
    return tuple(each for each in book if each != entry)


def make_default(book: Addresses, address_id: str) -> Addresses:
    """Return the book with this address first. Raises Refused 404."""
    first = _find(book, address_id)
    return (first, *remove(book, address_id))


def use_for_invoices(book: Addresses, address_id: str) -> Addresses:
    """Return the book with this address, and no other, for invoices. Raises Refused 404."""
    _find(book, address_id)
    return tuple(replace(each, for_invoices=each.id == address_id) for each in book)


def stop_for_invoices(book: Addresses, address_id: str) -> Addresses:
    """Return the book with this address not for invoices. Raises Refused 404."""
    entry = _find(book, address_id)
    return tuple(replace(each, for_invoices=False) if each == entry else each for each in book)


def busy() -> Refused:
    """Return the 409 reply to a change that kept losing to concurrent writes."""
    return Refused(409, "busy", "The address book is being changed elsewhere", "Please try again in a moment.")


def _find(book: Addresses, address_id: str) -> SavedAddress:
    for each in book:
        if each.id == address_id:
            return each
    raise Refused(404, "not-found", "There is no such address")


def _plain(address: NewAddress) -> Address:
    """Return what is stored: a new address is checked more strictly than one that is read again."""
    return Address(**asdict(address))
