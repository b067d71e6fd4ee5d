"""The newsletter service's HTTP handler."""

from backend.contracts.basket.models import Owner
from backend.contracts.newsletter.issue_operations import (
    GET_ISSUE,
    LIST_ISSUES,
    SAVE_ISSUE,
    START_ISSUE,
    STOP_ISSUE,
    TEST_ISSUE,
)
from backend.contracts.newsletter.issues import (
    Issue,
    IssuePage,
    IssuePath,
    IssueTest,
    SaveIssue,
    StartIssue,
    StopIssue,
)
from backend.contracts.newsletter.models import (
    OwnSubscription,
    RequestSubscription,
    SetSubscription,
    SubscriberCounts,
    SubscriberPage,
    SubscribersQuery,
    Subscription,
    SubscriptionPath,
)
from backend.contracts.newsletter.operations import (
    CONFIRM_SUBSCRIPTION,
    COUNT_SUBSCRIBERS,
    DELETE_OWN_SUBSCRIPTION,
    GET_OWN_SUBSCRIPTION,
    GET_SUBSCRIPTION,
    LIST_SUBSCRIBERS,
    REQUEST_SUBSCRIPTION,
    SET_OWN_SUBSCRIPTION,
    STOP_SUBSCRIPTION,
)
from backend.contracts.operation import Empty
from backend.contracts.types import PageQuery
from backend.newsletter import issue_items, issues, lists, service
from backend.shared import accounts
from backend.shared.http import Request, http_handler, route


def _request(request: Request[Empty, Empty, RequestSubscription]) -> None:
    service.request(request.body)


def _get(request: Request[SubscriptionPath, Empty, Empty]) -> Subscription:
    return service.get(request.path.subscription_key)


def _confirm(request: Request[SubscriptionPath, Empty, Empty]) -> Subscription:
    return service.confirm(request.path.subscription_key)


def _stop(request: Request[SubscriptionPath, Empty, Empty]) -> None:
    service.stop(request.path.subscription_key)


def _get_own(request: Request[Empty, Empty, Empty]) -> OwnSubscription:
    return service.get_own(accounts.read_account(request.token).email)


def _set_own(request: Request[Empty, Empty, SetSubscription]) -> OwnSubscription:
    email = accounts.read_account(request.token).email
    return service.set_own(f"{Owner.SHOPPER}#{request.shopper}", email, request.body)


def _delete_own(request: Request[Empty, Empty, Empty]) -> None:
    service.stop_address(accounts.read_account(request.token).email)


def _count(request: Request[Empty, Empty, Empty]) -> SubscriberCounts:
    return lists.count()


def _list(request: Request[Empty, SubscribersQuery, Empty]) -> SubscriberPage:
    return lists.list_page(request.query)


def _list_issues(request: Request[Empty, PageQuery, Empty]) -> IssuePage:
    return issue_items.list_newest(request.query)


def _get_issue(request: Request[IssuePath, Empty, Empty]) -> Issue:
    return issues.get(request.path.issue_id)


def _save_issue(request: Request[IssuePath, Empty, SaveIssue]) -> Issue:
    return issues.save(request.path.issue_id, request.body)


def _test_issue(request: Request[IssuePath, Empty, IssueTest]) -> None:
    issues.test(request.path.issue_id, accounts.read_account(request.token).email, request.body)


def _start_issue(request: Request[IssuePath, Empty, StartIssue]) -> Issue:
    return issues.start(request.path.issue_id, request.body)


def _stop_issue(request: Request[IssuePath, Empty, StopIssue]) -> Issue:
    return issues.stop(request.path.issue_id, request.body)


handler = http_handler(
    route(REQUEST_SUBSCRIPTION, _request),
    route(GET_SUBSCRIPTION, _get),
    route(CONFIRM_SUBSCRIPTION, _confirm),
    route(STOP_SUBSCRIPTION, _stop),
    route(GET_OWN_SUBSCRIPTION, _get_own),
    route(SET_OWN_SUBSCRIPTION, _set_own),
    route(DELETE_OWN_SUBSCRIPTION, _delete_own),
    route(COUNT_SUBSCRIBERS, _count),
    route(LIST_SUBSCRIBERS, _list),
    route(LIST_ISSUES, _list_issues),
    route(GET_ISSUE, _get_issue),
    route(SAVE_ISSUE, _save_issue),
    route(TEST_ISSUE, _test_issue),
    route(START_ISSUE, _start_issue),
    route(STOP_ISSUE, _stop_issue),
)
