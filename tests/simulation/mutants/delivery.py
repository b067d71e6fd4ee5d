"""Bugs in the delivery zones: rules that are not kept, changes that are lost, and baskets that never hear of them."""

from tests.support.mutation import always, mutants, replace

_RATES, _TAX = "tests/backend/delivery/test_tax_rates.py", "tests/backend/basket/test_tax.py"
_TESTS, _BASKET = "tests/backend/delivery/test_delivery.py", "tests/backend/basket/test_delivery_zones.py"

BUGS = (
    *mutants(
        "backend.delivery.domain",
        (
            "a country is in two zones",
            "_country_errors",
            replace("X in Y", "False"),
            f"{_TESTS}::test_a_country_is_in_one_zone_only",
        ),
        (
            "home is not delivered to",
            "_country_errors",
            replace("HOME_COUNTRY not in X", "False"),
            f"{_TESTS}::test_home_is_always_delivered_to_and_no_zone_is_empty",
        ),
        (
            "a price that slipped by a digit is taken",
            "_way_errors",
            replace("X.price > Y", "False"),
            f"{_TESTS}::test_a_sum_that_slipped_by_a_digit_is_refused_at_its_field",
        ),
    ),
    *mutants(
        "backend.delivery.repository",
        (
            "who lost a race for the zones is told that all is well",
            "put",
            always("replace"),
            f"{_TESTS}::test_of_two_at_the_same_moment_one_is_told",
        ),
    ),
    *mutants(
        "backend.delivery.versioned_item",
        (
            "who was overtaken is told that all is well",
            "check_same",
            replace("X != Y", "False"),
            f"{_TESTS}::test_of_two_who_saw_the_same_zones_the_later_is_told_and_changes_nothing",
        ),
    ),
    *mutants(
        "backend.basket.delivery_zones",
        (
            "baskets never hear of other zones",
            "_read",
            replace("X if Y else DEFAULT", "DEFAULT"),
            f"{_BASKET}::test_prices_days_and_what_is_free_are_those_that_staff_set",
        ),
    ),
    *mutants(
        "backend.basket.delivery",
        (
            "an order goes where nobody delivers",
            "_ways",
            replace("Y.find(X) is None", "False"),
            f"{_BASKET}::test_a_country_in_no_zone_is_refused_with_those_that_are_and_nothing_is_changed",
        ),
    ),
    *mutants(
        "backend.delivery.tax_repository",
        (
            "who lost a race for the rates of tax is told that all is well",
            "put",
            always("replace"),
            f"{_RATES}::test_of_two_at_the_same_moment_one_is_told",
        ),
    ),
    *mutants(
        "backend.basket.tax_rates",
        (
            "baskets never hear of other rates of tax",
            "_read",
            replace("X if Y else DEFAULT_RATES", "DEFAULT_RATES"),
            f"{_TAX}::test_an_order_has_its_tax_at_each_rate_and_each_line_its_own",
        ),
    ),
    *mutants(
        "backend.basket.tax",
        (
            "articles are taxed twice",
            "tax_lines",
            replace("X + Y[Z]", "X + X"),
            f"{_TAX}::test_articles_are_taxed_by_their_class_and_delivery_with_them",
        ),
        (
            "all articles are taxed as prints are",
            "goods_by_rate",
            replace("X.rate(Y, Z)", "X.rate(Y)"),
            f"{_TAX}::test_articles_are_taxed_by_their_class_and_delivery_with_them",
        ),
    ),
    *mutants(
        "backend.contracts.delivery.zones",
        (
            "euro are taken for yen",
            "in_currency",
            replace("Y.currency == X", "True"),
            f"{_TESTS}::test_zones_outlive_a_change_of_the_stages_currency_with_round_sums",
        ),
    ),
)
