"""The product service's HTTP handler."""

from backend.contracts.product.operations import (
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
from backend.product import categories, listing, repository, republication
from backend.shared.http import http_handler, route

handler = http_handler(
    route(LIST_PRODUCTS, lambda request: listing.list_products(request.query)),
    route(GET_PRODUCT, lambda request: repository.get(request.path.product_id)),
    route(SET_MENU, lambda request: categories.set_menu(request.body)),
    route(LIST_UNLISTED, lambda request: listing.list_unlisted(request.query)),
    route(GET_UNLISTED, lambda request: repository.get_unlisted(request.path.product_id)),
    route(
        PUT_UNLISTED,
        lambda request: repository.put_unlisted(request.path.product_id, request.query.version, request.body),
    ),
    route(LIST_ADDRESSES, lambda request: listing.list_addresses(request.query)),
    route(LIST_CATEGORIES, lambda request: categories.list_categories()),
    route(CREATE_PRODUCT, lambda request: repository.create(request.body, request.query.free)),
    route(
        REPLACE_PRODUCT,
        lambda request: repository.replace(
            request.path.product_id, request.query.version, request.body, request.query.free
        ),
    ),
    route(CHECK_PRODUCT, lambda request: repository.check(request.body, request.query.free)),
    route(DELETE_PRODUCT, lambda request: repository.delete(request.path.product_id, request.query.version)),
    route(REPUBLISH_PRODUCTS, lambda request: republication.republish(request.query)),
)
