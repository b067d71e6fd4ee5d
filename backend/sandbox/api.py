"""The merchant's side: tokens for cards, and authorizations that are made, captured, voided, refunded and found.

Each POST of a merchant carries an idempotency key. Repeating one changes nothing and answers with the authorization as
it stands; a key that comes with something else is a 422, and a change that comes too late a 409 with the authorization
as it stands.
"""

import hmac
import secrets
import time

from backend.contracts.problem import FieldError, Refused
from backend.contracts.types import Language
from backend.sandbox import cards, domain, repository, return_url
from backend.sandbox.cards import Answer, Card
from backend.sandbox.domain import Authorization, AuthorizationRequest, Change, State, Token
from backend.sandbox.request import Reply, Request, decode_body, json
from backend.sandbox.webhook import announce
from backend.shared import clock
from backend.shared.secrets import get_secret

TOKEN_DAYS = 7
SLOW_SECONDS, LOST_SECONDS = 3, 8  # seconds; merchants wait for longer than the first and less than the second
_TRIES = 5


def tokenize(request: Request) -> Reply:
    """Exchange a card for a token. Anyone may: only the merchant can use it. Raise Refused 422 for a wrong card."""
    card = decode_body(request, Card)
    if mistakes := card_mistakes(card):
        errors = tuple(FieldError(field, mistake) for field, mistake in mistakes.items())
        raise Refused(422, "invalid-card", "The card is not right", errors=errors)
    number = cards.digits(card.number)
    return json(201, {"token": create_token(card), "brand": cards.brand(number), "last4": number[-4:]})


def card_mistakes(card: Card) -> dict[str, str]:
    """Return what is wrong with the card today, by field."""
    year, month = clock.now()[:7].split("-")
    return cards.mistakes(card, int(year), int(month))


def create_token(card: Card, language: Language = "en") -> str:
    """Store and return a new token for a valid card, which its holder typed on a page in this language."""
    number, token = cards.digits(card.number), f"tok_{secrets.token_hex(16)}"
    expires = clock.epoch() + TOKEN_DAYS * 86_400
    name = cards.BY_NUMBER[number].name
    stored = Token(brand=cards.brand(number), last4=number[-4:], card=name, expires=expires, language=language)
    repository.put_token(token, stored)
    return token


def authorize(request: Request) -> Reply:
    """Hold an amount on a card, or decline it with the bank's reason."""
    key, body = _key(request), decode_body(request, AuthorizationRequest)
    if not return_url.is_allowed(body.return_url):
        raise Refused(422, "return-url", "The return address is not one of the shop's")
    card = repository.get_token(body.token)
    used = card is not None and not repository.use_token(body.token, card, body.reference)
    new = domain.authorization(body, card, key, used=used)
    try:
        repository.create(new)
    except repository.Taken:
        return _replay(repository.find(body.reference), key, body)
    return _finish(201, new)


def change(request: Request) -> Reply:
    """Capture, void or refund an authorization; a refund is of the amount in the body, or of all that is left."""
    key, verb = _key(request), request.path["verb"]
    amount = decode_body(request, Change).amount if request.body and verb == "refund" else None
    for _ in range(_TRIES):
        authorization = repository.get(request.path["id"])
        if authorization is None:
            raise Refused(404, "no-authorization", "There is no such authorization")
        if (
            key not in authorization.keys
            and authorization.state is State.CAPTURED
            and (amount or 0) > domain.unrefunded_amount(authorization)
        ):
            raise Refused(422, "too-much", "That is more than is left of what was captured")
        after = None if key in authorization.keys else domain.transition(authorization, verb, key, amount)
        if after is None:
            return _replay(authorization, key, domain.describe_change(verb, amount))
        try:
            repository.change(after)
        except repository.Taken:
            continue
        return _finish(200, after)
    raise Refused(503, "try-again", "Many are changing this at once")


def find(request: Request) -> Reply:
    """Return the authorization of a reference, in a list of one or none."""
    _merchant(request)
    authorization = repository.find(request.query.get("reference", ""))
    return json(200, {"items": [domain.to_public(authorization)] if authorization else []})


def _merchant(request: Request) -> None:
    given = request.headers.get("authorization", "").encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(given, f"Bearer {get_secret('PROVIDER_KEY')}".encode()):
        raise Refused(401, "no-merchant", "The key is not right")


def _key(request: Request) -> str:
    _merchant(request)
    key = request.headers.get("idempotency-key", "")
    if not 1 <= len(key) <= 200:
        raise Refused(400, "no-key", "The request needs an idempotency key")
    return key


def _replay(authorization: Authorization | None, key: str, body: object) -> Reply:
    if authorization is None:
        raise Refused(503, "try-again", "Please try again in a moment")
    if key in authorization.keys and authorization.keys[key] != domain.fingerprint(body):
        raise Refused(422, "other-request", "The idempotency key came with another request")
    return json(200 if key in authorization.keys else 409, domain.to_public(authorization))


def _finish(status: int, authorization: Authorization) -> Reply:
    """Send the webhook and return the reply, unless the test card delays, loses or breaks it."""
    announce(authorization)
    match domain.card(authorization).answer:
        case Answer.SLOW:
            time.sleep(SLOW_SECONDS)
        case Answer.LOST:
            time.sleep(LOST_SECONDS)
            raise Refused(504, "timeout", "This took too long")
        case Answer.FAULT:
            raise Refused(500, "fault", "Something went wrong here")
    return json(status, domain.to_public(authorization))
