"""Bugs in the promotions: uses that are counted wrong, held twice or lost."""

from tests.support.mutation import drop, drop_entry, edit_text, in_except, mutants, replace

_TESTS = "tests/backend/promotion"

BUGS = (
    *mutants(
        "backend.promotion.counts",
        ("a code is used once too often", "take", edit_text("#uses < #most", "#uses <= #most")),
        (
            "a use is given back that nobody took",
            "give_back",
            edit_text("#uses > :none", "#uses > :none OR #uses <= :none"),
            f"{_TESTS}/test_uses.py::test_a_use_is_given_back_only_where_one_was_taken",
        ),
        (
            "an order is refused a use that has come back",
            "check_used_up",
            edit_text("#uses >= #most", "#uses >= #most OR #uses < #most"),
            f"{_TESTS}/test_uses.py::test_nobody_is_refused_a_use_that_came_back_before_the_refusal_was_written",
        ),
        (
            "a shopper uses a code twice",
            "mark_person",
            drop_entry("ConditionExpression"),
            f"{_TESTS}/test_uses.py::test_each_shopper_uses_it_once_by_account_and_by_address",
        ),
    ),
    *mutants(
        "backend.promotion.uses",
        ("a use is held twice", "_new", drop_entry("ConditionExpression")),
        (
            "a use is given back twice",
            "_release_update",
            edit_text("#state = :held", "#state = :held OR attribute_exists(pk)"),
            f"{_TESTS}/test_uses.py::test_two_ends_at_once_give_one_use_back",
        ),
        (
            "an end before the order leaves no mark",
            "_try_release",
            replace("return dynamodb.transact_if([_new(X, UseState.RELEASED, Y)])", "return True"),
        ),
        ("a released use marks its shopper for ever", "_try_release", replace("[*X, *Y]", "X")),
        ("an order hears of its uses only once", "_try_hold", drop("_republish_if_missed(X)")),
        ("an old answer about uses is told under its old time", "_republish_if_missed", replace("replace(X, at=Y)", "X")),
        (
            "a hold of uses that lost the race counts as done",
            "_try_refuse",
            in_except("ClientError", replace("return X[0]", "return True")),
            f"{_TESTS}/test_uses.py::test_nobody_is_refused_a_use_that_came_back_before_the_refusal_was_written",
        ),
    ),
    *mutants(
        "backend.basket.checkout",
        ("a discount is shown and not given", "close", replace("replace(X, discount=Y)", "X")),
    ),
    *mutants(
        "backend.shared.copies",
        (
            "an old event brings a code back",
            "write_newer",
            edit_text("#a0 < :a0", "#a0 < :a0 OR #a0 >= :a0"),
            "tests/backend/basket/test_promotions.py::test_an_old_event_of_a_code_changes_nothing",
        ),
    ),
    *mutants(
        "backend.promotion.relay",
        ("nobody hears that a code is used up", "_changed_event", replace("msgspec.structs.replace(X, version=Y.version) == Y", "True"),
         f"{_TESTS}/test_promotion.py::test_others_hear_of_a_promotion_and_of_its_last_use_but_of_no_other"),
    ),
)  # fmt: skip
