# ruff: noqa: E501 - the code as it is, and as it is not, side by side
"""Bugs to plant, one at a time: each condition, lock, dedup, ordering and compensation of the real code is removed in turn.

Not among them, for it changes nothing that anybody sees: reading a payment without `ConsistentRead`. Every write of a payment is on the
condition of the version that was read, so a stale reading only makes one more round; 1,000 schedules agreed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bug:
    """A change of a module's text."""

    name: str
    module: str
    old: str
    new: str


def _in(module: str, *bugs: tuple[str, str, str]) -> tuple[Bug, ...]:
    return tuple(Bug(name, f"backend.{module}", old, new) for name, old, new in bugs)


BUGS = (
    *_in("basket.store",
         ("a retried checkout is a new one", "if made := checkout.earlier(contents.checkouts, body):", "if made := None:"),
         ("a checkout keeps the basket full", "after = msgspec.structs.replace(contents, lines=(), checkouts", "after = msgspec.structs.replace(contents, checkouts"),
         ("a checkout forgets its event", "if lines.replace(owner, contents, after, event):", "if lines.replace(owner, contents, after):"),
         ("a checkout is answered before it is written", "if lines.replace(owner, contents, after, event):", "if lines.replace(owner, contents, after, event) or True:")),
    *_in("basket.lines",
         ("a basket is written over", 'return put | {"ConditionExpression": "#version = :version", "ExpressionAttributeValues": {":version": _number(before.version)}}',
          'return {name: value for name, value in put.items() if name != "ExpressionAttributeNames"}'),
         ("a line does not count as a change", "SET #version = if_not_exists(#version, :zero) + :one, #line", "SET #version = if_not_exists(#version, :one) + :zero, #line"),
         ("a basket is read stale", "Key=key(owner), ConsistentRead=True", "Key=key(owner)")),
    *_in("basket.checkout",
         ("a checkout forgets its key", "return (*recent, made)[-KEPT:]", "return tuple(recent)"),
         ("what is sold out can be ordered", "if (why := change(line, offers.get(line.sku), currency)) in GONE}", "if (why := change(line, offers.get(line.sku), currency)) is Change.WITHDRAWN}"),
         ("the shopper says the total", "total=option.total,\n        tax=", "total=option.total + 1,\n        tax=")),
    *_in("basket.agreement", ("an order is not held against what was agreed to", "if body.agreed and (differences", "if not body.agreed and (differences")),
    *_in("basket.offers",
         ("late stock overwrites", 'f"attribute_not_exists({heard}) OR {heard} < :version"', 'f"attribute_not_exists({heard}) OR {heard} < :version OR {heard} > :version"'),
         ("stock is not kept", 'SET #stocked = :version, #stock = :stock', 'SET #stocked = :version, #stock = if_not_exists(#stock, :stock)')),
    *_in("shared.relay",
         ("a refused entry is forgotten", "if not refused:", "if True:"),
         ("a batch is published but for its last", "for records in _calls([record for record in event[\"Records\"] if _is_new(record)]):",
          "for records in _calls([record for record in event[\"Records\"] if _is_new(record)][: max(1, len(event[\"Records\"]) - 1)]):"),
         ("what was published partly is called failed at the end", "    return records[0]\n", "    return records[-1]\n"),
         ("events go out under another source", '"Source": f"{SOURCE}.{os.environ[\'SERVICE\']}"', '"Source": SOURCE')),
    *_in("shared.intake", ("a failed message is taken for done", "                return False\n            logger.info", "                return True\n            logger.info")),
    *_in("shared.table",
         ("a conflict is a refusal", '    refused = set(reasons(error))\n    return "ConditionalCheckFailed" not in refused and bool(refused & _IN_THE_WAY)',
          '    error.response.update(CancellationReasons=[{"Code": "ConditionalCheckFailed"} if "Transaction" in each else {"Code": each} for each in reasons(error)])\n    return False')),
    *_in("order.store",
         ("an order is placed over", '            ConditionExpression="attribute_not_exists(pk)",\n            ReturnValuesOnConditionCheckFailure="ALL_OLD",\n', ""),
         ("an order is written over", "            ConditionExpression=condition,\n            **values,\n", ""),
         ("a change of an order does not count", "replace(after, version=after.version + 1)", "after"),
         ("an order is changed by a stale reading", "Key=key(owner, order_id), ConsistentRead=True", "Key=key(owner, order_id)"),
         ("a lost race counts as won", "            raise\n        return False\n    return True\n", "            raise\n        return True\n    return True\n")),
    *_in("order.life",
         ("edges are not looked at", "    if state not in EDGES[life.state]:\n        return None\n", ""),
         ("stock heard of again asks for money again", "if life.state is State.PLACED else None", "if life.state in (State.PLACED, State.DECLINED) else None"),
         ("another attempt's authorization counts", "def authorized(life: Life, news: PaymentAuthorized, at: str) -> Life | None:\n    if news.attempt != life.attempt:", "def authorized(life: Life, news: PaymentAuthorized, at: str) -> Life | None:\n    if False:"),
         ("another attempt's refusal counts", "def declined(life: Life, news: PaymentDeclined, at: str) -> Life | None:\n    if news.attempt != life.attempt:", "def declined(life: Life, news: PaymentDeclined, at: str) -> Life | None:\n    if False:"),
         ("a second card is the same attempt", "again = replace(life, attempt=attempt, token=token)", "again = replace(life, token=token)"),
         ("a cancellation tells nobody", "return moved(life, State.CANCELLED, at, event, reason, token=\"\", action_url=None)\n\n\ndef return_requested", "return moved(life, State.CANCELLED, at, None, reason, token=\"\", action_url=None)\n\n\ndef return_requested"),
         ("a refusal tells nobody", "return moved(life, State.REFUSED, at, event, reason", "return moved(life, State.REFUSED, at, None, reason"),
         ("money that went back before it was heard of is waited for", "    if life.state is State.HELD:\n        return refused(life, TAKEN_BACK, at)\n", ""),
         ("a paid order is not captured", 'return moved(life, State.PAID, at, paid(life, at), token', 'return moved(life, State.PAID, at, None, token'),
         ("a confirmed order tells nobody", "return moved(life, State.CONFIRMED, at, event)", "return moved(life, State.CONFIRMED, at, None)"),
         ("a held order waits for ever", '"due": later(at, NUDGE) if state in WAITS else None', '"due": None'),
         ("a declined order is never ended", "State.DECLINED: TO_PAY_AGAIN,", "State.DECLINED: None,"),
         ("the token is kept", 'return moved(life, State.PAID, at, paid(life, at), token="", action_url=None)', "return moved(life, State.PAID, at, paid(life, at), action_url=None)")),
    *_in("order.overdue",
         ("nothing is said again", "event=_again(life, bought, now))", "event=None)"),
         ("the wait has no end", "    if life.until is not None and life.until <= now:\n        return lives.refused(life, LATE, now)\n", "")),
    *_in("order.staff",
         ("a sent order tells nobody", "_EVENTS[state](life, at, note), note, **tracking)", "None if state is State.SENT else _EVENTS[state](life, at, note), note, **tracking)"),
         ("a return tells nobody", "_EVENTS[state](life, at, note), note, **tracking)", "None if state is State.RETURNED else _EVENTS[state](life, at, note), note, **tracking)")),
    *_in("inventory.stock",
         ("stock is taken where there is none", '"ConditionExpression": "#from >= :pieces",', '"ConditionExpression": "#from >= :one",'),
         ("a refusal does not look again", '"ConditionExpression": "attribute_not_exists(pk) OR available < :pieces",', '"ConditionExpression": "attribute_not_exists(pk) OR available < :pieces OR available >= :pieces",'),
         ("staff undo a sale unseen", 'condition = "#version = :seen" if body.version', 'condition = "#version >= :seen" if body.version'),
         ("a product told again has no stock", '"put_item", TableName=table.name(), Item=key(variant.sku) | table.item(new), ConditionExpression="attribute_not_exists(pk)"',
          '"put_item", TableName=table.name(), Item=key(variant.sku) | table.item(new)')),
    *_in("inventory.holds",
         ("pieces are held twice", 'return {"Put": {"TableName": table.name(), "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}}', 'return {"Put": {"TableName": table.name(), "Item": item}}'),
         ("pieces are moved twice", '"ConditionExpression": "#state = :before",', '"ConditionExpression": "#state = :before OR attribute_exists(pk)",'),
         ("a cancellation before the order leaves no mark", "parts = [_new(order_id, HoldState.BACK, at=clock.now())]", "return True"),
         ("who lost the race thinks it won", "        _refused(error)\n        return False\n", "        _refused(error)\n        return True\n"),
         ("an order hears of its stock only once", "        _tell_again(event)\n", "        pass\n"),
         ("an old answer is told under its old time", "outbox.packed(replace(told, at=clock.now()))", "outbox.packed(told)")),
    *_in("inventory.domain",
         ("pieces given back are sold after all", "HoldState.BACK: (), HoldState.REFUSED", "HoldState.BACK: (HoldState.SOLD,), HoldState.REFUSED"),
         ("what was sold does not come back", "HoldState.SOLD: (HoldState.BACK,)", "HoldState.SOLD: ()"),
         ("what was held does not come back", "HoldState.HELD: (HoldState.SOLD, HoldState.BACK)", "HoldState.HELD: (HoldState.SOLD,)"),
         ("few are told as many", "    if available > LOW:\n", "    if available > LOW - 1:\n")),
    *_in("inventory.relay", ("stock is told only when it rises", "if after is None or before == after:", "if after is None or before == after or (old and int(new['available']['N']) < int(old['available']['N'])):")),
    *_in("payment.store", ("a payment is written over", 'return {"ConditionExpression": "version = :version", "ExpressionAttributeValues": table.item({":version": version})}', "return {}"),
         ("a payment is begun over", '        return {"ConditionExpression": "attribute_not_exists(pk)"}', "        return {}")),
    *_in("payment.life",
         ("what was authorized is not voided", "(State.AUTHORIZED,      Action.WAIT,      Action.CAPTURE,   Action.VOID)", "(State.AUTHORIZED,      Action.WAIT,      Action.CAPTURE,   Action.REST)"),
         ("what was captured is not refunded", "(State.CAPTURED,        Action.REST,      Action.REST,      Action.REFUND)", "(State.CAPTURED,        Action.REST,      Action.REST,      Action.REST)"),
         ("what waits for the bank is not voided", "(State.ACTION_REQUIRED, Action.WAIT,      Action.WAIT,      Action.VOID)", "(State.ACTION_REQUIRED, Action.WAIT,      Action.WAIT,      Action.REST)"),
         ("what is unknown is forgotten", "(State.UNKNOWN,         Action.FIND,      Action.FIND,      Action.FIND)", "(State.UNKNOWN,         Action.FIND,      Action.FIND,      Action.DROP)")),
    *_in("payment.domain",
         ("wishes shrink", "    if wishes.index(goal) <= wishes.index(payment.goal):\n        return payment\n", ""),
         ("a payment is never due", "return replace(payment, due=later(now, min(delays)) if delays else None)", "return replace(payment, due=None)"),
         ("an order is told only once", "return _told(payment, attempt, now) if settled and _tellable(payment, attempt) else payment", "return payment"),
         ("one request makes two attempts", "    if find(payment, event.attempt):\n        return payment\n", ""),
         ("what is not found is let go of at once", "later(attempt.asked_at, GRACE) <= now", "True")),
    *_in("payment.settle",
         ("who lost the race does not ask", "            sign = True  # the call whose answer", "            return  # the call whose answer"),
         ("silence is an end", "        store.save(domain.remind(payment, clock.now()))\n        return False\n", "        store.save(domain.observe(payment, domain.find(payment, attempt.number), Seen(authorization='', state=type(attempt.state).DECLINED), clock.now()))\n        return False\n"),
         ("asked before it is written down", "payment = store.save(domain.asking(payment, attempt, clock.now()))\n        return", "payment = domain.asking(payment, attempt, clock.now())\n        return")),
    *_in("payment.provider", ("each call has a new idempotency key", 'headers["idempotency-key"] = key', 'headers["idempotency-key"] = key + __import__("secrets").token_hex(4)')),
    *_in("notification.store",
         ("each message is a mail", 'f"{_OPEN} AND (attribute_not_exists(claimed_by) OR "', 'f"{_OPEN} OR (attribute_not_exists(claimed_by) OR "'),
         ("a claim is for ever", '"(claimed_by = :me AND claimed_at < :run_out) OR claimed_at < :abandoned)"', '"((claimed_by = :me AND claimed_at < :run_out) OR claimed_at < :abandoned) AND attribute_exists(sent_at))"'),
         ("a claim is taken over by the clock", '"(claimed_by = :me AND claimed_at < :run_out)', '"(claimed_at < :run_out AND (claimed_by = :me OR claimed_by <> :me))'),
         ("a dead message keeps its claim", " OR claimed_at < :abandoned)", " OR (claimed_at < :abandoned AND attribute_exists(sent_at)))"),
         ("another's claim is given back", 'ConditionExpression="claimed_by = :me", ExpressionAttributeValues={":me": {"S": by}},', "")),
    *_in("shared.aws", ("a mail is tried again by its client", '"total_max_attempts": 1', '"total_max_attempts": 3')),
    *_in("notification.intake",
         ("a fault of the mail service counts as a no", "    if post.unsent(error):\n", "    if True:\n"),
         ("a mail is marked before it is sent", "    ours = store.claim(event.order_id, kind, message_id.get())\n", "    ours = store.claim(event.order_id, kind, message_id.get())\n    store.sent(event.order_id, kind)\n"),
         ("a mail to nobody is dropped", "    if who is None:\n        raise Again(event.order_id)\n", "    if who is None:\n        return\n"),
         ("a mail being sent is dropped", "    if ours is False:\n        raise Again(event.order_id)\n", "    if ours is False:\n        return\n")),
)  # fmt: skip

