"""What vouchers pay of an order, as it is stored, and what they may be worth."""

from backend.contracts.problem import FieldError, Refused
from backend.contracts.types import Model
from backend.contracts.voucher.models import HoldState, VoucherPayment, value_range


def check_value(value: int, currency: str) -> None:
    """Raise Refused 422 for a voucher that would be worth too little or too much."""
    least, most = value_range(currency)
    if not least <= value <= most:
        error = FieldError(field="value", message=f"A gift voucher is worth {least} to {most} minor units")
        raise Refused(422, "invalid", "The voucher is not right", errors=(error,))


class Refund(Model, frozen=True):
    """What went back to vouchers for the order's return of this number."""

    number: int
    payments: tuple[VoucherPayment, ...]


class Hold(Model, frozen=True, omit_defaults=True, kw_only=True):
    """What vouchers pay of an order. Every write increments `version`."""

    order_id: str
    owner: str
    state: HoldState
    at: str
    currency: str = ""
    payments: tuple[VoucherPayment, ...] = ()
    refunds: tuple[Refund, ...] = ()
    version: int = 1

    @property
    def refunds_paid(self) -> tuple[VoucherPayment, ...]:
        return tuple(payment for refund in self.refunds for payment in refund.payments)
