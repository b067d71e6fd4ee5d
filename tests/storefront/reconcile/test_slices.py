"""A comparison that takes several runs: each is bounded, and together they find what one look at everything finds."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from backend.contracts.inventory.models import HeldLine, Hold, Stock
from backend.contracts.inventory.states import HoldState
from backend.contracts.order.models import OrderReturn
from backend.contracts.order.operations import LIST_ALL_ORDERS
from backend.contracts.order.states import ReturnState, State
from backend.contracts.payment.states import PaymentState
from backend.contracts.promotion.models import Use, UseState
from backend.contracts.voucher.models import HoldState as VoucherHoldState
from backend.contracts.voucher.models import VoucherHold
from storefront.reconcile import slices
from storefront.reconcile.books import Books, differences
from storefront.reconcile.difference import Difference
from storefront.reconcile.looks import LOOKS
from storefront.reconcile.pages import LISTS, READ
from storefront.reconcile.parts import PARTS, cut, join
from storefront.reconcile.slices import Progress
from tests.storefront.reconcile.memory_shelf import MemoryShelf
from tests.storefront.reconcile.shop_books import ADA, ID, THEN, order, payment_of, stock
from tests.storefront.reconcile.test_voucher_ledger import pays, voucher

BEGAN, LATER = "2026-11-04T02:02:00.000Z", "2026-11-04T02:03:00.000Z"
FEW = 7
"""Pages of a run in these tests."""


class Page(msgspec.Struct):
    items: tuple[Any, ...]
    next: str | None
    unreadable: tuple[str, ...] = ()


class Services:
    """Answers with these books, page by page, and counts the pages."""

    def __init__(self, books: Books) -> None:
        self.books, self.asked = books, 0

    def __call__(self, operation: Any, query: Any) -> Any:
        self.asked += 1
        name, start = LISTS[READ.index(operation)], int(query.cursor or 0)
        entries = getattr(self.books, name)
        end = start + query.limit
        unreadable = self.books.unreadable if name == "orders" and not start else ()
        return Page(entries[start:end], str(end) if end < len(entries) else None, unreadable)


def shop_of(count: int, **changed: Any) -> Books:
    """So many orders, all right; every hundredth is not: its pieces are back, or nobody paid for it, or it is gone."""
    ids = [f"{number:028x}" for number in range(count)]
    orders = tuple(replace(order(State.CONFIRMED), id=each) for each in ids if int(each, 16) % 300 != 200)
    line = (HeldLine(sku="DOTS", quantity=2),)
    state = lambda number: HoldState.BACK if number % 300 == 0 else HoldState.SOLD  # noqa: E731
    holds = tuple(
        Hold(order_id=each, state=state(number), at=THEN, lines=line if state(number) is HoldState.SOLD else ())
        for number, each in enumerate(ids)
    )
    payments = tuple(
        replace(payment_of(PaymentState.CAPTURED), order_id=each)
        for number, each in enumerate(ids)
        if number % 300 != 100
    )
    sold = 2 * sum(hold.state is HoldState.SOLD for hold in holds)
    whole = Books(orders=orders, holds=holds, payments=payments, stock=(stock(sold=sold),))
    return replace(whole, **changed)


def compare(
    services: Services, shelf: slices.Shelf, progress: Progress, each_run: Callable[[int], None] = lambda asked: None
) -> tuple[Progress, list[Difference]]:
    """One run after another, until the comparison is over; each keeps its progress as JSON."""
    found: list[Difference] = []
    slices.save(slices.begin(progress, BEGAN), shelf)
    while (progress := slices.load(shelf)).began:
        before = services.asked
        progress, more = slices.go_on(progress, shelf, services, FEW)
        slices.save(progress, shelf)
        found += more
        each_run(services.asked - before)
    return progress, found


@pytest.mark.parametrize("count", [0, 99, 1_000, 5_000])
def test_a_run_asks_for_so_many_pages_at_the_most_however_many_orders_there_are(count: int) -> None:
    asked: list[int] = []
    services = Services(shop_of(count))
    compare(services, MemoryShelf(), Progress(), asked.append)
    assert max(asked) <= FEW
    pages = sum(max(1, -(-len(getattr(services.books, name)) // 100)) for name in LISTS)
    assert sum(asked) == services.asked == pages  # and no page twice


@pytest.mark.parametrize("count", [0, 99, 1_000, 5_000])
def test_all_slices_together_find_what_one_look_at_everything_finds(count: int) -> None:
    books = shop_of(count, unreadable=("f" * 28,))
    _, found = compare(Services(books), MemoryShelf(), Progress())
    wanted = differences(books, BEGAN, BEGAN)
    assert len(wanted) == 1 + sum(number % 300 in (0, 100, 200) for number in range(count)) + sum(
        number % 300 == 200
        for number in range(count)  # no order: its pieces and its money
    )
    assert sorted(found, key=repr) == sorted(wanted, key=repr)


def test_a_failed_run_is_repeated_and_nothing_is_lost_or_mailed_twice() -> None:
    books, shelf = shop_of(1_000), MemoryShelf()
    services = Services(books)
    slices.save(slices.begin(Progress(), BEGAN), shelf)
    found: list[Difference] = []
    while (progress := slices.load(shelf)).began:
        slices.go_on(progress, shelf, services, FEW)  # and dies before it has kept how far it is
        progress, more = slices.go_on(progress, shelf, services, FEW)
        slices.save(progress, shelf)
        found += more
    assert sorted(found, key=repr) == sorted(differences(books, BEGAN, BEGAN), key=repr)


def test_a_run_that_dies_while_it_reads_leaves_what_it_has_read_to_the_next_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Slow(Services):
        """Lets a run ask for so many pages, and ends it then, as Lambda ends one that takes too long."""

        left = FEW

        def __call__(self, operation: Any, query: Any) -> Any:
            if not self.left:
                raise TimeoutError
            self.left -= 1
            return super().__call__(operation, query)

    monkeypatch.setattr(slices, "TOGETHER", 2)
    books, shelf = shop_of(1_000), MemoryShelf()
    services, found = Slow(books), list[Difference]()
    slices.save(slices.begin(Progress(), BEGAN), shelf)
    for _ in range(50):
        services.left = FEW
        try:
            progress, found = slices.go_on(slices.load(shelf), shelf, services, 10_000)
        except TimeoutError:
            continue
        break
    assert sorted(found, key=repr) == sorted(differences(books, BEGAN, BEGAN), key=repr)
    assert not progress.began


def test_an_order_that_changes_while_its_books_are_read_is_left_to_the_next_comparison() -> None:
    changed = replace(order(State.CONFIRMED, LATER), id="0" * 28)
    progress, found = compare(Services(Books(orders=(changed,))), MemoryShelf(), Progress())
    assert found == []
    assert progress.done_on == BEGAN[:10]
    stuck = replace(order(State.PLACED, "2026-11-03T02:00:00.000Z"), id="0" * 28)
    waiting = replace(order(State.PLACED, LATER), id="1" * 28)
    _, found = compare(Services(Books(orders=(stuck, waiting))), MemoryShelf(), Progress())
    assert [each.kind for each in found] == ["stuck"]


def test_money_that_staff_give_back_between_two_slices_is_no_difference() -> None:
    before = Books(
        orders=(order(State.SENT),),
        holds=(Hold(order_id=ID, state=HoldState.SOLD, at=THEN, lines=()),),
        payments=(payment_of(PaymentState.CAPTURED),),
    )
    money_back = OrderReturn(number=1, state=ReturnState.RECEIVED, at=LATER, lines=(), refund=500, by_shop=True)
    services = Services(before)

    def ask(operation: Any, query: Any) -> Any:
        if operation is LIST_ALL_ORDERS:  # hours after payments were read
            services.books = replace(before, orders=(replace(order(State.SENT), returns=(money_back,)),))
        return services(operation, query)

    _, found = slices.go_on(slices.begin(Progress(), BEGAN), MemoryShelf(), ask, 1_000)
    assert found == []


def test_an_amount_is_reported_once_it_was_off_by_as_much_in_three_comparisons_in_a_row() -> None:
    def found(*off: int) -> list[list[str]]:
        """What each of several comparisons tells of a shop whose stock is off by so much."""
        progress, told = Progress(), []
        for each in off:
            services = Services(Books(stock=(Stock(sku="DOTS", available=1, held=0, sold=each, version=1),)))
            progress, differences = compare(services, MemoryShelf(), progress)
            told.append([difference.what for difference in differences])
        return told

    assert LOOKS == 3
    assert found(1, 2, 1, 0) == [[], [], [], []]
    assert found(1, 1, 0, 1) == [[], [], [], []]
    assert found(1, 1, 1, 1)[1:] == [[], ["has 1 sold, and its orders have 0"], ["has 1 sold, and its orders have 0"]]


def test_all_that_there_is_of_an_order_is_in_one_part_and_nothing_that_tells_who_bought() -> None:
    id = "a" * 28
    books = Books(
        orders=(order(State.CONFIRMED),),
        holds=(Hold(order_id=id, state=HoldState.SOLD, at=THEN, lines=()),),
        payments=(payment_of(PaymentState.CAPTURED),),
        uses=(Use(order_id=id, state=UseState.HELD, at=THEN, codes=("TEN",)),),
        voucher_holds=(VoucherHold(order_id=id, state=VoucherHoldState.HELD, at=THEN, payments=()),),
        unreadable=(id,),
    )
    ((part, piece),) = cut(books).items()
    assert part < PARTS
    kept = msgspec.json.encode(piece).decode()
    for told in (ADA.name, ADA.email, ADA.street, "shopper#ada"):
        assert told not in kept
    assert join([piece, piece]) == piece


def test_a_vouchers_balance_is_what_is_left_of_it_after_the_orders_of_all_parts() -> None:
    orders = [f"{number:028x}" for number in range(3)]
    spent = tuple(
        VoucherHold(order_id=each, state=VoucherHoldState.HELD, at=THEN, payments=pays(500)) for each in orders
    )
    paid_by_it = tuple(
        replace(order(State.CONFIRMED), id=each, subtotal=500, total=500, vouchers=pays(500)) for each in orders
    )
    pieces = tuple(Hold(order_id=each, state=HoldState.SOLD, at=THEN, lines=()) for each in orders)
    for left, kinds in ((3_500, []), (3_400, ["voucher"])):
        progress = Progress()
        books = Books(orders=paid_by_it, holds=pieces, voucher_holds=spent, vouchers=(voucher(left),))
        for _ in range(LOOKS):
            progress, found = compare(Services(books), MemoryShelf(), progress)
        assert [each.kind for each in found] == kinds
