"""The operations service's HTTP handler. The person who acts is the token's `sub`, never what a caller claims."""

from backend.contracts.operation import Empty
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
from backend.contracts.operations.operations import (
    DISCARD_DEAD_LETTER,
    GET_DEAD_LETTER,
    LIST_AUDIT_ENTRIES,
    LIST_DEAD_LETTER_QUEUES,
    LIST_DEAD_LETTERS,
    REDRIVE_DEAD_LETTER,
    REDRIVE_DEAD_LETTERS,
)
from backend.operations import audit, queues, service
from backend.shared.clock import now
from backend.shared.http import Request, http_handler, route


def _list_queues(_: Request[Empty, Empty, Empty]) -> DeadLetterQueues:
    return DeadLetterQueues(items=tuple(queues.with_counts(name) for name in sorted(queues.queue_configs())), at=now())


def _list_dead_letters(request: Request[QueuePath, Empty, Empty]) -> DeadLetterPage:
    return service.list_dead_letters(request.path.queue)


def _get_dead_letter(request: Request[DeadLetterPath, Empty, Empty]) -> DeadLetter:
    return service.get(request.path.queue, request.path.letter_id)


def _redrive_batch(request: Request[QueuePath, Empty, RedriveAll]) -> Redriven:
    return service.redrive_batch(request.path.queue, request.body.before, request.shopper, request.body.reason)


def _redrive(request: Request[DeadLetterPath, Empty, Redrive]) -> DeadLetter:
    return service.redrive_one(request.path.queue, request.path.letter_id, request.shopper, request.body.reason)


def _discard(request: Request[DeadLetterPath, Empty, Discard]) -> DeadLetter:
    return service.discard(request.path.queue, request.path.letter_id, request.shopper, request.body.reason)


def _list_audit_entries(request: Request[Empty, AuditQuery, Empty]) -> AuditPage:
    return audit.list_entries(request.query.cursor)


handler = http_handler(
    route(LIST_DEAD_LETTER_QUEUES, _list_queues),
    route(LIST_DEAD_LETTERS, _list_dead_letters),
    route(GET_DEAD_LETTER, _get_dead_letter),
    route(REDRIVE_DEAD_LETTERS, _redrive_batch),
    route(REDRIVE_DEAD_LETTER, _redrive),
    route(DISCARD_DEAD_LETTER, _discard),
    route(LIST_AUDIT_ENTRIES, _list_audit_entries),
    preload="sqs",
)
