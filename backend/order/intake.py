"""The order service's queue door: a basket that was checked out becomes an order."""

from backend.contracts.basket import BasketCheckedOut
from backend.order import store
from backend.shared.intake import intake

handler = intake({BasketCheckedOut: store.place})
