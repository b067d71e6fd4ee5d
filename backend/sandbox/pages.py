"""The shopper's pages: the one that exchanges a card for a token, and the bank's question to confirm a payment."""

import re

from backend.contracts.figures import figures
from backend.contracts.problem import Refused
from backend.sandbox import api, domain, repository, return_url, view
from backend.sandbox.cards import Card, brand, digits
from backend.sandbox.domain import Authorization, State
from backend.sandbox.request import Reply, Request, form, redirect
from backend.sandbox.translations import language_of
from backend.sandbox.webhook import announce


def card(request: Request) -> Reply:
    """Render the empty card form. Its query names the shop's page that gets the token, and the shopper's language."""
    return _form(request, 200, Card("", "", ""), {})


def card_sent(request: Request) -> Reply:
    """Exchange the card for a token and redirect to the shop with it, or render the form with errors at its fields."""
    query, fields = _query(request), form(request)
    card = Card(fields.get("number", ""), fields.get("expires", ""), fields.get("code", ""))
    if mistakes := api.card_mistakes(card):
        return _form(request, 422, card, mistakes)
    number = digits(card.number)
    shown = {"brand": brand(number), "last4": number[-4:]}  # what a receipt may show; the rest stays here
    token = api.create_token(card, language_of(request.query.get("language", "")))
    return redirect(return_url.add_query(query["return_url"], state=query["state"], token=token, **shown))


def confirm(request: Request) -> Reply:
    """Render the bank's question, or redirect to the shop if it is answered."""
    authorization = _get_authorization(request)
    if authorization.state is not State.ACTION_REQUIRED:
        return redirect(authorization.return_url)
    return view.reply(200, "Confirm your payment", view.question(authorization), authorization.language)


def confirm_sent(request: Request) -> Reply:
    """Apply the shopper's answer, once, and redirect to the shop."""
    verb = "confirm" if form(request).get("choice") == "confirm" else "reject"
    authorization = _get_authorization(request)
    if after := domain.transition(authorization, verb):
        try:
            repository.change(after)
        except repository.Taken:
            return redirect(f"{authorization.id}")
        announce(after)
    return redirect(authorization.return_url)


def _form(request: Request, status: int, card: Card, mistakes: dict[str, str]) -> Reply:
    query, language = _query(request), language_of(request.query.get("language", ""))
    total = figures(language).money(int(query["amount"]), query["currency"])
    back = return_url.add_query(query["return_url"], state=query["state"])
    return view.reply(status, "Your card", view.card(total, card, mistakes, back, language), language)


def _query(request: Request) -> dict[str, str]:
    """Return the parameters from the shop.

    Raises Refused 400, and never redirects, if one is missing or malformed or the return URL is not the shop's.
    """
    query = {name: request.query.get(name, "") for name in ("return_url", "state", "amount", "currency")}
    whole = re.fullmatch(
        r"[A-Za-z0-9_-]{1,200},[0-9]{1,13},[A-Z]{3}", ",".join((query["state"], query["amount"], query["currency"]))
    )
    if not whole or not return_url.is_allowed(query["return_url"]):
        raise Refused(400, "bad-query", "The shop did not say right what it wants, or where to come back to")
    return query


def _get_authorization(request: Request) -> Authorization:
    if authorization := repository.get(request.path["id"]):
        return authorization
    raise Refused(404, "no-authorization", "There is no such payment")
