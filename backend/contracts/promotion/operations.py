"""The promotion service's operations, all for staff: who keeps the catalogue makes promotions.

Shoppers meet promotions in their basket.
"""

from backend.contracts.operation import EDIT_CATALOGUE, READ_CATALOGUE, READ_ORDERS, Caller, Changes, Operation, Thing
from backend.contracts.promotion.models import (
    EndPromotion,
    NewPromotion,
    PromotionPage,
    PromotionPath,
    StaffPromotion,
    UsePage,
)
from backend.contracts.types import PageQuery

LIST_PROMOTIONS = Operation(
    name="list_promotions",
    service="promotion",
    route="GET /promotions",
    caller=Caller.STAFF,
    roles=READ_CATALOGUE,
    summary="Promotions, newest first",
    query=PageQuery,
    reply=PromotionPage,
)
GET_PROMOTION = Operation(
    name="get_promotion",
    service="promotion",
    route="GET /promotions/{code}",
    caller=Caller.STAFF,
    roles=READ_CATALOGUE,
    summary="One promotion",
    path=PromotionPath,
    reply=StaffPromotion,
    problems=(404,),
)
CREATE_PROMOTION = Operation(
    name="create_promotion",
    service="promotion",
    route="PUT /promotions/{code}",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Make a promotion; sent twice, it is made once",
    path=PromotionPath,
    body=NewPromotion,
    reply=StaffPromotion,
    problems=(409, 422),
    changes=Changes(Thing.PROMOTION, "code"),
)
END_PROMOTION = Operation(
    name="end_promotion",
    service="promotion",
    route="POST /promotions/{code}/end",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="End a promotion for good; orders that have it keep it",
    path=PromotionPath,
    body=EndPromotion,
    reply=StaffPromotion,
    problems=(404,),
    changes=Changes(Thing.PROMOTION, "code"),
)
LIST_USES = Operation(
    name="list_uses",
    service="promotion",
    route="GET /promotion-uses",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="What became of the uses of every order, in no order; a page may be empty and not the last",
    query=PageQuery,
    reply=UsePage,
)
OPERATIONS = (LIST_PROMOTIONS, GET_PROMOTION, CREATE_PROMOTION, END_PROMOTION, LIST_USES)
