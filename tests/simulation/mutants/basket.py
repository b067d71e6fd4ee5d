"""Bugs in the basket: its writes, its checkout, and its copy of the offers."""

from tests.support.mutation import (
    always,
    drop_argument,
    edit_text,
    mutants,
    never,
    replace,
    returns,
    set_argument,
)

_TESTS = "tests/backend/basket"

BUGS = (
    *mutants(
        "backend.basket.service",
        ("a retried checkout is a new one", "check_out", never("find_earlier")),
        ("a checkout keeps the basket full", "check_out", drop_argument("replace", "lines")),
        (
            "a checkout forgets its event",
            "check_out",
            replace("repository.replace(W, X, Y, Z)", "lines.replace(W, X, Y)"),
        ),
        ("a checkout is answered before it is written", "check_out", always("replace")),
    ),
    *mutants(
        "backend.shared.versions",
        (
            "a basket is written over",
            "put_if_unchanged",
            edit_text("version = :version", "version = :version OR version <> :version"),
        ),
    ),
    *mutants(
        "backend.basket.repository",
        (
            "a new line does not count as a change of the basket",
            "_PUT",
            edit_text("if_not_exists(#version, :zero) + :one", "if_not_exists(#version, :one) + :zero"),
        ),
        ("a basket is read stale", "read", drop_argument("get_item", "ConsistentRead")),
    ),
    *mutants(
        "backend.basket.checkout",
        ("a checkout forgets its key", "remember", returns("X[:-1]")),
        (
            "a sold-out article can be ordered",
            "_check",
            replace("UNAVAILABLE", "[Change.WITHDRAWN]"),
            f"{_TESTS}/test_checkout.py::test_a_sold_out_article_is_refused_by_name_whatever_total_was_agreed_to",
        ),
        (
            "an order costs another total than was agreed to",
            "close",
            set_argument("BasketCheckedOut", "total", "X + 1"),
        ),
    ),
    *mutants(
        "backend.basket.agreement",
        (
            "an order is not held against what was agreed to",
            "check",
            never("agreed"),
            f"{_TESTS}/test_agreement.py::test_another_article_at_the_same_price_is_refused_by_name",
        ),
    ),
    *mutants(
        "backend.basket.offers",
        ("stock is not kept", "save_stock", replace("{STOCK: X}", "{}")),
    ),
)
