"""The HTTP operations of alerts. Whoever has an alert's mail has its key, which needs no token beside it."""

from backend.contracts.operation import Caller, Operation
from backend.contracts.wish.alerts import (
    Alert,
    AlertKindPath,
    AlertLinkPath,
    AlertList,
    AlertPath,
    RequestAlert,
    SetAlert,
)

REQUEST_ALERT = Operation(
    name="request_alert",
    service="wish",
    route="POST /alert-requests",
    caller=Caller.PUBLIC,
    summary="Ask for an alert to an address, which gets a mail to confirm it; an address with that alert gets none",
    body=RequestAlert,
    status=204,
    problems=(404, 409),
)
LIST_ALERTS = Operation(
    name="list_alerts",
    service="wish",
    route="GET /alerts",
    caller=Caller.SHOPPER,
    summary="The shopper's alerts that are active",
    reply=AlertList,
)
SET_ALERT = Operation(
    name="set_alert",
    service="wish",
    route="PUT /alerts/{kind}/{sku}",
    caller=Caller.SHOPPER,
    summary="Have the account's confirmed address told; again changes nothing",
    path=AlertPath,
    body=SetAlert,
    reply=Alert,
    problems=(404, 409),
)
DELETE_ALERT = Operation(
    name="delete_alert",
    service="wish",
    route="DELETE /alerts/{kind}/{sku}",
    caller=Caller.SHOPPER,
    summary="Stop an alert of the shopper",
    path=AlertPath,
    status=204,
)
DELETE_ALERTS = Operation(
    name="delete_alerts",
    service="wish",
    route="DELETE /alerts/{kind}",
    caller=Caller.SHOPPER,
    summary="Stop all alerts of one kind of the shopper; again changes nothing",
    path=AlertKindPath,
    status=204,
)
GET_ALERT = Operation(
    name="get_alert",
    service="wish",
    route="GET /alert-links/{kind}/{sku}/{alert_key}",
    caller=Caller.GUEST,
    summary="The alert that a mail's link opens",
    path=AlertLinkPath,
    reply=Alert,
    problems=(404,),
)
CONFIRM_ALERT = Operation(
    name="confirm_alert",
    service="wish",
    route="POST /alert-links/{kind}/{sku}/{alert_key}",
    caller=Caller.GUEST,
    summary="Confirm an alert's address; again changes nothing",
    path=AlertLinkPath,
    reply=Alert,
    problems=(404,),
)
STOP_ALERT = Operation(
    name="stop_alert",
    service="wish",
    route="DELETE /alert-links/{kind}/{sku}/{alert_key}",
    caller=Caller.GUEST,
    summary="Stop an alert; again changes nothing",
    path=AlertLinkPath,
    status=204,
    problems=(404,),
)

OPERATIONS = (
    REQUEST_ALERT,
    LIST_ALERTS,
    SET_ALERT,
    DELETE_ALERT,
    DELETE_ALERTS,
    GET_ALERT,
    CONFIRM_ALERT,
    STOP_ALERT,
)
