"""What must hold once the shop is at rest: INV-1 to INV-37 over the tables, the provider's books, the mails and the
queues."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from msgspec import convert

from backend.basket.offers import _offer
from backend.contracts.basket.models import Address, AgreedLine, OrderLine
from backend.contracts.desk.audit import StaffChange
from backend.contracts.order.actions import ActionKind
from backend.contracts.order.states import ReturnState, State
from backend.contracts.voucher.models import HoldState
from backend.contracts.voucher.payments import total_of
from backend.desk import repository as desk
from backend.desk.domain import address, indexed_words
from backend.inventory import stock
from backend.invoice.domain import CreditNote, Invoice
from backend.notification import export_mail
from backend.notification.repository import LEASE_SECONDS
from backend.order.item import LINKED, decode, is_order
from backend.order.state_machine import OrderState
from backend.shared import compression
from backend.voucher import holds
from tests.simulation.alert_invariants import check_alerts, is_about_alert
from tests.simulation.buyers import Buyer
from tests.simulation.cloud import Mail, Message
from tests.simulation.gift_invariants import check_gift_sales
from tests.simulation.monitor import Watch, must
from tests.simulation.newsletter_invariants import check_newsletter, is_newsletter
from tests.simulation.parcel_invariants import check_parcels, mails_of_parcels, numbers_of
from tests.simulation.phone_invariants import check_phone_orders
from tests.simulation.return_invariants import mails_of_early_returns, numbers_of_steps, possible_mails
from tests.simulation.review_invariants import check_reviews
from tests.simulation.shop import CODES, INTAKES, SKUS, Shop
from tests.simulation.store import Item
from tests.simulation.tax_invariants import check_taxes
from tests.simulation.zone_invariants import check_zones

PAID = {"confirmed", "packed", "sent", "delivered", "return-requested", "return-accepted", "return-denied", "returned"}
ENDED = {"refused", "cancelled"}
ONCE = (State.CONFIRMED, State.REFUSED, State.CANCELLED, State.DELIVERED)
"""States that one mail tells of; those of cards, parcels and returns are counted."""

UNCOUNTED = ("review-", "tracking-")
"""Mails that an order does not tell of: of reviews, and of numbers whose correction no event names the staff of, so a
restored order does not know it."""

APART = LEASE_SECONDS - INTAKES["notification"][1]
"""Seconds between two mails that say the same, at least: a claim is taken over after its lease, and used while its
function lives."""


def check(shop: Shop, watch: Watch, buyers: list[Buyer], poison: list[Message]) -> None:
    """Raise `Violated` with the first invariant that does not hold."""
    items = shop.cloud.store.tables.get("order", {}).values()
    items = [item for item in items if is_order(item)]
    orders = {item["sk"]["S"]: item for item in items if LINKED not in item}
    _links([item for item in items if LINKED in item], orders)
    _orders(orders, watch, buyers)
    _money(shop, orders)
    _stock(shop, orders)
    _uses(shop, orders)
    _vouchers(shop, orders)
    check_gift_sales(shop, orders)
    _documents(shop, orders)
    _mails(shop, orders)
    _links_in_mails(shop, orders)
    _recipients(shop, orders)
    _desk(shop, orders)
    _audit(shop)
    check_parcels(orders, not shop.world.skews)
    check_phone_orders(orders, watch)
    check_reviews(shop, orders)
    check_alerts(shop, buyers)
    check_newsletter(shop, buyers)
    check_zones(shop, watch)
    check_taxes(shop, watch, orders)
    _rest(shop, poison)


def _links(links: list[Item], orders: dict[str, Item]) -> None:
    """Check that an account that claimed an order has one link to it, and nobody else has."""
    linked = sorted((link["sk"]["S"], link["pk"]["S"], link[LINKED]["S"]) for link in links)
    claimed = sorted(
        (order_id, item["shopper"]["S"], item["pk"]["S"]) for order_id, item in orders.items() if "shopper" in item
    )
    must(linked == claimed, f"INV-16: links {linked}, claimed orders {claimed}")


def _orders(orders: dict[str, Item], watch: Watch, buyers: list[Buyer]) -> None:
    must(
        orders.keys() == watch.checkouts.keys(),
        f"INV-1: checked out {sorted(watch.checkouts)}, orders {sorted(orders)}",
    )
    for order_id, item in orders.items():
        state = decode(item)[0].state
        must(state in PAID | ENDED, f"INV-1: {order_id} is stuck as {state}")
        must("open" not in item and "due" not in item, f"INV-1: {order_id} is {state} and still due")
        must("token" not in item, f"{order_id} still keeps the card's token")
        life, bought = decode(item)
        checkout = watch.checkouts[order_id]
        must(
            (bought.total, bought.lines, bought.tax) == (checkout.total, checkout.lines, checkout.tax),
            f"INV-7: {order_id} is another one",
        )
        must(life.steps[0].state is State.PLACED, f"INV-8: {order_id} did not begin")
    for buyer in buyers:
        mine = {order_id for order_id, checkout in watch.checkouts.items() if buyer.owns(checkout)}
        acknowledged = [order_id for answers in buyer.tried.values() for order_id in answers]
        must(
            all(len(answers) <= 1 for answers in buyer.tried.values()), f"INV-3: one key, several orders: {buyer.tried}"
        )
        must(set(acknowledged) <= mine, f"INV-1: acknowledged and lost: {set(acknowledged) - mine}")
        must(len(set(acknowledged)) == len(acknowledged), "INV-3: two keys, one order")
        must(mine <= set(acknowledged), f"INV-2: orders that no key leads to: {mine - set(acknowledged)}")
        must(
            all(body == bodies[0] for bodies in buyer.accepted.values() for body in bodies),
            "INV-3: one key, other details, no refusal",
        )
        for key, bodies in buyer.accepted.items():
            agreed = bodies[0].agreed
            for checkout in (watch.checkouts[order_id] for order_id in buyer.tried[key] if agreed):
                must(
                    agreed is not None and is_as_agreed(checkout.lines, agreed.lines),
                    f"INV-7: {checkout.order_id} is not what {key} agreed to",
                )
        must(
            all(watch.checkouts[order_id].total == buyer.totals[order_id] for order_id in acknowledged),
            "INV-7: another total was said",
        )


def is_as_agreed(placed: Sequence[OrderLine], agreed: Sequence[AgreedLine]) -> bool:
    """Return whether an order has the lines of its review page, each once. In another order they are the same: a line
    that was taken out in another tab and put in again has become the last one."""
    lines = [convert(line, AgreedLine, from_attributes=True) for line in placed]
    return sorted(lines, key=lambda line: line.sku) == sorted(agreed, key=lambda line: line.sku)


def _money(shop: Shop, orders: dict[str, Item]) -> None:
    tables = shop.cloud.store.tables
    books: dict[str, list[Item]] = {}
    for (_, sk), item in tables.get("sandbox", {}).items():
        if sk == "AUTHORIZATION":
            books.setdefault(item["reference"]["S"].rpartition("-")[0], []).append(item)
    for order_id, item in orders.items():
        state = decode(item)[0].state
        held = Counter(each["state"]["S"] for each in books.get(order_id, []))
        must(
            not held["authorized"] and not held["action-required"],
            f"INV-6: {order_id} is {state}, money still held: {held}",
        )
        life, bought = decode(item)
        received = [each for each in life.returns if each.state is ReturnState.RECEIVED]
        must(
            sum(each.refund for each in received) <= bought.total, f"INV-6: {order_id} cost {bought.total}: {received}"
        )
        back = sum(each.refund - total_of(each.vouchers) for each in received)
        by_card = bought.card_amount
        whole = state in PAID and back == by_card > 0
        must(
            held["captured"] == (state in PAID and by_card > 0 and not whole),
            f"INV-6: {order_id} is {state}, the books say {dict(held)}",
        )
        must(not whole or held["refunded"] == 1, f"INV-6: all of {order_id} went back, the books say {dict(held)}")
        taken = [each for each in books.get(order_id, []) if each["state"]["S"] in ("captured", "refunded")]
        given = sum(_number(each, "refunded") for each in taken)
        whole_amount = sum(_number(each, "amount") for each in taken)
        must(given == (back if state in PAID else whole_amount), f"INV-6: {order_id}: {given} went back, not {back}")
        told = sum(each.amount for each in life.refunds if each.attempt)
        must(told == given, f"INV-6: {order_id} tells of {told} that went back, the provider of {given}")
    for payment in tables.get("payment", {}).values():
        must("due" not in payment, f"INV-6: a payment is still due: {payment['pk']['S']}")
        states = (
            Counter(attempt["M"].get("state", {}).get("S") for attempt in payment["attempts"]["L"])
            if "attempts" in payment
            else Counter()
        )
        theirs = Counter(each["state"]["S"] for each in books.get(payment["order_id"]["S"], []))
        must(
            states["captured"] == theirs["captured"],
            f"INV-6: {payment['pk']['S']}: ours {states}, the provider's {theirs}",
        )


def _number(item: Item, name: str) -> int:
    return int(item.get(name, {"N": "0"})["N"])


def _stock(shop: Shop, orders: dict[str, Item]) -> None:
    rows = shop.cloud.store.tables["inventory"]
    sold: Counter[str] = Counter()
    for order_id, item in orders.items():
        state, hold = decode(item)[0].state, rows.get((f"ORDER#{order_id}", "HOLD"))
        place = hold["state"]["S"] if hold else "none"
        shelved = sum(line.quantity for each in decode(item)[0].returns for line in each.restocked_lines)
        kept = state in PAID and shelved < sum(line.quantity for line in decode(item)[1].lines)
        must(
            (place == "sold") == kept,
            f"INV-4: {order_id} is {state} with {shelved} back on the shelf, its hold {place}",
        )
        must(place != "held", f"INV-4: {order_id} is {state} and holds pieces")
        if place == "sold":
            life, bought = decode(item)
            for line in bought.lines:
                sold[line.sku] += line.quantity
            for each in life.returns:
                sold.subtract({line.sku: line.quantity for line in each.restocked_lines})
    for sku in SKUS:
        row = rows[f"SKU#{sku}", "STOCK"]
        ordered = int(row["held"]["N"]) + int(row["sold"]["N"])
        must(ordered == sold[sku], f"INV-4: {ordered} of {sku} are held or sold, orders have {sold[sku]}")
        level, offer = (
            stock.level(row),
            _offer(shop.cloud.store.tables["basket"][f"OFFER#{sku}", "OFFER"]),
        )
        must(
            offer is not None and (offer.level, offer.left, offer.back_on) == (level.level, level.left, level.back_on),
            f"INV-11: baskets do not know the stock of {sku}",
        )


def _uses(shop: Shop, orders: dict[str, Item]) -> None:
    """Check that a bought order has its uses of limited promotions, and one that ended has returned them."""
    rows = shop.cloud.store.tables["promotion"]
    people = {pk.removeprefix("PROMOTION#") for pk, sk in rows if sk.startswith("PERSON#")}
    bought_once = set[str]()
    for order_id, item in orders.items():
        codes = sorted(decode(item)[1].limited_codes())
        use = rows.get((f"ORDER#{order_id}", "USE"))
        must((use is not None) == bool(codes), f"INV-20: {order_id} has {codes}, its uses are {use}")
        held = use is not None and use["state"]["S"] == "held"
        state = decode(item)[0].state
        must(held == (bool(codes) and state in PAID), f"INV-20: {order_id} is {state}, its uses are {use}")
        bought_once |= {code for code in codes if held and CODES[code].once_per_shopper}
    must(people == bought_once, f"INV-20: {people} are used up for a person, orders have {bought_once}")


def _vouchers(shop: Shop, orders: dict[str, Item]) -> None:
    """Check that a bought order has what its vouchers paid, less refunds, and one that ended has returned all of it."""
    rows = shop.cloud.store.tables["voucher"]
    for order_id, item in orders.items():
        life, bought = decode(item)
        row = rows.get((f"ORDER#{order_id}", "HOLD"))
        must((row is not None) == bool(bought.vouchers), f"INV-24: {order_id} has {bought.vouchers}, its hold is {row}")
        if row is None:
            continue
        hold = holds.decode(row)
        must((hold.state is HoldState.HELD) == (life.state in PAID), f"INV-24: {order_id} is {life.state}, and {hold}")
        if hold.state is HoldState.HELD:
            back = total_of(payment for each in life.returns for payment in each.vouchers)
            must(hold.payments == bought.vouchers, f"INV-24: {order_id} is paid by {bought.vouchers}, and {hold}")
            must(total_of(hold.refunds_paid) == back, f"INV-24: {back} of {order_id} goes back to vouchers, and {hold}")
            received = sum(each.refund for each in life.returns if each.state is ReturnState.RECEIVED)
            most = total_of(bought.vouchers)
            must(
                back == min(most, received), f"INV-25: {back} of {received} for {order_id} went to vouchers, not {most}"
            )


def _documents(shop: Shop, orders: dict[str, Item]) -> None:
    """Check for one invoice per paid order and one credit note per refund of it, numbered without gaps."""
    invoices, notes, counted = dict[str, Invoice](), dict[str, list[CreditNote]](), dict[str, int]()
    for (pk, sk), item in shop.cloud.store.tables.get("invoice", {}).items():
        order_id = pk.removeprefix("ORDER#")
        if pk == "COUNTER":
            counted[sk.replace("#", "-")] = int(item["last"]["N"])
        elif sk == "INVOICE":
            invoices[order_id] = compression.decode(bytes(item["value"]["B"]), Invoice)
        elif sk.startswith("CREDIT#"):
            notes.setdefault(order_id, []).append(compression.decode(bytes(item["value"]["B"]), CreditNote))
    _numbers([each.number for each in invoices.values()], counted)
    _numbers([each.number for several in notes.values() for each in several], counted)
    for order_id, item in orders.items():
        life, bought = decode(item)
        confirmed = any(step.state is State.CONFIRMED for step in life.steps)
        must(
            (order_id in invoices) == confirmed,
            f"INV-17: {order_id} is {life.state}, its invoice {order_id in invoices}",
        )
        credited = notes.get(order_id, [])
        amounts = sorted(each.amount for each in credited)
        refunds = sorted(each.amount for each in life.refunds if each.amount and confirmed)
        must(sum(amounts) <= bought.total, f"INV-18: {order_id} cost {bought.total}, credit notes give {amounts}")
        must(amounts == refunds, f"INV-18: {order_id} was given {refunds} back, credit notes say {amounts}")
        pieces = {each.number: sum(line.quantity for line in each.lines) for each in life.returns}
        for note in credited:
            named = sum(line.quantity for line in note.lines)
            must(
                named == pieces.get(note.return_number, 0),
                f"INV-18: {order_id}'s credit note {note.number} names {named} pieces of {pieces}",
            )
        tax = sum(each.tax for each in credited)
        whole = sum(amounts) == bought.total
        must(tax == bought.tax if whole else tax <= bought.tax, f"INV-18: {order_id}'s credit notes have {tax} of tax")


def _numbers(given: list[str], counted: dict[str, int]) -> None:
    """Check that every number that was counted was used once, from the first to the last."""
    ranges: dict[str, list[int]] = {}
    for number in given:
        name, _, place = number.rpartition("-")
        ranges.setdefault(name, []).append(int(place))
    for name, places in ranges.items():
        must(sorted(places) == list(range(1, counted[name] + 1)), f"INV-17: {name} has the numbers {sorted(places)}")


def _mails(shop: Shop, orders: dict[str, Item]) -> None:
    sent: dict[tuple[str, str], list[Mail]] = {}
    for mail in shop.cloud.mails:
        if (
            mail.name == export_mail.NAME
            or mail.name.startswith("voucher-")
            or is_about_alert(mail)
            or is_newsletter(mail)
        ):
            continue
        found = re.search(r"/orders/([0-9a-f]{28})/", mail.text)
        must(found is not None, "INV-9: a mail about nothing")
        sent.setdefault((found[1] if found else "", mail.name), []).append(mail)
    exact = not (shop.world.zombies or shop.world.skews)
    for order_id, item in orders.items():
        for name in _mail_names(decode(item)[0]):
            mails = sent.pop((order_id, name), [])
            must(bool(mails), f"INV-9: no mail {name} for {order_id}")
            plain = [mail for mail in mails if not mail.excused]
            if shop.world.skews:  # then one message that two have at once may be two mails
                plain = list({mail.message: mail for mail in plain}.values())
            must(shop.world.zombies or len(plain) <= 1, f"INV-9: {len(mails)} mails {name} for {order_id}")
            gaps = [later.at - mail.at for mail, later in pairwise(mails)]
            must(not exact or all(gap >= APART for gap in gaps), f"INV-9: mails {name} for {order_id} within {gaps} s")
        for name in possible_mails(decode(item)[0]):
            sent.pop((order_id, name), None)
    sent = {key: mails for key, mails in sent.items() if not key[1].startswith(UNCOUNTED)}
    must(not sent, f"INV-9: mails about what did not happen: {sent}")


def _links_in_mails(shop: Shop, orders: dict[str, Item]) -> None:
    """Each mail about a guest's order leads to it by its key: without an account there is no other way."""
    keys = {order_id: decode(item)[1].order_key for order_id, item in orders.items()}
    for mail in shop.cloud.mails:
        for order_id, rest in re.findall(r"/orders/([0-9a-f]{28})/(\S*)", mail.text):
            key = keys.get(order_id)
            opening = (f"open/?key={key}", f"open/?key={key}&to=documents")
            must(not key or rest in opening, f"INV-29: a mail {mail.name} leads to {order_id} by {rest}")


