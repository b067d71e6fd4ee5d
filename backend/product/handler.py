"""The product service's HTTP door."""

from backend.contracts.product import (
    CHECK_PRODUCT,
    CREATE_PRODUCT,
    DELETE_PRODUCT,
    GET_PRODUCT,
    LIST_ADDRESSES,
    LIST_CATEGORIES,
    LIST_PRODUCTS,
    REPLACE_PRODUCT,
    REPUBLISH_PRODUCTS,
)
from backend.product import listing, republication, store
from backend.shared.door import door

handler = door(
    {
        LIST_PRODUCTS: lambda request: listing.page(request.query),
        GET_PRODUCT: lambda request: store.get(request.path.product_id),
        LIST_ADDRESSES: lambda request: listing.addresses(request.query),
        LIST_CATEGORIES: lambda request: listing.categories(),
        CREATE_PRODUCT: lambda request: store.create(request.body),
        REPLACE_PRODUCT: lambda request: store.replace(request.path.product_id, request.query.version, request.body),
        CHECK_PRODUCT: lambda request: store.check(request.body),
        DELETE_PRODUCT: lambda request: store.delete(request.path.product_id, request.query.version),
        REPUBLISH_PRODUCTS: lambda request: republication.republish(request.query),
    }
)
