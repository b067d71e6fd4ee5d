"""What must be true of what goes back, at every write of an order (INV-37): no more than has arrived, no piece twice, and
no more money than was paid."""

from collections import Counter

from backend.contracts.order.models import OrderReturn
from backend.contracts.order.states import ReturnState, State
from backend.order.domain import OrderDetails
from backend.order.state_machine import OrderState


def find_fault(life: OrderState, bought: OrderDetails) -> str:
    """Return what is wrong with the order's returns; empty if nothing is. Written without the rules that it checks."""
    ordered, arrived, back, paid_back = (Counter[str]() for _ in range(4))
    for line in bought.lines:
        ordered[line.sku] += line.quantity
    for parcel in life.parcels:
        arrived.update({line.sku: line.quantity for line in parcel.lines if parcel.delivered_at})
    if not life.parcels and any(step.state is State.DELIVERED for step in life.steps):
        arrived = ordered
    for each in life.returns:
        if each.state is not ReturnState.DENIED:
            (paid_back if each.by_shop else back).update({line.sku: line.quantity for line in each.lines})
    if any(back[sku] > arrived[sku] for sku in back):
        return f"{dict(back)} goes back, {dict(arrived)} has arrived"
    if any(quantity > ordered[sku] for sku, quantity in (back + paid_back).items()):
        return f"{dict(back)} goes back and {dict(paid_back)} is paid back, {dict(ordered)} was ordered"
    promised = sum(each.refund for each in life.returns if each.state is not ReturnState.DENIED)
    if promised > bought.total:
        return f"{promised} goes back or shall, {bought.total} was paid"
    is_twice = sum(each.state in (ReturnState.REQUESTED, ReturnState.ACCEPTED) for each in life.returns) > 1
    return "two returns are open" if is_twice else ""


def numbers_of_steps(life: OrderState) -> list[int]:
    """The numbers of the returns that the order's steps tell of: those asked for once all of it had arrived."""
    asked = [each.number for each in life.returns if not each.by_shop]
    return asked[len(asked) - sum(step.state is State.RETURN_REQUESTED for step in life.steps) :]


def mails_of_early_returns(life: OrderState) -> set[str]:
    """The names of the mails about returns that were asked for while a part was still to come."""
    early = _early_returns(life)
    told = {ReturnState.ACCEPTED: "accepted", ReturnState.RECEIVED: "accepted", ReturnState.DENIED: "denied"}
    names = {f"return-asked-{each.number}" for each in early}
    return names | {f"return-{told[each.state]}-{each.number}" for each in early if each.state in told}


def possible_mails(life: OrderState) -> set[str]:
    """The names of mails that may have been sent: a return that was denied can have been accepted before, which an order
    that was made anew from its events does not know."""
    return {f"return-accepted-{each.number}" for each in _early_returns(life) if each.state is ReturnState.DENIED}


def _early_returns(life: OrderState) -> list[OrderReturn]:
    later = numbers_of_steps(life)
    return [each for each in life.returns if not each.by_shop and each.number not in later]