def _recipients(shop: Shop, orders: dict[str, Item]) -> None:
    """Mails go to the address that the order has by now."""
    rows = shop.cloud.store.tables.get("notification", {})
    for order_id, item in orders.items():
        row = rows[f"ORDER#{order_id}", "RECIPIENT"]
        changed = compression.decode(bytes(row["address"]["B"]), Address) if "address" in row else None
        own = decode(item)[1].address
        must(changed is None or changed == own, f"INV-9: mails of {order_id} go to {changed}, not to {own}")
        moved = any(action.kind is ActionKind.CHANGE_ADDRESS for action in decode(item)[0].actions)
        must((changed is not None) == moved, f"INV-9: another address of {order_id} was not heard of")


def _mail_names(life: OrderState) -> set[str]:
    """The names of the mails that an order's life asks for."""
    names, cards, returns = {f"refunded-{each.attempt}-{each.number}" for each in life.refunds if each.amount}, 0, 0
    names |= {f"return-received-{each.number}" for each in life.returns if each.announced} | mails_of_parcels(life)
    asked = [0, *numbers_of_steps(life)]
    names |= mails_of_early_returns(life)
    for step in life.steps:
        cards += step.state is State.HELD
        returns += step.state is State.RETURN_REQUESTED
        names |= {step.state.value} if step.state in ONCE else set()
        names |= {f"declined-{cards}"} if step.state is State.DECLINED else set()
        names |= {"payment-awaited"} if step.state is State.AWAITING_PAYMENT else set()
        names |= {f"bank-{cards}"} if step.state is State.ACTION_REQUIRED else set()
        names |= {f"return-asked-{asked[returns]}"} if step.state is State.RETURN_REQUESTED else set()
        names |= (
            {f"{step.state}-{asked[returns]}"} if step.state in (State.RETURN_ACCEPTED, State.RETURN_DENIED) else set()
        )
    return names


