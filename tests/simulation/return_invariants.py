"""What must be true of what goes back, at every write of an order (INV-35): no more than has arrived, no piece twice, and
no more money than was paid."""

from collections import Counter

from backend.contracts.order.actions import ActionKind
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
    numbers = {each.number for each in life.returns if not each.by_shop} - {*numbers_of_steps(life)}
    names = {f"return-asked-{number}" for number in numbers}
    for action in life.actions:
        number = (action.note or "").removeprefix("Return ").partition(":")[0]
        names |= {f"return-accepted-{number}"} if action.kind is ActionKind.ACCEPT_RETURN else set()
        names |= {f"return-denied-{number}"} if action.kind is ActionKind.DENY_RETURN else set()
    return names
