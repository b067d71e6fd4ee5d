"""`{% load orders %}`: an order's number and its state in words."""

from django import template

from backend.contracts.arrivals import open_return
from backend.contracts.order.models import Order, OrderReturn, number
from backend.contracts.order.states import ReturnState, State
from storefront.order import payers, refunds
from storefront.order.steps import STATE_LABELS

register = template.Library()
register.filter("order_number", number)


@register.filter
def state_words(state: State) -> str:
    """Return a state as a list of orders names it."""
    return str(STATE_LABELS[state])


@register.filter
def payer(order: Order, whose: str = "your") -> str:
    """Return what the order was paid by, and its money goes back to; staff read of "the" card."""
    return payers.payer(order, whose)


@register.filter
def payer_of(order: Order, amount: int) -> str:
    """Return whom an amount that goes back next goes to, as staff read it."""
    return payers.payer_of(payers.split(order, amount), order.currency, "the")


@register.filter
def return_words(state: ReturnState) -> str:
    """Return a return's state as staff read it."""
    return refunds.FOR_STAFF[state]


@register.filter
def latest_return(order: Order) -> OrderReturn | None:
    """Return the order's open return, else the last one; None where there is none."""
    return open_return(order.returns) or (order.returns[-1] if order.returns else None)
