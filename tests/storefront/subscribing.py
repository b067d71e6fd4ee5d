"""The newsletter as the services of the tests answer."""

from collections import Counter
from typing import Any

from msgspec.structs import replace

from backend.contracts.newsletter.issues import Issue, IssuePage, IssueState, IssueTest, SaveIssue, StartIssue
from backend.contracts.newsletter.models import (
    OwnSubscription,
    RequestSubscription,
    Subscriber,
    SubscriberCount,
    SubscriberCounts,
    SubscriberPage,
    Subscription,
    SubscriptionState,
)
from backend.contracts.notification.models import MailPreview, PreviewIssue
from backend.contracts.operation import Empty
from backend.contracts.problem import Refused


class Subscribing:
    """Whom the newsletter was asked for, the `subscriptions` that links open, and `own`: the account's;
    `subscribers` get it; its `issues`, and which were tested."""

    def __init__(self) -> None:
        super().__init__()
        self.newsletters_asked: list[RequestSubscription] = []
        self.subscriptions: dict[str, SubscriptionState] = {}
        self.subscribers: list[Subscriber] = []
        self.own = OwnSubscription(email="ada@example.org", active=False)
        self.is_estimated = False
        self.issues: dict[str, Issue] = {}
        self.issues_tested: list[IssueTest] = []

    def count_subscribers(self, *_: Any) -> SubscriberCounts:
        counts = Counter((each.language, SubscriptionState.ACTIVE) for each in self.subscribers)
        items = (SubscriberCount(language=one, state=state, count=many) for (one, state), many in counts.items())
        return SubscriberCounts(items=tuple(items), estimated=self.is_estimated)

    def list_subscribers(self, _: str, __: Any, query: Any, ___: Any) -> SubscriberPage:
        """Two on a page."""
        start = int(query.cursor or 0)
        more = len(self.subscribers) > start + 2
        return SubscriberPage(items=tuple(self.subscribers[start : start + 2]), next=str(start + 2) if more else None)

    def request_subscription(self, _: str, __: Any, ___: Any, body: RequestSubscription) -> Empty:
        self.newsletters_asked.append(body)
        return Empty()

    def get_subscription(self, _: str, path: Any, *__: Any) -> Subscription:
        if path.subscription_key not in self.subscriptions:
            raise Refused(404, "not-found", "There is no such subscription")
        return Subscription(state=self.subscriptions[path.subscription_key])

    def confirm_subscription(self, owner: str, path: Any, *_: Any) -> Subscription:
        self.get_subscription(owner, path)
        self.subscriptions[path.subscription_key] = SubscriptionState.ACTIVE
        return self.get_subscription(owner, path)

    def stop_subscription(self, owner: str, path: Any, *_: Any) -> Empty:
        self.get_subscription(owner, path)
        self.subscriptions[path.subscription_key] = SubscriptionState.STOPPED
        return Empty()

    def get_own_subscription(self, *_: Any) -> OwnSubscription:
        return self.own

    def set_own_subscription(self, *_: Any) -> OwnSubscription:
        self.own = OwnSubscription(email=self.own.email, active=True)
        return self.own

    def delete_own_subscription(self, *_: Any) -> Empty:
        self.own = OwnSubscription(email=self.own.email, active=False)
        return Empty()

    def list_issues(self, *_: Any) -> IssuePage:
        return IssuePage(items=tuple(self.issues[each] for each in sorted(self.issues, reverse=True)))

    def get_issue(self, _: str, path: Any, *__: Any) -> Issue:
        if path.issue_id not in self.issues:
            raise Refused(404, "not-found", "There is no such issue")
        return self.issues[path.issue_id]

    def save_issue(self, _: str, path: Any, __: Any, body: SaveIssue) -> Issue:
        before = self.issues.get(path.issue_id)
        if (before.version if before else 0) != body.version:
            raise Refused(409, "changed", "Somebody has changed this issue meanwhile")
        self.issues[path.issue_id] = Issue(
            id=path.issue_id,
            version=body.version + 1,
            state=IssueState.DRAFT,
            content=body.content,
            changed_at="2026-11-20T10:00:00.000Z",
            changed_by=body.by,
        )
        return self.issues[path.issue_id]

    def test_issue(self, owner: str, path: Any, query: Any, body: IssueTest) -> Empty:
        self.get_issue(owner, path)
        self.issues_tested.append(body)
        return Empty()

    def start_issue(self, owner: str, path: Any, _: Any, body: StartIssue) -> Issue:
        issue = self.get_issue(owner, path)
        content = replace(issue.content, products=body.products)
        self.issues[issue.id] = replace(
            issue, state=IssueState.SENDING, content=content, started_at="2026-11-20T11:00:00.000Z",
            started_by=body.by, addressees=body.addressees,
        )  # fmt: skip
        return self.issues[issue.id]

    def stop_issue(self, owner: str, path: Any, *_: Any) -> Issue:
        issue = self.get_issue(owner, path)
        self.issues[issue.id] = replace(issue, state=IssueState.STOPPED, ended_at="2026-11-20T12:00:00.000Z")
        return self.issues[issue.id]

    def preview_issue(self, _: str, __: Any, ___: Any, body: PreviewIssue) -> MailPreview:
        text = body.content.text_in(body.language)
        html = f"<!doctype html><html><head><style>p{{}}</style></head><body><h1>{text.subject}</h1></body></html>"
        return MailPreview(subject=text.subject, text=text.text, html=html)
