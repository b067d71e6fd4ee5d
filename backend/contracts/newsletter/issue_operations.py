"""The operations by which staff write and send issues of the newsletter."""

from backend.contracts.newsletter.issues import (
    Issue,
    IssuePage,
    IssuePath,
    IssueTest,
    SaveIssue,
    StartIssue,
    StopIssue,
)
from backend.contracts.operation import EDIT_CATALOGUE, Caller, Changes, Operation, Thing
from backend.contracts.types import PageQuery

_CHANGES = Changes(Thing.NEWSLETTER, "issue_id")

LIST_ISSUES = Operation(
    name="list_issues",
    service="newsletter",
    route="GET /newsletter-issues",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="The newsletter's issues, newest first",
    query=PageQuery,
    reply=IssuePage,
    problems=(400,),
)
GET_ISSUE = Operation(
    name="get_issue",
    service="newsletter",
    route="GET /newsletter-issues/{issue_id}",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="One issue, and how far it has been sent",
    path=IssuePath,
    reply=Issue,
    problems=(404,),
)
SAVE_ISSUE = Operation(
    name="save_issue",
    service="newsletter",
    route="PUT /newsletter-issues/{issue_id}",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Store a draft; the same again changes nothing",
    path=IssuePath,
    body=SaveIssue,
    reply=Issue,
    problems=(409, 422),
    changes=_CHANGES,
)
TEST_ISSUE = Operation(
    name="test_issue",
    service="newsletter",
    route="POST /newsletter-issues/{issue_id}/test",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Mail a draft to the caller's own confirmed address",
    path=IssuePath,
    body=IssueTest,
    status=204,
    problems=(404, 409),
    changes=_CHANGES,
)
START_ISSUE = Operation(
    name="start_issue",
    service="newsletter",
    route="POST /newsletter-issues/{issue_id}/start",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Begin to send an issue, once, to all who get the newsletter now; the same again changes nothing",
    path=IssuePath,
    body=StartIssue,
    reply=Issue,
    problems=(404, 409),
    changes=_CHANGES,
)
STOP_ISSUE = Operation(
    name="stop_issue",
    service="newsletter",
    route="POST /newsletter-issues/{issue_id}/stop",
    caller=Caller.STAFF,
    roles=EDIT_CATALOGUE,
    summary="Send an issue to nobody more, for good; again changes nothing",
    path=IssuePath,
    body=StopIssue,
    reply=Issue,
    problems=(404, 409),
    changes=_CHANGES,
)

ISSUE_OPERATIONS = (LIST_ISSUES, GET_ISSUE, SAVE_ISSUE, TEST_ISSUE, START_ISSUE, STOP_ISSUE)
