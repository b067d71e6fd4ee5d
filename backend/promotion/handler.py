"""The promotion service's HTTP handler, for staff."""

from backend.contracts.operation import Empty
from backend.contracts.promotion.models import (
    EndPromotion,
    NewPromotion,
    PromotionPage,
    PromotionPath,
    StaffPromotion,
    UsePage,
)
from backend.contracts.promotion.operations import (
    CREATE_PROMOTION,
    END_PROMOTION,
    GET_PROMOTION,
    LIST_PROMOTIONS,
    LIST_USES,
)
from backend.contracts.types import PageQuery
from backend.promotion import repository, uses
from backend.shared.http import Request, http_handler, route


def _list(request: Request[Empty, PageQuery, Empty]) -> PromotionPage:
    return repository.list_newest(request.query)


def _get(request: Request[PromotionPath, Empty, Empty]) -> StaffPromotion:
    return repository.get(request.path.code)


def _create(request: Request[PromotionPath, Empty, NewPromotion]) -> StaffPromotion:
    return repository.create(request.path.code, request.body)


def _end(request: Request[PromotionPath, Empty, EndPromotion]) -> StaffPromotion:
    return repository.end(request.path.code, request.body)


def _uses(request: Request[Empty, PageQuery, Empty]) -> UsePage:
    return uses.list_all(request.query)


handler = http_handler(
    route(LIST_PROMOTIONS, _list),
    route(GET_PROMOTION, _get),
    route(CREATE_PROMOTION, _create),
    route(END_PROMOTION, _end),
    route(LIST_USES, _uses),
)
