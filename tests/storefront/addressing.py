"""Address books as the services of the tests answer."""

from typing import Any

from backend.basket import address_checks, address_rules
from backend.contracts.basket.address_book import AddressBook

FIRST_ID = 0xA00


class Addressing:
    """Saved addresses by owner, under the service's own rules."""

    def __init__(self) -> None:
        super().__init__()
        self.books: dict[str, address_rules.Addresses] = {}
        self._next_id = FIRST_ID

    def get_address_book(self, owner: str, *_: Any) -> AddressBook:
        return AddressBook(addresses=self.books.get(owner, ()))

    def save_address(self, owner: str, _: Any, __: Any, body: Any) -> AddressBook:
        address_checks.check_address(body.address)
        self._next_id += 1
        return self._keep(owner, address_rules.save(self._book(owner), f"{self._next_id - 1:016x}", body.address))

    def change_saved_address(self, owner: str, path: Any, _: Any, body: Any) -> AddressBook:
        address_checks.check_address(body.address)
        return self._keep(owner, address_rules.change(self._book(owner), path.address_id, body.address))

    def remove_saved_address(self, owner: str, path: Any, *_: Any) -> AddressBook:
        return self._keep(owner, address_rules.remove(self._book(owner), path.address_id))

    def set_default_address(self, owner: str, path: Any, *_: Any) -> AddressBook:
        return self._keep(owner, address_rules.make_default(self._book(owner), path.address_id))

    def set_invoice_address(self, owner: str, path: Any, *_: Any) -> AddressBook:
        return self._keep(owner, address_rules.use_for_invoices(self._book(owner), path.address_id))

    def unset_invoice_address(self, owner: str, path: Any, *_: Any) -> AddressBook:
        return self._keep(owner, address_rules.stop_for_invoices(self._book(owner), path.address_id))

    def _book(self, owner: str) -> address_rules.Addresses:
        return self.books.get(owner, ())

    def _keep(self, owner: str, book: address_rules.Addresses) -> AddressBook:
        self.books[owner] = book
        return AddressBook(addresses=book)
