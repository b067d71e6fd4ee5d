"""The HTTP operations of the operations service."""

from backend.contracts.operation import Caller, Changes, Operation, Thing
from backend.contracts.operations.models import (
    AuditPage,
    AuditQuery,
    DeadLetter,
    DeadLetterPage,
    DeadLetterPath,
    DeadLetterQueues,
    Discard,
    QueuePath,
    Redrive,
    RedriveAll,
    Redriven,
)

LIST_DEAD_LETTER_QUEUES = Operation(
    name="list_dead_letter_queues",
    service="operations",
    route="GET /dead-letters",
    caller=Caller.STAFF,
    summary="The dead-letter queues and their sizes",
    reply=DeadLetterQueues,
)
LIST_DEAD_LETTERS = Operation(
    name="list_dead_letters",
    service="operations",
    route="GET /dead-letters/{queue}",
    caller=Caller.STAFF,
    summary="The dead letters of a queue",
    path=QueuePath,
    reply=DeadLetterPage,
    problems=(404,),
)
GET_DEAD_LETTER = Operation(
    name="get_dead_letter",
    service="operations",
    route="GET /dead-letters/{queue}/{letter_id}",
    caller=Caller.STAFF,
    summary="A dead letter with its whole body",
    path=DeadLetterPath,
    reply=DeadLetter,
    problems=(404, 409),
)
REDRIVE_DEAD_LETTERS = Operation(
    name="redrive_dead_letters",
    service="operations",
    route="POST /dead-letters/{queue}/redrive",
    caller=Caller.STAFF,
    summary="Redrive some dead letters of a queue, at least once each",
    path=QueuePath,
    body=RedriveAll,
    reply=Redriven,
    problems=(404, 409),
    changes=Changes(Thing.DEAD_LETTERS, "queue"),
)
REDRIVE_DEAD_LETTER = Operation(
    name="redrive_dead_letter",
    service="operations",
    route="POST /dead-letters/{queue}/{letter_id}/redrive",
    caller=Caller.STAFF,
    summary="Redrive a dead letter, at least once",
    path=DeadLetterPath,
    body=Redrive,
    reply=DeadLetter,
    problems=(404, 409),
    changes=Changes(Thing.DEAD_LETTERS, "queue"),
)
DISCARD_DEAD_LETTER = Operation(
    name="discard_dead_letter",
    service="operations",
    route="POST /dead-letters/{queue}/{letter_id}/discard",
    caller=Caller.STAFF,
    summary="Discard a dead letter for good",
    path=DeadLetterPath,
    body=Discard,
    reply=DeadLetter,
    problems=(404, 409),
    changes=Changes(Thing.DEAD_LETTERS, "queue"),
)
LIST_AUDIT_ENTRIES = Operation(
    name="list_audit_entries",
    service="operations",
    route="GET /dead-letter-audit",
    caller=Caller.STAFF,
    summary="The audit log of what staff did to dead letters",
    query=AuditQuery,
    reply=AuditPage,
)
OPERATIONS = (
    LIST_DEAD_LETTER_QUEUES,
    LIST_DEAD_LETTERS,
    GET_DEAD_LETTER,
    REDRIVE_DEAD_LETTERS,
    REDRIVE_DEAD_LETTER,
    DISCARD_DEAD_LETTER,
    LIST_AUDIT_ENTRIES,
)
