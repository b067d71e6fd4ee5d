"""The operations service's HTTP handler. Who did something is the token's `sub`, never what a caller says."""

from typing import Any

from backend.contracts.operations import (
    DISCARD_LETTER,
    GET_LETTER,
    LIST_DEEDS,
    LIST_LETTERS,
    LIST_QUEUES,
    REDRIVE_LETTER,
    REDRIVE_LETTERS,
    Deeds,
    Letter,
    LetterPage,
    LetterQueues,
    Redriven,
)
from backend.operations import audit, queues, service
from backend.shared.clock import now
from backend.shared.http import Request, http_handler

Asked = Request[Any, Any, Any]


def _queues(_: Asked) -> LetterQueues:
    return LetterQueues(items=tuple(queues.counted(name) for name in sorted(queues.places())), at=now())


def _letters(request: Asked) -> LetterPage:
    return service.listed(request.path.queue)


def _letter(request: Asked) -> Letter:
    return service.get(request.path.queue, request.path.letter_id)


def _redrive_some(request: Asked) -> Redriven:
    return service.send_on_some(request.path.queue, request.body.before, request.shopper, request.body.reason)


def _redrive(request: Asked) -> Letter:
    return service.send_on(request.path.queue, request.path.letter_id, request.shopper, request.body.reason)


def _discard(request: Asked) -> Letter:
    return service.throw_away(request.path.queue, request.path.letter_id, request.shopper, request.body.reason)


def _deeds(request: Asked) -> Deeds:
    return audit.page(request.query.cursor)


handler = http_handler(
    {
        LIST_QUEUES: _queues,
        LIST_LETTERS: _letters,
        GET_LETTER: _letter,
        REDRIVE_LETTERS: _redrive_some,
        REDRIVE_LETTER: _redrive,
        DISCARD_LETTER: _discard,
        LIST_DEEDS: _deeds,
    },
    preload="sqs",
)
