"""Each checker lets a good history pass and condemns a broken one: a judge that never condemns proves nothing."""

import pytest

from tests.chaos import banks, checkers
from tests.chaos.books import Books, Charge, Mail, Order, Stock
from tests.chaos.history import History, Op, Outcome

OK, FAIL, UNKNOWN = Outcome
BEGAN, STRUCK = 1000.0, 1010.0
PAID = ("placed", "held", "paid", "confirmed")


def history(*ops: Op) -> History:
    return History(list(ops))


def checkout(key: str, outcome: Outcome, *order_id: str, start: float = 0.0) -> Op:
    return Op("ada", "check-out", key, start, start + 1, outcome, order_id)


def read(order_id: str, states: tuple[str, ...], start: float, end: float) -> Op:
    return Op("ada", "read", order_id, start, end, OK, states)


def order(id: str = "a", states: tuple[str, ...] = PAID, total: int = 500, pieces: int = 2) -> Order:
    return Order(id, tuple((state, BEGAN + number) for number, state in enumerate(states)), total, (("SKU", pieces),))


def charge(state: str, amount: int = 500, theirs: bool = True, attempt: int = 1, order_id: str = "a") -> Charge:
    return Charge(order_id, attempt, state, amount, theirs)


def both(state: str, attempt: int = 1) -> list[Charge]:
    """An attempt that the provider and we know alike."""
    return [charge(state, attempt=attempt), charge(state, attempt=attempt, theirs=False)]


GOOD = history(
    checkout("k", UNKNOWN), checkout("k", OK, "a", start=2), checkout("k", OK, "a", start=2), checkout("l", FAIL),
    read("a", ("placed",), 4, 5), read("a", ("placed", "held"), 4.5, 6), read("a", ("placed",), 4.6, 7), read("a", PAID, 8, 9),
)  # fmt: skip


def test_a_good_history_has_no_anomaly() -> None:
    mails = (Mail("a", "confirmed", BEGAN), Mail("b", "confirmed", BEGAN), Mail("b", "cancelled", BEGAN))
    cancelled = order("b", ("placed", "held", "paid", "confirmed", "cancelled"))
    charges = (*both("captured"), charge("refunded", order_id="b"), charge("refunded", order_id="b", theirs=False))
    books = Books((order(), cancelled), {"SKU": Stock(3, 0, 2)}, charges, mails, {"OrderDeadLetters": 0})
    whole = history(*GOOD.ops, checkout("m", OK, "b"))
    assert checkers.anomalies(whole, books, {"SKU": 5}, STRUCK, 0) == []


@pytest.mark.parametrize(("ops", "orders", "said"), [
    ((checkout("k", OK, "a"),), (), "order a was acknowledged and is lost"),
    ((checkout("k", FAIL),), (order(),), "order a comes of no checkout"),
    ((checkout("k", OK, "a"),), (order(), order()), "order a is there 2 times"),
    ((checkout("k", UNKNOWN), checkout("k", UNKNOWN)), (), "checkout k was never answered"),
], ids=str)  # fmt: skip
def test_a_lost_an_unrequested_and_a_duplicate_order_are_noticed(
    ops: tuple[Op, ...], orders: tuple[Order, ...], said: str
) -> None:
    assert list(checkers.total_queue(history(*ops), orders)) == [said]


def test_two_orders_of_one_key_and_two_keys_of_one_order_are_seen() -> None:
    assert list(checkers.unique_ids(GOOD)) == []
    two = history(checkout("k", OK, "a"), checkout("k", OK, "b"))
    assert list(checkers.unique_ids(two)) == ["checkout k has 2 orders: ['a', 'b']"]
    one = history(checkout("k", OK, "a"), checkout("l", OK, "a"))
    assert list(checkers.unique_ids(one)) == ["order a is of 2 checkouts"]


@pytest.mark.parametrize(("row", "said"), [
    (Stock(4, 0, 2), "had 5 pieces"),
    (Stock(-1, 4, 2), "had 5 pieces"),
    (Stock(2, 0, 3), "3 of SKU are sold, paid orders have 2"),
    (Stock(2, 1, 2), "1 of SKU are held for nobody"),
], ids=str)  # fmt: skip
def test_pieces_that_were_made_lost_sold_twice_or_kept_are_seen(row: Stock, said: str) -> None:
    assert said in "\n".join(banks.bank_of_stock({"SKU": 5}, {"SKU": row}, [order()]))


def test_pieces_of_an_order_that_was_given_up_are_no_sale() -> None:
    given_up = order("b", ("placed", "refused"))
    assert list(banks.bank_of_stock({"SKU": 5}, {"SKU": Stock(3, 0, 2)}, [order(), given_up])) == []
    assert list(banks.bank_of_stock({"SKU": 5}, {}, [given_up])) == [
        "SKU had 5 pieces, and now Stock(available=0, held=0, sold=0)"
    ]


