"""The operations service's HTTP handler. Who did something is the token's `sub`, never what a caller says."""

from backend.contracts.operation import Empty
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
from backend.contracts.operations.operations import (
    DISCARD_LETTER,
    GET_LETTER,
    LIST_DEEDS,
    LIST_LETTERS,
    LIST_QUEUES,
    REDRIVE_LETTER,
    REDRIVE_LETTERS,
)
from backend.operations import audit, queues, service
from backend.shared.clock import now
from backend.shared.http import Request, http_handler, route


def _queues(_: Request[Empty, Empty, Empty]) -> LetterQueues:
    return LetterQueues(items=tuple(queues.with_counts(name) for name in sorted(queues.queue_configs())), at=now())


def _letters(request: Request[QueuePath, Empty, Empty]) -> LetterPage:
    return service.list_dead_letters(request.path.queue)


def _letter(request: Request[LetterPath, Empty, Empty]) -> Letter:
    return service.get(request.path.queue, request.path.letter_id)


def _redrive_some(request: Request[QueuePath, Empty, RedriveAll]) -> Redriven:
    return service.redrive_batch(request.path.queue, request.body.before, request.shopper, request.body.reason)


def _redrive(request: Request[LetterPath, Empty, Redrive]) -> Letter:
    return service.redrive_one(request.path.queue, request.path.letter_id, request.shopper, request.body.reason)


def _discard(request: Request[LetterPath, Empty, Discard]) -> Letter:
    return service.discard(request.path.queue, request.path.letter_id, request.shopper, request.body.reason)


def _deeds(request: Request[Empty, DeedsQuery, Empty]) -> Deeds:
    return audit.list_entries(request.query.cursor)


handler = http_handler(
    route(LIST_QUEUES, _queues),
    route(LIST_LETTERS, _letters),
    route(GET_LETTER, _letter),
    route(REDRIVE_LETTERS, _redrive_some),
    route(REDRIVE_LETTER, _redrive),
    route(DISCARD_LETTER, _discard),
    route(LIST_DEEDS, _deeds),
    preload="sqs",
)
