"""Who is shopping: `request.shopper` in templates, `shopper(request)` in views, `@login_required` around them."""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from backend.contracts.operation import Role, roles_of
from backend.contracts.problem import Problem
from storefront.account import idle_timeout, tokens
from storefront.clients.api import Refusal, Unavailable
from storefront.web import form_owner, unsent_forms
from storefront.web.htmx import is_htmx
from storefront.web.next_url import own_path
from storefront.web.session import SessionStore

ENTRY = "shopper"  # of the session: who signed in
OWNER = "owner"  # of the session: whose entries these are, even after the tokens have ended
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Shopper:
    """Someone who is signed in. `was_staff` is whether they worked here when they signed in."""

    sub: str
    email: str
    name: str
    was_staff: bool
    session: SessionStore = field(repr=False)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of whoever works here, by the groups of the access token at hand: read anew with each refresh.

        The services decide by it too.
        """
        return roles_of(tokens.groups(self.session))

    @property
    def is_staff(self) -> bool:
        """Whether the access token at hand names a role."""
        return bool(self.roles)

    @property
    def token(self) -> str:
        """An access token, refreshed where it is about to end.

        Raises `Refusal` 401 where the sign-in is over, and `Unavailable`.
        """
        try:
            return tokens.access(self.session)
        except tokens.SessionExpired:
            end(self.session)
            raise Refusal(Problem(type="not-signed-in", title="Please sign in again", status=401)) from None


def session_of(request: HttpRequest) -> SessionStore:
    """Return the request's session, by its own type."""
    return cast(SessionStore, request.session)


def shopper(request: HttpRequest) -> Shopper | None:
    """Return who is signed in, or None. Costs one read of the session, and nothing where the visitor has none.

    Raises `Unavailable`.
    """
    entry: idle_timeout.Entry | None = request.session.get(ENTRY)
    if not entry:
        return None
    if idle_timeout.over(entry):
        end(session_of(request))
        return None
    if idle_timeout.due(entry):
        request.session[ENTRY] = idle_timeout.record_visit(entry)
    return Shopper(entry["sub"], entry["email"], entry["name"], bool(entry.get("is_staff")), session_of(request))


def end(session: SessionStore) -> None:
    """Sign out where the tokens are of no use any more. The session's other entries stay for whose they are."""
    session.pop(ENTRY, None)
    tokens.drop(session)


def identify(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: `request.shopper`, which is true where someone is signed in, and is looked up when first used.

    It is false while sessions cannot be read, so that a page that only greets by name still works.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.shopper = SimpleLazyObject(lambda: _or_none(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _or_none(request: HttpRequest) -> Shopper | None:
    try:
        return shopper(request)
    except Unavailable:
        return None


def login_required(view: View) -> View:
    """Send visitors to sign in and back.

    After a form they come back to the page it stood on: a form is not sent again unseen.
    """

    @functools.wraps(view)
    def check_sign_in(request: HttpRequest, *arguments: object, **named: object) -> HttpResponse:
        return view(request, *arguments, **named) if shopper(request) else to_sign_in(request)

    return check_sign_in


def to_sign_in(request: HttpRequest, back: str | None = None, *, again: bool = False) -> HttpResponse:
    """Return a redirect to the sign-in page, for htmx as well, that leads back here, or to a form that is kept until
    then.

    `again` signs out first: this sign-in came without the second factor.
    """
    if again:
        end(session_of(request))
    here = back or (
        request.get_full_path() if request.method in ("GET", "HEAD") and not is_htmx(request) else _form(request)
    )
    target = (
        reverse("account:sign-in") + "?" + urlencode({"next": here} | ({"ended": 1} if was_signed_in(request) else {}))
    )
    return HttpResponse(headers={"HX-Redirect": target}) if is_htmx(request) else redirect(target)


def was_signed_in(request: HttpRequest) -> bool:
    """Whether somebody was signed in until now, as the form, the session, or the cookie of one that has ended tells."""
    return has_lost_session(request) or is_known_shopper(request)


def has_lost_session(request: HttpRequest) -> bool:
    """Whether the browser names a session that is there no more: a shopper's, or a guest's."""
    return bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)) and session_of(request).is_empty()


def is_known_shopper(request: HttpRequest) -> bool:
    """Whether the session or the form tells that it was an account's, signed in or not."""
    return OWNER in request.session or (request.method == "POST" and bool(form_owner.submitted_mark(request)))


def _form(request: HttpRequest) -> str:
    """Return the path where the form of this request can be sent again: its page, where that keeps what was typed."""
    return (None if unsent_forms.keeps_itself(request) else unsent_forms.keep(request)) or _page(request)


def _page(request: HttpRequest) -> str:
    """Return the path of the page that a form or htmx sent this request from."""
    return own_path(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""), request.get_host())
