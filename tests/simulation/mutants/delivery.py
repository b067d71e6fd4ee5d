"""Bugs in the delivery zones: rules that are not kept, changes that are lost, and baskets that never hear of them."""

from tests.support.mutation import always, mutants, replace

_RATES, _TAX = "tests/backend/delivery/test_tax_rates.py", "tests/backend/basket/test_tax.py"
_ADDED = "tests/backend/basket/test_tax_added.py"
_RETURNS = "tests/backend/contracts/test_returns_with_added_tax.py"
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
            f"{_TESTS}::test_of_two_simultaneous_changes_one_is_refused",
        ),
    ),
    *mutants(
        "backend.delivery.versioned_item",
        (
            "who was overtaken is told that all is well",
            "check_same",
            replace("X != Y", "False"),
            f"{_TESTS}::test_of_two_who_saw_the_same_zones_the_later_is_refused_and_changes_nothing",
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
            f"{_RATES}::test_of_two_simultaneous_changes_one_is_refused",
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
        (
            "prices without tax are taken for ones that include it",
            "tax_lines",
            replace("X if Y else Z", "X"),
            f"{_ADDED}::test_tax_is_added_to_goods_and_delivery_by_the_rates_of_the_country",
        ),
        (
            "the tax that is added is told and not asked for",
            "_with_tax_on_top",
            replace("X + Y", "X"),
            f"{_ADDED}::test_a_voucher_pays_the_tax_too",
        ),
    ),
    *mutants(
        "backend.contracts.tax",
        (
            "tax that is added is rounded down",
            "added_tax",
            replace("X + 10_000", "X"),
            f"{_ADDED}::test_prices_discounts_delivery_and_tax_make_the_total_and_every_part_of_it",
        ),
        (
            "every order is taken for one whose tax was added",
            "added_part",
            replace("X if Y else 0", "X"),
            f"{_RETURNS}::test_an_old_order_includes_its_tax_although_only_its_sums_show_it",
        ),
    ),
    *mutants(
        "backend.contracts.paid_lines",
        (
            "a piece that goes back brings its price without the tax that was paid",
            "paid_for_lines",
            replace("not X", "True"),
            f"{_RETURNS}::test_a_piece_brings_its_price_with_the_tax_that_was_added_to_it",
        ),
        (
            "the tax of delivery goes back with the first pieces",
            "paid_for_lines",
            replace("X | {_DELIVERY: Y}", "X"),
            f"{_RETURNS}::test_lines_and_delivery_are_paid_at_least_at_their_prices_and_together_make_the_total",
        ),
    ),
    *mutants(
        "backend.contracts.shop",
        (
            "no service is told that tax is added",
            "prices_include_tax",
            replace("X != Y", "True"),
            f"{_ADDED}::test_delivery_is_free_from_a_sum_without_tax_and_charged_without",
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
