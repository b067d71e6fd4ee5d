"""The HTTP operations of the notification service."""

from backend.contracts.notification.mail_backlog import MailBacklog
from backend.contracts.notification.models import (
    AddressFeedback,
    AddressQuery,
    AnswerMessage,
    MailPreview,
    MessagePage,
    MessagePath,
    MessagesQuery,
    OrderMailList,
    OrderMailPath,
    OrderMailsPath,
    PreviewIssue,
    ReportRemoval,
    ReportRemovalFor,
    ResendMail,
    SendMessage,
)
from backend.contracts.operation import EDIT_CATALOGUE, HELP_SHOPPERS, READ_ORDERS, Caller, Changes, Operation, Thing
from backend.contracts.types import LanguageQuery

SEND_MESSAGE = Operation(
    name="send_message",
    service="notification",
    route="POST /messages",
    caller=Caller.PUBLIC,
    summary="Write to the shop; the shop and the sender get a mail",
    body=SendMessage,
    status=204,
    problems=(409,),
)
LIST_MESSAGES = Operation(
    name="list_messages",
    service="notification",
    route="GET /messages",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="What was written to the shop, newest first",
    query=MessagesQuery,
    reply=MessagePage,
)
ANSWER_MESSAGE = Operation(
    name="answer_message",
    service="notification",
    route="POST /staff/messages/{message_id}",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Mail an answer to whoever wrote a message, or close it without one",
    path=MessagePath,
    body=AnswerMessage,
    status=204,
    problems=(404, 409),
    changes=Changes(Thing.MESSAGE, "message_id"),
)
LIST_ORDER_MAILS = Operation(
    name="list_order_mails",
    service="notification",
    route="GET /staff/mails/{order_id}",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="Every mail about an order, with its text, newest first",
    path=OrderMailsPath,
    reply=OrderMailList,
)
RESEND_MAIL = Operation(
    name="resend_mail",
    service="notification",
    route="POST /staff/mails/{order_id}/{name}",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Send a mail about an order again, to the order's present address",
    path=OrderMailPath,
    body=ResendMail,
    status=204,
    problems=(404, 409),
    changes=Changes(Thing.ORDER, "order_id"),
)
GET_ADDRESS_FEEDBACK = Operation(
    name="get_address_feedback",
    service="notification",
    route="GET /staff/address-feedback",
    caller=Caller.STAFF,
    roles=READ_ORDERS,
    summary="Whether an address takes no mail, or called one spam",
    query=AddressQuery,
    reply=AddressFeedback,
)
GET_MAIL_BACKLOG = Operation(
    name="get_mail_backlog",
    service="notification",
    route="GET /staff/mail-backlog",
    caller=Caller.STAFF,
    summary="How many mails SES put off, why, and since when they wait",
    reply=MailBacklog,
)
RECORD_ACCOUNT_EMAIL = Operation(
    name="record_account_email",
    service="notification",
    route="PUT /account-email",
    caller=Caller.SHOPPER,
    summary="Look up the confirmed address of the caller's account; if it is another than before, tell the one before",
    query=LanguageQuery,
    status=204,
)
REPORT_REMOVAL = Operation(
    name="report_second_factor_removal",
    service="notification",
    route="PUT /second-factor-removal",
    caller=Caller.SHOPPER,
    summary="Mail the caller's account that its second factor is removed",
    body=ReportRemoval,
    status=204,
)
REPORT_REMOVAL_FOR = Operation(
    name="report_second_factor_removal_for",
    service="notification",
    route="PUT /staff/second-factor-removal",
    caller=Caller.STAFF,
    roles=HELP_SHOPPERS,
    summary="Mail a customer that staff remove the account's second factor",
    body=ReportRemovalFor,
    status=204,
    changes=Changes(Thing.CUSTOMER),
)
PREVIEW_ISSUE = Operation(
    name="preview_issue",
    service="notification",
    route="POST /staff/newsletter-previews",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="An issue of the newsletter as its readers get it; nothing is stored or sent",
    body=PreviewIssue,
    reply=MailPreview,
)
OPERATIONS = (
    SEND_MESSAGE,
    LIST_MESSAGES,
    ANSWER_MESSAGE,
    LIST_ORDER_MAILS,
    RESEND_MAIL,
    GET_ADDRESS_FEEDBACK,
    GET_MAIL_BACKLOG,
    RECORD_ACCOUNT_EMAIL,
    REPORT_REMOVAL,
    REPORT_REMOVAL_FOR,
    PREVIEW_ISSUE,
)
