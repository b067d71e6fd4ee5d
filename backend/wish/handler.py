"""The wish service's HTTP handler. The lists of shoppers and of guests differ only in their key."""

from msgspec.structs import replace

from backend.contracts.basket.models import Owner
from backend.contracts.operation import Empty
from backend.contracts.product.queries import ProductPath
from backend.contracts.wish.alert_operations import (
    CONFIRM_ALERT,
    DELETE_ALERT,
    DELETE_ALERTS,
    GET_ALERT,
    LIST_ALERTS,
    REQUEST_ALERT,
    SET_ALERT,
    STOP_ALERT,
)
from backend.contracts.wish.alerts import (
    Alert,
    AlertKindPath,
    AlertLinkPath,
    AlertList,
    AlertPath,
    RequestAlert,
    SetAlert,
)
from backend.contracts.wish.models import (
    AddWish,
    MergedWishes,
    MergeWishes,
    RemoveWishQuery,
    Wished,
    WishPage,
    WishPageQuery,
)
from backend.contracts.wish.operations import (
    ADD_GUEST_WISH,
    ADD_WISH,
    GET_GUEST_WISHED,
    GET_WISHED,
    LIST_GUEST_WISHES,
    LIST_WISHES,
    MERGE_WISHES,
    REMOVE_GUEST_WISH,
    REMOVE_WISH,
)
from backend.contracts.wish.paths import GuestWishesPath, GuestWishPath
from backend.contracts.wish.sharing import (
    LIST_SHARED_WISHES,
    SHARE_WISHES,
    STOP_SHARING_WISHES,
    Share,
    SharedListPath,
)
from backend.shared import accounts
from backend.shared.http import Request, http_handler, route
from backend.wish import alerts, service, shares


def _owner(shopper: str, path: object) -> str:
    """Return whose list it is, by the token or by the id that only the guest knows."""
    if isinstance(path, GuestWishesPath | GuestWishPath):
        return _guest(path.guest_id)
    return f"{Owner.SHOPPER}#{shopper}"


def _guest(guest_id: str) -> str:
    return f"{Owner.GUEST}#{guest_id}"


def _list(request: Request[Empty, WishPageQuery, Empty]) -> WishPage:
    owner = _owner(request.shopper, request.path)
    return replace(service.get_page(owner, request.query.page), share_key=shares.find_key(owner))


def _list_guests(request: Request[GuestWishesPath, WishPageQuery, Empty]) -> WishPage:
    return service.get_page(_owner(request.shopper, request.path), request.query.page)


def _list_shared(request: Request[SharedListPath, WishPageQuery, Empty]) -> WishPage:
    return service.get_shared(request.path.share_key, request.query.page)


def _share(request: Request[Empty, Empty, Empty]) -> Share:
    return shares.share(_owner(request.shopper, request.path))


def _stop_sharing(request: Request[Empty, Empty, Empty]) -> None:
    shares.stop(_owner(request.shopper, request.path))


def _get_wished(request: Request[Empty, Empty, Empty] | Request[GuestWishesPath, Empty, Empty]) -> Wished:
    return service.get_wished(_owner(request.shopper, request.path))


def _add(request: Request[ProductPath, Empty, AddWish] | Request[GuestWishPath, Empty, AddWish]) -> Wished:
    return service.add(_owner(request.shopper, request.path), request.path.product_id, request.body.sku)


def _remove(
    request: Request[ProductPath, RemoveWishQuery, Empty] | Request[GuestWishPath, RemoveWishQuery, Empty],
) -> Wished:
    return service.remove(_owner(request.shopper, request.path), request.path.product_id, request.query.sku)


def _merge(request: Request[Empty, Empty, MergeWishes]) -> MergedWishes:
    return service.merge(_owner(request.shopper, request.path), _guest(request.body.guest_id))


def _request_alert(request: Request[Empty, Empty, RequestAlert]) -> None:
    body = request.body
    alerts.request(body.kind, body.product_id, body.sku, body.email, body.language)


def _list_alerts(request: Request[Empty, Empty, Empty]) -> AlertList:
    return alerts.list_active(_owner(request.shopper, request.path))


def _set_alert(request: Request[AlertPath, Empty, SetAlert]) -> Alert:
    owner, path = _owner(request.shopper, request.path), request.path
    email = accounts.read_account(request.token).email
    return alerts.set_for_shopper(owner, path.kind, request.body.product_id, path.sku, email, request.body.language)


def _delete_alert(request: Request[AlertPath, Empty, Empty]) -> None:
    alerts.stop_for_shopper(_owner(request.shopper, request.path), request.path.kind, request.path.sku)


def _delete_alerts(request: Request[AlertKindPath, Empty, Empty]) -> None:
    alerts.stop_kind(_owner(request.shopper, request.path), request.path.kind)


def _get_alert(request: Request[AlertLinkPath, Empty, Empty]) -> Alert:
    return alerts.get(request.path.kind, request.path.sku, request.path.alert_key)


def _confirm_alert(request: Request[AlertLinkPath, Empty, Empty]) -> Alert:
    return alerts.confirm(request.path.kind, request.path.sku, request.path.alert_key)


def _stop_alert(request: Request[AlertLinkPath, Empty, Empty]) -> None:
    alerts.stop(request.path.kind, request.path.sku, request.path.alert_key)


handler = http_handler(
    route(LIST_WISHES, _list),
    route(LIST_GUEST_WISHES, _list_guests),
    route(GET_WISHED, _get_wished),
    route(GET_GUEST_WISHED, _get_wished),
    route(ADD_WISH, _add),
    route(ADD_GUEST_WISH, _add),
    route(REMOVE_WISH, _remove),
    route(REMOVE_GUEST_WISH, _remove),
    route(MERGE_WISHES, _merge),
    route(REQUEST_ALERT, _request_alert),
    route(LIST_ALERTS, _list_alerts),
    route(SET_ALERT, _set_alert),
    route(DELETE_ALERT, _delete_alert),
    route(DELETE_ALERTS, _delete_alerts),
    route(GET_ALERT, _get_alert),
    route(CONFIRM_ALERT, _confirm_alert),
    route(STOP_ALERT, _stop_alert),
    route(SHARE_WISHES, _share),
    route(STOP_SHARING_WISHES, _stop_sharing),
    route(LIST_SHARED_WISHES, _list_shared),
)