def _desk(shop: Shop, orders: dict[str, Item]) -> None:
    rows = shop.cloud.store.tables.get("desk", {})
    known = {pk.removeprefix("ORDER#") for pk, sk in rows if sk == "ORDER"}
    must(known == orders.keys(), f"INV-15: the desk knows {sorted(known)}, there are {sorted(orders)}")
    for order_id, item in orders.items():
        row, (life, bought) = desk.decode(rows[f"ORDER#{order_id}", "ORDER"]), decode(item)
        must(row is not None, f"INV-15: the desk has not heard of the checkout of {order_id}")
        if row is not None:
            must(row.state is life.state, f"INV-15: {order_id} is {life.state}, the desk says {row.state}")
            known = (row.tracking, set(row.parcels))
            must(known == numbers_of(life), f"INV-15: {order_id} has {numbers_of(life)}, the desk says {known}")
            must(row.address == address(bought.address), f"INV-15: the desk has another address of {order_id}")
            lost = [word for word in indexed_words(row) if (f"WORD#{word}", order_id) not in rows]
            must(not lost, f"INV-15: {order_id} is not found by {lost}")


def _audit(shop: Shop) -> None:
    """Whatever staff were told that they have changed is in the audit log."""
    rows = shop.cloud.store.tables.get("desk", {})
    entries = [
        compression.decode(bytes(item["change"]["B"]), StaffChange) for (pk, _), item in rows.items() if pk == "AUDIT"
    ]
    logged = Counter((each.operation, each.thing_id) for each in entries)
    must(logged >= shop.changed, f"INV-21: staff were told of changes that no entry tells of: {shop.changed - logged}")


def _rest(shop: Shop, poison: list[Message]) -> None:
    must(all(not stream.pending for stream in shop.cloud.streams.values()), "INV-11: the outbox is not empty")
    for queue in shop.cloud.queues.values():
        for message in queue.dead:
            must(message in poison, f"INV-12: a healthy message of {queue.name} is dead: {message.body[:200]}")
            must(message.receives == 5, "INV-12: poison was tried another number of times")
    dead = [message for queue in shop.cloud.queues.values() for message in queue.dead]
    must(all(message in dead for message in poison), "INV-12: poison is not among the dead letters")
