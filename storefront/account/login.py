"""Signing in by the hosted login: the way there, and the checks on the way back.

Each attempt is an entry of the session under its `state`, so several tabs do not disturb one another and a forged
answer finds none. An attempt is removed when its answer comes, so a second answer finds none either.
"""

import secrets
import time
from collections.abc import Mapping

import msgspec
from django.core import signing
from django.dispatch import Signal
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from backend.contracts.operation import roles_of
from storefront.account import cognito, devices, idle_timeout, jwt, oauth, second_factor, sign_ins, tokens
from storefront.account.shopper import ENTRY, OWNER, end, session_of
from storefront.basket import merge
from storefront.web import languages, security_events
from storefront.web.log import log
from storefront.web.next_url import HOME, safe_path
from storefront.wish import merge as wishes

TTL = 3600  # seconds that an attempt may take
MAX_ATTEMPTS = 5  # attempts that a session keeps
_PREFIX = "login:"
WAITING = "waiting_for_code"
"""The entry of the session: who signed in and has to give a code yet, so nobody is signed in."""
PARTS = ("/checkout/", "/basket/", "/orders/", "/account/", "/staff/", HOME)
signed_in = Signal()
"""Sent with the `request` once somebody is signed in, for what a visitor takes along."""
_signer = signing.Signer(sep=".", salt="storefront.account.login")


class LoginAttempt(msgspec.Struct, frozen=True):
    """A sign-in that has begun, with what its callback is checked against; `at` is epoch seconds.

    `at_ms` is the same in milliseconds, 0 for one that began in an earlier release.
    """

    verifier: str
    nonce: str
    next: str
    at: int
    at_ms: int = 0


class LoginFailed(Exception):
    """The sign-in did not work; the text is a reason of `REASONS`, and `next` is where it was meant to lead."""

    def __init__(self, reason: str, next: str = HOME) -> None:
        super().__init__(reason)
        self.reason, self.next = reason, next


def begin(request: HttpRequest, next: str, login_hint: str = "") -> str:
    """Return the hosted login's address for a new attempt that will end at `next`."""
    state = _state(next)
    now = time.time()
    attempt = LoginAttempt(
        secrets.token_urlsafe(48), secrets.token_urlsafe(32), safe_path(next), int(now), int(now * 1000)
    )
    _tidy(request)
    request.session[_PREFIX + state] = msgspec.to_builtins(attempt)
    hints = {"lang": languages.current()} | ({"login_hint": login_hint} if login_hint else {})
    return oauth.authorize_url(state, attempt.nonce, attempt.verifier, redirect_uri=oauth.callback_url(), **hints)


def _state(next: str) -> str:
    """Return a new attempt's name.

    It tells, signed, in which part of the shop it began: an answer may come when the attempt is forgotten.
    """
    language, path = languages.split(next)
    index = [path.startswith(part) for part in PARTS].index(True)
    return _signer.sign(f"{secrets.token_urlsafe(32)}.{index}{languages.prefix(language)}")


def return_path(state: str) -> str:
    """Return the part of the shop that an attempt began in: `HOME` for one that is not ours.

    No more of a path is told to the login.
    """
    try:
        index, _, language = _signer.unsign(state).rpartition(".")[2].partition("/")
        return languages.prefix(language if language in languages.names() else "en") + PARTS[int(index)]
    except (signing.BadSignature, ValueError, IndexError):
        return HOME


def _tidy(request: HttpRequest) -> None:
    """Delete the attempts that expired or are too many, so that nobody can make a session grow."""
    entries = sorted((entry["at"], name) for name, entry in request.session.items() if name.startswith(_PREFIX))
    young = [name for at, name in entries if at > time.time() - TTL]
    for _, name in entries:
        if name not in young[1 - MAX_ATTEMPTS :]:
            del request.session[name]


def finish(request: HttpRequest) -> str:
    """Sign in by the answer in the request's query, and return the next URL: that of the page for the second factor's
    code where that is due first. Raises `LoginFailed` and `Unavailable`.
    """
    try:
        attempt = _exchange_code(request)
        if WAITING not in request.session:
            _note(request, attempt)
    except LoginFailed as failed:
        security_events.event("sign-in-refused", request, reason=failed.reason)
        raise
    if WAITING in request.session:
        with translation.override(languages.split(attempt.next)[0]):  # the login comes back to one address for all
            return f"{reverse('account:second-factor-code')}?{urlencode({'next': attempt.next})}"
    _welcome(request)
    return attempt.next


def _note(request: HttpRequest, attempt: LoginAttempt) -> None:
    """Note the sign-in. Raises `LoginFailed` where it began before the second factor was set up: it came without."""
    entry, session = request.session[ENTRY], session_of(request)
    factor_at = sign_ins.add(entry["email"], str(session.session_key))
    if not factor_at or attempt.at_ms > factor_at:
        return
    held = tokens.get_tokens(session)
    end(session)
    if held:
        sign_ins.revoke(held.refresh)
    raise LoginFailed("expired", attempt.next)


