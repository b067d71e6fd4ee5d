"""The HTTP operations of the product service."""

from backend.contracts.operation import EDIT_CATALOGUE, READ_CATALOGUE, Caller, Changes, Operation, Thing
from backend.contracts.product.models import (
    MAX_AGE_SECONDS,
    AddressPage,
    CardPage,
    Categories,
    Menu,
    NewProduct,
    Product,
    ProductBody,
    Republished,
    Unlisted,
)
from backend.contracts.product.queries import (
    AddressQuery,
    DraftQuery,
    ListQuery,
    NewQuery,
    ProductPath,
    ReplaceQuery,
    RepublishQuery,
    UnlistedQuery,
    VersionQuery,
)

LIST_PRODUCTS = Operation(
    name="list_products",
    service="product",
    route="GET /products",
    caller=Caller.PUBLIC,
    fresh=MAX_AGE_SECONDS,
    summary="List a category, a page at a time",
    query=ListQuery,
    reply=CardPage,
)
GET_PRODUCT = Operation(
    name="get_product",
    service="product",
    route="GET /products/{product_id}",
    caller=Caller.PUBLIC,
    fresh=MAX_AGE_SECONDS,
    summary="One product with all its variants",
    path=ProductPath,
    reply=Product,
    problems=(404,),
)
LIST_CATEGORIES = Operation(
    name="list_categories",
    service="product",
    route="GET /categories",
    caller=Caller.PUBLIC,
    fresh=MAX_AGE_SECONDS,
    summary="The category tree with counts",
    reply=Categories,
)
LIST_ADDRESSES = Operation(
    name="list_addresses",
    service="product",
    route="GET /sitemap",
    caller=Caller.PUBLIC,
    fresh=5 * 60,
    summary="Every product's address, many at a time, for search engines",
    query=AddressQuery,
    reply=AddressPage,
)
CREATE_PRODUCT = Operation(
    name="create_product",
    service="product",
    route="POST /products",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Create a product",
    query=NewQuery,
    body=NewProduct,
    reply=Product,
    status=201,
    problems=(409, 422),
    changes=Changes(Thing.PRODUCT, "id"),
)
REPLACE_PRODUCT = Operation(
    name="replace_product",
    service="product",
    route="PUT /products/{product_id}",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary=(
        "Replace a product that has not changed since it was read, or put one into the shop "
        "that is a draft or was withdrawn"
    ),
    path=ProductPath,
    query=ReplaceQuery,
    body=ProductBody,
    reply=Product,
    problems=(404, 409, 422),
    changes=Changes(Thing.PRODUCT, "product_id"),
)
CHECK_PRODUCT = Operation(
    name="check_product",
    service="product",
    route="POST /products/check",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Refuse what creating or replacing this product would refuse, and change nothing",
    query=NewQuery,
    body=NewProduct,
    status=204,
    problems=(409, 422),
)
DELETE_PRODUCT = Operation(
    name="delete_product",
    service="product",
    route="DELETE /products/{product_id}",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Withdraw a product that has not changed since it was read",
    path=ProductPath,
    query=VersionQuery,
    status=204,
    problems=(404, 409),
    changes=Changes(Thing.PRODUCT, "product_id"),
)
REPUBLISH_PRODUCTS = Operation(
    name="republish_products",
    service="product",
    route="POST /products/events",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Publish a page of products again as they are, for services that have not heard of them",
    query=RepublishQuery,
    reply=Republished,
    changes=Changes(Thing.SYSTEM),
)
SET_MENU = Operation(
    name="set_menu",
    service="product",
    route="PUT /categories/menu",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Put categories first, in the menu and wherever they are listed",
    body=Menu,
    reply=Menu,
    changes=Changes(Thing.MENU),
)
LIST_UNLISTED = Operation(
    name="list_unlisted",
    service="product",
    route="GET /unlisted",
    caller=Caller.STAFF,
    roles=READ_CATALOGUE,
    summary="Drafts and withdrawn products, the newest first",
    query=UnlistedQuery,
    reply=CardPage,
)
GET_UNLISTED = Operation(
    name="get_unlisted",
    service="product",
    route="GET /unlisted/{product_id}",
    caller=Caller.STAFF,
    roles=READ_CATALOGUE,
    summary="One draft or withdrawn product",
    path=ProductPath,
    reply=Unlisted,
    problems=(404,),
)
PUT_UNLISTED = Operation(
    name="put_unlisted",
    service="product",
    route="PUT /unlisted/{product_id}",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Keep a product outside the shop: a new draft, or one that has not changed since it was read",
    path=ProductPath,
    query=DraftQuery,
    body=ProductBody,
    reply=Unlisted,
    problems=(409, 422),
    changes=Changes(Thing.PRODUCT, "product_id"),
)
OPERATIONS = (
    SET_MENU,
    LIST_UNLISTED,
    GET_UNLISTED,
    PUT_UNLISTED,
    LIST_ADDRESSES,
    LIST_PRODUCTS,
    GET_PRODUCT,
    LIST_CATEGORIES,
    CREATE_PRODUCT,
    REPLACE_PRODUCT,
    CHECK_PRODUCT,
    DELETE_PRODUCT,
    REPUBLISH_PRODUCTS,
)
