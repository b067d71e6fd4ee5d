"""The use cases of issues, for staff. Each may be repeated: the second time changes nothing."""

from backend.contracts.newsletter.events import IssueTested
from backend.contracts.newsletter.issues import Issue, IssueState, IssueTest, SaveIssue, StartIssue, StopIssue
from backend.contracts.problem import FieldError, Refused
from backend.contracts.shop import LANGUAGES
from backend.newsletter import issue_items, issue_progress
from backend.newsletter.domain import is_mailable
from backend.shared import clock


def get(issue_id: str) -> Issue:
    """Return the issue. Raises Refused 404 if there is none."""
    issue = issue_items.read(issue_id)
    if issue is None:
        raise Refused(404, "not-found", "There is no such issue of the newsletter")
    return issue


def save(issue_id: str, body: SaveIssue) -> Issue:
    """Store a draft. Raises Refused 409 if it has changed or is no draft, 422 for a language twice or none."""
    _check_languages([each.language for each in body.content.texts])
    is_stored = issue_items.put_draft(issue_id, body.content, body.version, body.by)
    issue = issue_items.read(issue_id)
    if issue is None or (not is_stored and (issue.version, issue.content) != (body.version + 1, body.content)):
        raise _conflict()
    return issue


def test(issue_id: str, email: str, body: IssueTest) -> None:
    """Have a draft mailed to the caller's confirmed address. Raises Refused 404, 409 without one or for no draft."""
    issue = get(issue_id)
    if not is_mailable(email):
        raise Refused(409, "no-address", "Your account has no confirmed e-mail address")
    event = IssueTested(
        issue_id=issue_id, content=issue.content, language=body.language, email=email, key=body.key, at=clock.now()
    )
    if not issue_items.publish_test(event):
        raise _conflict()


def start(issue_id: str, body: StartIssue) -> Issue:
    """Begin to send an issue, once. Raises Refused 404, 409 if it has changed or another one is being sent."""
    issue = get(issue_id)
    if issue.state is IssueState.DRAFT and not issue_progress.start(issue, body):
        sending = issue_progress.read_sending()
        if sending and sending[0].id != issue_id:
            raise Refused(409, "another-is-sent", "Another issue is being sent; it can be sent after that")
    issue = get(issue_id)
    if issue.state is IssueState.DRAFT or issue.version != body.version:
        raise _conflict()
    return issue


def stop(issue_id: str, body: StopIssue) -> Issue:
    """Send an issue to nobody more. Raises Refused 404, 409 for a draft."""
    issue = get(issue_id)
    if issue.state is IssueState.DRAFT:
        raise Refused(409, "not-sent", "This issue was not sent")
    issue_progress.end(issue, IssueState.STOPPED)
    return get(issue_id)


def _check_languages(languages: list[str]) -> None:
    if len(set(languages)) < len(languages) or LANGUAGES[0] not in languages:
        error = FieldError("content.texts", "Write it once in each language, and in the shop's own")
        raise Refused(422, "languages", "The languages are not right", errors=(error,))


def _conflict() -> Refused:
    return Refused(409, "changed", "Somebody has changed this issue, or sent it, meanwhile")