@pytest.mark.parametrize(("charges", "said"), [
    ([], "0 were taken for a, which is worth 500"),
    ([*both("captured"), *both("captured", attempt=2)], "a was captured 2 times"),
    ([*both("refunded"), *both("captured", attempt=2)], "a was captured 2 times"),
    ([charge("captured", 501), charge("captured", 501, theirs=False)], "501 were taken for a, which is worth 500"),
    ([*both("captured"), charge("authorized", attempt=2)], "money for a is still held on card 2"),
    ([charge("captured")], "we have None for a"),
    ([charge("captured"), charge("refunded", theirs=False)], "state='refunded'"),
    ([*both("captured"), charge("captured", order_id="z")], "500 were taken for z, which is worth 0"),
], ids=str)  # fmt: skip
def test_money_not_taken_taken_twice_or_kept_is_seen(charges: list[Charge], said: str) -> None:
    assert said in "\n".join(banks.bank_of_money(charges, [order()]))


def test_money_of_an_order_that_was_given_up_is_seen_unless_it_went_back() -> None:
    given_up = [order(states=("placed", "held", "paid", "cancelled"))]
    assert list(banks.bank_of_money(both("captured"), given_up)) == ["500 were taken for a, which is worth 0"]
    assert list(banks.bank_of_money([*both("refunded"), *both("declined", attempt=2)], given_up)) == []


@pytest.mark.parametrize(
    "states", [("held",), ("placed", "paid"), ("placed", "held", "held"), (*PAID, "refused")], ids=str
)
def test_a_way_that_is_not_drawn_is_seen(states: tuple[str, ...]) -> None:
    assert list(checkers.edges([order(states=PAID)])) == []
    assert len(list(checkers.edges([order(states=states)]))) == 1


def test_a_step_that_was_seen_and_is_forgotten_is_seen() -> None:
    assert list(checkers.register(GOOD, [order()])) == []
    back = history(read("a", ("placed", "held"), 1, 2), read("a", ("placed",), 3, 4))
    assert list(checkers.register(back, [order()])) == ["a forgot a step: ('placed',)"]
    other = history(read("a", ("placed", "refused"), 1, 2))
    assert len(list(checkers.register(other, [order()]))) == 1
    assert len(list(checkers.register(history(read("z", ("placed",), 1, 2)), [order()]))) == 1


def test_an_order_that_is_stuck_or_late_is_seen() -> None:
    assert list(checkers.check_settled([order()], STRUCK)) == []
    assert list(checkers.check_settled([order(states=("placed", "held"))], STRUCK)) == ["a is stuck as held"]
    assert list(checkers.check_settled([order()], BEGAN - 60)) == ["a was confirmed only 63 s after the last fault"]


LATER = BEGAN + checkers.SECOND_MAIL


@pytest.mark.parametrize(("times", "strikes", "condemned"), [
    ((), 0, True),
    ((BEGAN,), 0, False),
    ((BEGAN, BEGAN + 1), 9, True),
    ((BEGAN, LATER), 0, True),
    ((BEGAN, LATER), 1, False),
])  # fmt: skip
def test_a_mail_that_is_missing_or_came_twice_is_seen(times: tuple[float, ...], strikes: int, condemned: bool) -> None:
    sent = [Mail("a", "confirmed", at) for at in times]
    assert bool(list(checkers.mails(sent, [order()], strikes))) is condemned


def test_a_mail_about_something_that_never_happened_is_noticed() -> None:
    sent = [Mail("a", "confirmed", BEGAN), Mail("a", "cancelled", BEGAN)]
    assert list(checkers.mails(sent, [order()], 0)) == ["a mail that a is cancelled, which it never was"]


def test_a_dead_letter_is_seen() -> None:
    assert list(checkers.letters({"OrderDeadLetters": 0, "PaymentDeadLetters": 2})) == [
        "2 messages in PaymentDeadLetters"
    ]


def test_no_checker_is_forgotten() -> None:
    """What is broken in every way at once is condemned by each of them."""
    broken = order(states=("held", "sent"))
    books = Books(
        (broken,),
        {"SKU": Stock(9, 1, 0)},
        (charge("captured"),),
        (Mail("b", "confirmed", BEGAN),),
        {"OrderDeadLetters": 1},
    )
    ops = (checkout("k", OK, "b"), checkout("k", OK, "c"), read("a", ("placed",), 0, 1))
    said = checkers.anomalies(history(*ops), books, {"SKU": 5}, BEGAN - 100, 0)

    words = (
        "is lost",
        "has 2 orders",
        "had 5 pieces",
        "we have None",
        "began as",
        "was seen as",
        "after the last fault",
        "mail",
        "messages in",
    )
    assert [any(word in anomaly for anomaly in said) for word in words] == [True] * len(words)
