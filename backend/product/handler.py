"""The product service's HTTP handler."""

from backend.contracts.product import (
    CHECK_PRODUCT,
    CREATE_PRODUCT,
    DELETE_PRODUCT,
    GET_PRODUCT,
    GET_UNLISTED,
    LIST_ADDRESSES,
    LIST_CATEGORIES,
    LIST_PRODUCTS,
    LIST_UNLISTED,
    PUT_UNLISTED,
    REPLACE_PRODUCT,
    REPUBLISH_PRODUCTS,
    SET_MENU,
)
from backend.product import listing, repository, republication
from backend.shared.http import http_handler

handler = http_handler(
    {
        LIST_PRODUCTS: lambda request: listing.page(request.query),
        GET_PRODUCT: lambda request: repository.get(request.path.product_id),
        SET_MENU: lambda request: listing.set_menu(request.body),
        LIST_UNLISTED: lambda request: listing.unlisted(request.query),
        GET_UNLISTED: lambda request: repository.get_unlisted(request.path.product_id),
        PUT_UNLISTED: lambda request: repository.put_unlisted(request.path.product_id, request.query.version, request.body),
        LIST_ADDRESSES: lambda request: listing.addresses(request.query),
        LIST_CATEGORIES: lambda request: listing.categories(),
        CREATE_PRODUCT: lambda request: repository.create(request.body, request.query.free),
        REPLACE_PRODUCT: lambda request: repository.replace(
            request.path.product_id, request.query.version, request.body, request.query.free
        ),
        CHECK_PRODUCT: lambda request: repository.check(request.body, request.query.free),
        DELETE_PRODUCT: lambda request: repository.delete(request.path.product_id, request.query.version),
        REPUBLISH_PRODUCTS: lambda request: republication.republish(request.query),
    }
)
