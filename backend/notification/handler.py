"""The notification service's HTTP handler: people send messages to the shop; staff read them, and mails about
orders."""

from backend.contracts.basket.models import Owner
from backend.contracts.desk.audit import customer_id
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
from backend.contracts.notification.operations import (
    ANSWER_MESSAGE,
    GET_ADDRESS_FEEDBACK,
    GET_MAIL_BACKLOG,
    LIST_MESSAGES,
    LIST_ORDER_MAILS,
    PREVIEW_ISSUE,
    RECORD_ACCOUNT_EMAIL,
    REPORT_REMOVAL,
    REPORT_REMOVAL_FOR,
    RESEND_MAIL,
    SEND_MESSAGE,
)
from backend.contracts.operation import Empty
from backend.contracts.types import LanguageQuery
from backend.notification import account_emails, messages, second_factors
from backend.shared.http import Request, http_handler, route
from backend.shared.staff_changes import describe


def _send(request: Request[Empty, Empty, SendMessage]) -> None:
    messages.store_message(request.body)


def _list(request: Request[Empty, MessagesQuery, Empty]) -> MessagePage:
    return messages.list_messages(request.query)


def _answer(request: Request[MessagePath, Empty, AnswerMessage]) -> None:
    messages.answer_message(request.path.message_id, request.body)


def _list_mails(request: Request[OrderMailsPath, Empty, Empty]) -> OrderMailList:
    from backend.notification import archive  # renders mails: what shoppers wait for does not load that

    return archive.list_mails(request.path.order_id)


def _resend(request: Request[OrderMailPath, Empty, ResendMail]) -> None:
    from backend.notification import archive

    archive.request_resend(request.path.order_id, request.path.name, request.body)


def _get_address_feedback(request: Request[Empty, AddressQuery, Empty]) -> AddressFeedback:
    from backend.notification import feedback

    return feedback.read_address(request.query.email)


def _get_mail_backlog(_: Request[Empty, Empty, Empty]) -> MailBacklog:
    from backend.notification import waiting_mails

    return waiting_mails.count()


def _record_email(request: Request[Empty, LanguageQuery, Empty]) -> None:
    account_emails.record(f"{Owner.SHOPPER}#{request.shopper}", request.token, request.query.language)


def _report_removal(request: Request[Empty, Empty, ReportRemoval]) -> None:
    second_factors.report_own(request.token, request.body.language)


def _report_removal_for(request: Request[Empty, Empty, ReportRemovalFor]) -> None:
    describe(thing_id=customer_id(request.body.email))
    second_factors.report_for(request.body)


def _preview(request: Request[Empty, Empty, PreviewIssue]) -> MailPreview:
    from backend.notification import issues

    return issues.preview(request.body)


handler = http_handler(
    route(SEND_MESSAGE, _send),
    route(LIST_MESSAGES, _list),
    route(ANSWER_MESSAGE, _answer),
    route(LIST_ORDER_MAILS, _list_mails),
    route(RESEND_MAIL, _resend),
    route(GET_ADDRESS_FEEDBACK, _get_address_feedback),
    route(GET_MAIL_BACKLOG, _get_mail_backlog),
    route(RECORD_ACCOUNT_EMAIL, _record_email),
    route(REPORT_REMOVAL, _report_removal),
    route(REPORT_REMOVAL_FOR, _report_removal_for),
    route(PREVIEW_ISSUE, _preview),
)
