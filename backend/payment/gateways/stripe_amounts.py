"""Amounts as Stripe expects them, which differ from the shop's minor units for a few currencies.

https://docs.stripe.com/currencies#zero-decimal and #special-cases
"""

from backend.payment.gateways.connection import OutcomeUnknown, ProviderRejected

_HUNDREDTHS = frozenset(["AFN", "ALL", "ISK", "LAK", "LBP", "MMK", "RSD", "SOS", "UGX", "YER"])
"""Prices here have no decimals (Unicode CLDR); Stripe counts two."""
_THOUSANDTHS = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
"""Three decimals, of which Stripe takes the first two: the last digit must be 0."""


def to_stripe(amount: int, currency: str) -> int:
    """Return the amount in Stripe's unit. Raise `ProviderRejected` for one that Stripe does not accept."""
    if currency in _THOUSANDTHS and amount % 10:
        raise ProviderRejected(f"amount {amount} {currency}: the last digit must be 0")
    return amount * _factor(currency)


def from_stripe(amount: int, currency: str) -> int:
    """Return the shop's minor units. Raise `OutcomeUnknown` for an amount that they cannot express."""
    whole, rest = divmod(amount, _factor(currency))
    if rest:
        raise OutcomeUnknown(f"amount {amount} {currency}: not in whole minor units")
    return whole


def _factor(currency: str) -> int:
    return 100 if currency in _HUNDREDTHS else 1
