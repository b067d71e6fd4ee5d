"""The shopper's side: the page that takes a card and gives a token, and the one where its bank asks to confirm."""

import re
from typing import Any

from backend.contracts.problem import Refused
from backend.sandbox import api, domain, repository, return_url, view
from backend.sandbox.cards import Card, brand, digits
from backend.sandbox.domain import Authorization, State
from backend.sandbox.request import Request, form, redirect
from backend.sandbox.webhook import announce


def card(request: Request) -> dict[str, Any]:
    """The empty form.

    Its address names the shop's page to come back to, which is all that decides where the token goes.
    """
    return _form(request, 200, Card("", "", ""), {})


def card_sent(request: Request) -> dict[str, Any]:
    """Exchanges the card for a token and sends the shopper back with it, or shows at each field what is wrong."""
    query, fields = _query(request), form(request)
    typed = Card(fields.get("number", ""), fields.get("expires", ""), fields.get("code", ""))
    if mistakes := api.card_mistakes(typed):
        return _form(request, 422, typed, mistakes)
    number = digits(typed.number)
    shown = {"brand": brand(number), "last4": number[-4:]}  # what a receipt may show; the rest stays here
    return redirect(
        return_url.add_query(query["return_url"], state=query["state"], token=api.create_token(typed), **shown)
    )


def confirm(request: Request) -> dict[str, Any]:
    """The bank's question; a payment that is past it sends the shopper back."""
    found = _get_authorization(request)
    if found.state is not State.ACTION_REQUIRED:
        return redirect(found.return_url)
    return view.reply(
        200, "Confirm your payment", view.question(view.money(found.amount, found.currency), found.brand, found.last4)
    )


def confirm_sent(request: Request) -> dict[str, Any]:
    """Takes the shopper's answer, once, and sends them back."""
    verb = "confirm" if form(request).get("choice") == "confirm" else "reject"
    found = _get_authorization(request)
    if after := domain.transition(found, verb):
        try:
            repository.change(after)
        except repository.Taken:
            return redirect(f"{found.id}")
        announce(after)
    return redirect(found.return_url)


def _form(request: Request, status: int, typed: Card, mistakes: dict[str, str]) -> dict[str, Any]:
    query = _query(request)
    back = return_url.add_query(query["return_url"], state=query["state"])
    return view.reply(
        status, "Your card", view.card(view.money(int(query["amount"]), query["currency"]), typed, mistakes, back)
    )


def _query(request: Request) -> dict[str, str]:
    """What the shop wants.

    Refused 400, and never a redirect, when it is not all there or would lead away from the shop.
    """
    query = {name: request.query.get(name, "") for name in ("return_url", "state", "amount", "currency")}
    whole = re.fullmatch(
        r"[A-Za-z0-9_-]{1,200},[0-9]{1,13},[A-Z]{3}", ",".join((query["state"], query["amount"], query["currency"]))
    )
    if not whole or not return_url.is_allowed(query["return_url"]):
        raise Refused(400, "bad-query", "The shop did not say right what it wants, or where to come back to")
    return query


def _get_authorization(request: Request) -> Authorization:
    if found := repository.get(request.path["id"]):
        return found
    raise Refused(404, "no-authorization", "There is no such payment")
