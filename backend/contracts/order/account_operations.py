"""The operations on what the shop keeps of an account as a whole: taking the data along, and having them erased."""

from backend.contracts.operation import Caller, Empty, Operation
from backend.contracts.order.data_export import DataExport
from backend.contracts.types import LanguageQuery

CLOSE_ACCOUNT = Operation(
    name="close_account",
    service="order",
    route="POST /account-closure",
    caller=Caller.SHOPPER,
    summary="Close the caller's account: erase what is kept of them, and each order once it is over",
    reply=Empty,
    status=204,
)
REQUEST_DATA_EXPORT = Operation(
    name="request_data_export",
    service="order",
    route="POST /data-export",
    caller=Caller.SHOPPER,
    summary="Ask for a file with all that the shop keeps of the caller; it is mailed when it can be fetched",
    query=LanguageQuery,
    reply=DataExport,
    status=202,
    problems=(409,),
)
GET_DATA_EXPORT = Operation(
    name="get_data_export",
    service="order",
    route="GET /data-export",
    caller=Caller.SHOPPER,
    summary="How far the caller's data export is, and where it can be fetched",
    reply=DataExport,
)
ACCOUNT_OPERATIONS = (CLOSE_ACCOUNT, REQUEST_DATA_EXPORT, GET_DATA_EXPORT)
