"""Bugs that are put into the running shop: who may pass, what is done once, and what becomes of messages that fail."""

from tests.simulation.survivors import find_mutants
from tests.support.mutation import Mutant, edit_text, in_except, never, replace, returns

SHOPPERS_PASS_FOR_STAFF = Mutant(
    "shoppers pass for staff", "backend.shared.http", "_check_role", replace("roles_of(X)", "{'owner'}")
)
A_PART_OF_A_GROUP_WILL_DO = Mutant(
    "a group whose name contains that of the staff passes for it",
    "backend.shared.http",
    "_check_role",
    replace("_groups(X)", "X.replace(',', ' ').strip('[]').split()"),
)
A_KEY_IS_FORGOTTEN = Mutant("a checkout forgets its key", "backend.basket.checkout", "find_earlier", never("key"))
AN_ORDER_IS_PLACED_OVER = Mutant(
    "an order is placed over",
    "backend.order.repository",
    "place",
    edit_text("attribute_not_exists(pk)", "attribute_not_exists(nothing)"),
)
POISON_FAILS_ITS_BATCH = Mutant(
    "poison fails its whole batch",
    "backend.shared.consumer",
    "event_consumer.consume",
    in_except("Exception", replace("return False", "raise")),
)
FAULTS_ARE_TOLD = Mutant(
    "a body that is no JSON is the shop's fault",
    "backend.shared.request_body",
    "read_body",
    replace("(ValueError, RecursionError)", "RecursionError"),
)
A_BASKET_IS_WRITTEN_OVER, LATE_STOCK_OVERWRITES, POISON_IS_SWALLOWED = find_mutants(
    ["a basket is written over", "late stock overwrites", "a failed message is taken for done"]
)


def orders_of_one(shopper: str) -> Mutant:
    """Give everybody the orders of one shopper."""
    return Mutant(
        "orders are found by id alone", "backend.order.handler", "_owner", returns(repr(f"shopper#{shopper}"))
    )


def basket_of_one(guest: str) -> Mutant:
    """Give all guests the basket of one of them."""
    return Mutant("all guests share a basket", "backend.basket.handler", "_owner", replace("X.guest_id", repr(guest)))


BUGS = (
    SHOPPERS_PASS_FOR_STAFF, A_PART_OF_A_GROUP_WILL_DO, A_KEY_IS_FORGOTTEN, AN_ORDER_IS_PLACED_OVER, POISON_FAILS_ITS_BATCH,
    FAULTS_ARE_TOLD, A_BASKET_IS_WRITTEN_OVER, LATE_STOCK_OVERWRITES, POISON_IS_SWALLOWED, orders_of_one("a"), basket_of_one("a"),
)  # fmt: skip
