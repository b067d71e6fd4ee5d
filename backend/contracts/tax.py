"""Tax within prices that include it."""


def included_tax(total: int, rate: int) -> int:
    """Return the tax in a total of minor units, half up: total × rate / (100 % + rate).

    `rate` is in hundredths of a percent.
    """
    return (2 * total * rate + 10_000 + rate) // (2 * (10_000 + rate))