def waiting(request: HttpRequest) -> idle_timeout.Entry | None:
    """Return who has signed in and has to give the code of the second factor yet; None once that takes too long."""
    entry: idle_timeout.Entry | None = request.session.get(WAITING)
    return entry if entry and idle_timeout.is_fresh(entry) else None


def finish_with_code(request: HttpRequest) -> None:
    """Sign in the person who was `waiting` and has given the code, under a new session key. Raises `Unavailable`."""
    session = session_of(request)
    session[ENTRY] = session.pop(WAITING) | {second_factor.GIVEN: True}
    session.cycle_key()
    sign_ins.add(session[ENTRY]["email"], str(session.session_key))
    _welcome(request)


def _welcome(request: HttpRequest) -> None:
    """Record who is signed in now, and bring along what they had as a visitor."""
    entry = request.session[ENTRY]
    security_events.event("signed-in", request, shopper=entry["sub"], staff=entry["is_staff"])
    wishes.after_login(request)  # first: the basket's merge forgets the guest
    merge.after_login(request)
    signed_in.send(sender=None, request=request)


def _exchange_code(request: HttpRequest) -> LoginAttempt:
    query = {name: values[0] if len(values) == 1 else "" for name, values in request.GET.lists()}
    attempt = _attempt(request, query.get("state", ""))
    if "error" in query:
        raise LoginFailed("cancelled" if query["error"] == "access_denied" else "refused", attempt.next)
    if attempt.at < time.time() - TTL or not query.get("code"):
        raise LoginFailed("expired", attempt.next)
    try:
        reply = oauth.exchange(query["code"], attempt.verifier, redirect_uri=oauth.callback_url())
        _establish(request, *_verify_reply(reply, attempt.nonce))
    except oauth.Rejected as error:
        log.warning("the login refused a code", error=str(error))
        raise LoginFailed("expired", attempt.next) from None
    except jwt.InvalidToken as error:
        log.error("a token of the login is not to be believed", reason=str(error))
        raise LoginFailed("clock" if isinstance(error, jwt.ClockSkew) else "refused", attempt.next) from None
    return attempt


def _verify_reply(reply: Mapping[str, object], nonce: str) -> tuple[jwt.Claims, tokens.Tokens]:
    """Return who signed in, and the tokens. Raises `InvalidToken`."""
    access, identity = str(reply.get("access_token", "")), str(reply.get("id_token", ""))
    who = jwt.verify(identity, jwt.Use.ID, nonce=nonce, access=access)
    return who, tokens.tokens_of(reply, jwt.subject(who))


def _attempt(request: HttpRequest, state: str) -> LoginAttempt:
    attempt = session_of(request).take(_PREFIX + state)
    if attempt is None:
        raise LoginFailed("unknown", return_path(state))
    return msgspec.convert(attempt, LoginAttempt)


def _establish(request: HttpRequest, identity: jwt.Claims, fresh: tokens.Tokens) -> None:
    """Begin a session with a new key, so that one planted before is worth nothing; another shopper's entries do not
    come along.
    """
    session, sub = session_of(request), jwt.subject(identity)
    if session.get(OWNER, sub) != sub:
        session.flush()
    session[OWNER] = sub
    for name in (ENTRY, WAITING):
        session.pop(name, None)
    is_staff = _is_staff(identity)
    session[WAITING if second_factor.is_due(fresh.access, is_staff=is_staff) else ENTRY] = {
        "sub": sub,
        "email": str(identity.get("email", "")),
        "name": str(identity.get("name", "")),
        "is_staff": is_staff,
        **idle_timeout.first_entry(),
        **devices.device_of(request),
        second_factor.GIVEN: _with_second_factor(identity, fresh),
    }
    tokens.keep(session, fresh)
    session.cycle_key()


def _is_staff(identity: jwt.Claims) -> bool:
    groups = identity.get("cognito:groups")
    return bool(roles_of(groups if isinstance(groups, list) else ()))


def _with_second_factor(identity: jwt.Claims, fresh: tokens.Tokens) -> bool:
    """Return whether the hosted login has asked for it: it does of staff who have one. Shoppers are not looked up."""
    is_asked = _is_staff(identity) and second_factor.is_required() and second_factor.login_asks()
    return is_asked and second_factor.is_set_up(fresh.access)


def end_others(request: HttpRequest, email: str, username: str) -> None:
    """End every other sign-in of this shopper: their sessions here, and their refresh tokens at the pool.

    Raises `Unavailable`.
    """
    sign_ins.end_others(email, request.session.session_key)
    cognito.sign_out_everywhere(username)
    security_events.event("signed-out-everywhere", request, address=security_events.hash_email(email))


def leave(request: HttpRequest) -> str:
    """Sign out here, revoke the tokens, and return the URL that ends the hosted login's session too."""
    held = tokens.get_tokens(session_of(request))
    security_events.event("signed-out", request, shopper=request.session.get(OWNER))
    request.session.flush()
    if held:
        sign_ins.revoke(held.refresh)
    return oauth.logout_url()
