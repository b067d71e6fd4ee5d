"""Bugs around guests' orders: their keys, and taking them along into an account."""

from tests.support.mutation import always, drop, mutants, never, replace

_TESTS = "tests/backend/order/test_guests.py"

BUGS = (
    *mutants(
        "backend.contracts.guest_keys",
        (
            "every order of a guest has the same key",
            "order_key",
            replace("f'order {X}'.encode()", "b'order'"),
            "tests/backend/basket/test_guest_checkout.py::test_each_order_has_a_key_of_its_own",
        ),
        (
            "the key is the owner that events name",
            "owner",
            replace("hashlib.sha256(X).digest()[:_BYTES].hex()", "X.decode().removeprefix('owner ')"),
            f"{_TESTS}::TestKey::test_the_owner_that_events_and_staff_know_opens_nothing",
        ),
    ),
    *mutants(
        "backend.order.handler",
        (
            "a guest's key is not looked at",
            "_owner",
            replace("guest_keys.owner(X)", "guest_keys.owner('0' * 32)"),
            f"{_TESTS}::TestKey::test_its_guest_reads_pays_again_and_cancels_as_a_shopper_would",
        ),
    ),
    *mutants(
        "backend.order.repository",
        ("a claimed order still opens by its key", "load_for_owner", never("shopper")),
        (
            "a history leaves out what was claimed",
            "_follow",
            replace("dynamodb.batch_get(X, ConsistentRead=True)", "[]"),
            f"{_TESTS}::TestClaim::test_a_claimed_order_is_in_the_account",
        ),
    ),
    *mutants(
        "backend.order.guests",
        ("an order goes into the account of another address", "claim", never("_same_address")),
        ("an order goes into two accounts", "claim", drop("raise repository.not_found()")),
    ),
    *mutants(
        "backend.shared.accounts",
        (
            "an address that was never confirmed counts",
            "read_account",
            always("email_verified"),
            f"{_TESTS}::TestClaim::test_an_account_with_another_or_unconfirmed_address_gets_nothing",
        ),
    ),
)
