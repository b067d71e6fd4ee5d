"""The link by which a shopper shows the wish list to others."""

from backend.contracts.operation import Caller, Operation
from backend.contracts.types import Model
from backend.contracts.wish.models import ShareKey, WishPage, WishPageQuery


class Share(Model, frozen=True, kw_only=True):
    share_key: ShareKey


class SharedListPath(Model, frozen=True, kw_only=True):
    share_key: ShareKey


SHARE_WISHES = Operation(
    name="share_wishes",
    service="wish",
    route="PUT /wishes-share",
    caller=Caller.SHOPPER,
    summary="Make the link to the shopper's wish list; again returns the same",
    reply=Share,
)
STOP_SHARING_WISHES = Operation(
    name="stop_sharing_wishes",
    service="wish",
    route="DELETE /wishes-share",
    caller=Caller.SHOPPER,
    summary="End the link to the shopper's wish list; it never works again",
    status=204,
)
LIST_SHARED_WISHES = Operation(
    name="list_shared_wishes",
    service="wish",
    route="GET /shared-wishes/{share_key}",
    caller=Caller.GUEST,
    summary="A page of the wish list that a link shows, without a word on whose it is",
    path=SharedListPath,
    query=WishPageQuery,
    reply=WishPage,
    problems=(404,),
)

OPERATIONS = (SHARE_WISHES, STOP_SHARING_WISHES, LIST_SHARED_WISHES)
