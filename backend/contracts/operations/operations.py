"""The HTTP operations of the operations service."""

from backend.contracts.operation import Caller, Operation
from backend.contracts.operations.models import (
    Deeds,
    DeedsQuery,
    Discard,
    Letter,
    LetterPage,
    LetterPath,
    LetterQueues,
    QueuePath,
    Redrive,
    RedriveAll,
    Redriven,
)

LIST_QUEUES = Operation(
    name="list_letter_queues",
    service="operations",
    route="GET /dead-letters",
    caller=Caller.STAFF,
    summary="Where failed messages wait, and how many",
    reply=LetterQueues,
)
LIST_LETTERS = Operation(
    name="list_letters",
    service="operations",
    route="GET /dead-letters/{queue}",
    caller=Caller.STAFF,
    summary="The letters of a queue",
    path=QueuePath,
    reply=LetterPage,
    problems=(404,),
)
GET_LETTER = Operation(
    name="get_letter",
    service="operations",
    route="GET /dead-letters/{queue}/{letter_id}",
    caller=Caller.STAFF,
    summary="A letter with its whole body",
    path=LetterPath,
    reply=Letter,
    problems=(404, 409),
)
REDRIVE_LETTERS = Operation(
    name="redrive_letters",
    service="operations",
    route="POST /dead-letters/{queue}/redrive",
    caller=Caller.STAFF,
    summary="Send some letters of a queue on again, at least once each",
    path=QueuePath,
    body=RedriveAll,
    reply=Redriven,
    problems=(404, 409),
)
REDRIVE_LETTER = Operation(
    name="redrive_letter",
    service="operations",
    route="POST /dead-letters/{queue}/{letter_id}/redrive",
    caller=Caller.STAFF,
    summary="Send a letter on again, at least once",
    path=LetterPath,
    body=Redrive,
    reply=Letter,
    problems=(404, 409),
)
DISCARD_LETTER = Operation(
    name="discard_letter",
    service="operations",
    route="POST /dead-letters/{queue}/{letter_id}/discard",
    caller=Caller.STAFF,
    summary="Throw a letter away for good",
    path=LetterPath,
    body=Discard,
    reply=Letter,
    problems=(404, 409),
)
LIST_DEEDS = Operation(
    name="list_deeds",
    service="operations",
    route="GET /dead-letter-log",
    caller=Caller.STAFF,
    summary="Who did what to which letter, when and why",
    query=DeedsQuery,
    reply=Deeds,
)
OPERATIONS = (LIST_QUEUES, LIST_LETTERS, GET_LETTER, REDRIVE_LETTERS, REDRIVE_LETTER, DISCARD_LETTER, LIST_DEEDS)