_BACKEND = "tests/backend"
TESTS = {
    "an order is not held against what was agreed to": f"{_BACKEND}/basket/test_agreement.py::test_another_article_at_the_same_price_is_refused_by_name",
    "what is sold out can be ordered": f"{_BACKEND}/basket/test_checkout.py::test_a_sold_out_article_is_refused_by_name_whatever_total_was_agreed_to",
    "a conflict is a refusal": f"{_BACKEND}/shared/test_table.py",
    "a lost race counts as won": f"{_BACKEND}/order/test_change.py::test_of_two_at_once_one_writes_and_the_other_sees_it",
    "another attempt's authorization counts": f"{_BACKEND}/order/test_life.py::test_what_a_former_card_reports_does_not_touch_the_next_one",
    "nothing is said again": f"{_BACKEND}/order/test_life.py::TestOverdue::test_what_it_waits_for_is_said_again_with_a_new_time",
    "a refusal does not look again": f"{_BACKEND}/inventory/test_holds.py::test_nobody_is_refused_what_came_back_before_the_refusal_was_written",
    "pieces are moved twice": f"{_BACKEND}/inventory/test_holds.py::test_the_same_news_twice_at_once_moves_an_orders_pieces_once",
    "who lost the race thinks it won": f"{_BACKEND}/inventory/test_holds.py::test_a_hold_made_while_its_order_is_given_back_is_given_back",
    "few are told as many": f"{_BACKEND}/inventory/test_domain.py::test_the_number_is_told_only_when_it_is_low",
    "a claim is taken over by the clock": f"{_BACKEND}/notification/test_intake.py::test_a_clock_that_is_minutes_ahead_does_not_take_anothers_claim",
    "another's claim is given back": f"{_BACKEND}/notification/test_intake.py::test_who_gives_up_a_claim_leaves_anothers_alone",
    "a fault of the mail service counts as a no": f"{_BACKEND}/notification/test_intake.py::test_a_mail_after_a_fault_of_ses_may_be_on_its_way_and_its_claim_stays",
    "money that went back before it was heard of is waited for": f"{_BACKEND}/order/test_life.py::test_money_that_went_back_ends_an_order_that_waits_for_it_or_for_its_capture_and_no_other",
    "wishes shrink": f"{_BACKEND}/payment/test_domain.py::test_what_an_order_wants_only_grows",
    "an order is told only once": f"{_BACKEND}/payment/test_domain.py::test_an_order_that_asks_again_after_it_was_told_is_told_again",
    "what is not found is let go of at once": f"{_BACKEND}/payment/test_domain.py::test_a_request_on_its_way_is_not_let_go_of_before_its_sender_is_dead",
    "who lost the race does not ask": f"{_BACKEND}/payment/test_intake.py::test_a_cancellation_during_the_call_is_followed_by_a_void",
    "a payment is begun over": f"{_BACKEND}/payment/test_store.py::test_two_that_begin_at_once_make_one_payment",
    "each call has a new idempotency key": f"{_BACKEND}/payment/test_provider.py::test_an_authorization_is_asked_for_by_reference_and_token",
}
"""The test that catches a bug which few schedules or none can: what must happen for it is too rare, or is only seen from within."""
