"""The HTTP operations of the wish service. A guest's list is found by the id that also finds the guest's basket."""

from backend.contracts.operation import Caller, Operation
from backend.contracts.product.queries import ProductPath
from backend.contracts.wish import alert_operations, sharing
from backend.contracts.wish.models import (
    AddWish,
    MergedWishes,
    MergeWishes,
    RemoveWishQuery,
    Wished,
    WishPage,
    WishPageQuery,
)
from backend.contracts.wish.paths import GuestWishesPath, GuestWishPath

LIST_WISHES = Operation(
    name="list_wishes",
    service="wish",
    route="GET /wishes",
    caller=Caller.SHOPPER,
    summary="A page of the shopper's wish list, with prices and stock of now",
    query=WishPageQuery,
    reply=WishPage,
)
LIST_GUEST_WISHES = Operation(
    name="list_guest_wishes",
    service="wish",
    route="GET /guests/{guest_id}/wishes",
    caller=Caller.GUEST,
    summary="A page of a guest's wish list, with prices and stock of now",
    path=GuestWishesPath,
    query=WishPageQuery,
    reply=WishPage,
)
GET_WISHED = Operation(
    name="get_wished",
    service="wish",
    route="GET /wished",
    caller=Caller.SHOPPER,
    summary="What is in the shopper's wish list, by keys alone",
    reply=Wished,
)
GET_GUEST_WISHED = Operation(
    name="get_guest_wished",
    service="wish",
    route="GET /guests/{guest_id}/wished",
    caller=Caller.GUEST,
    summary="What is in a guest's wish list, by keys alone",
    path=GuestWishesPath,
    reply=Wished,
)
ADD_WISH = Operation(
    name="add_wish",
    service="wish",
    route="PUT /wishes/{product_id}",
    caller=Caller.SHOPPER,
    summary="Add a variant to the shopper's wish list; again changes nothing",
    path=ProductPath,
    body=AddWish,
    reply=Wished,
    problems=(404, 409),
)
ADD_GUEST_WISH = Operation(
    name="add_guest_wish",
    service="wish",
    route="PUT /guests/{guest_id}/wishes/{product_id}",
    caller=Caller.GUEST,
    summary="Add a variant to a guest's wish list; again changes nothing",
    path=GuestWishPath,
    body=AddWish,
    reply=Wished,
    problems=(404, 409),
)
REMOVE_WISH = Operation(
    name="remove_wish",
    service="wish",
    route="DELETE /wishes/{product_id}",
    caller=Caller.SHOPPER,
    summary="Remove a variant, or all of a product, from the shopper's wish list",
    path=ProductPath,
    query=RemoveWishQuery,
    reply=Wished,
)
REMOVE_GUEST_WISH = Operation(
    name="remove_guest_wish",
    service="wish",
    route="DELETE /guests/{guest_id}/wishes/{product_id}",
    caller=Caller.GUEST,
    summary="Remove a variant, or all of a product, from a guest's wish list",
    path=GuestWishPath,
    query=RemoveWishQuery,
    reply=Wished,
)
MERGE_WISHES = Operation(
    name="merge_wishes",
    service="wish",
    route="POST /wishes/merge",
    caller=Caller.SHOPPER,
    summary="Move a guest's wishes into the shopper's list, once",
    body=MergeWishes,
    reply=MergedWishes,
)

OPERATIONS = (
    LIST_WISHES,
    LIST_GUEST_WISHES,
    GET_WISHED,
    GET_GUEST_WISHED,
    ADD_WISH,
    ADD_GUEST_WISH,
    REMOVE_WISH,
    REMOVE_GUEST_WISH,
    MERGE_WISHES,
    *alert_operations.OPERATIONS,
    *sharing.OPERATIONS,
)
