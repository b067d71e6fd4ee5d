"""The rules of codes: which promotion or voucher may be entered into a basket."""

from datetime import date

from backend.contracts.problem import Refused
from backend.contracts.promotion import discounts
from backend.contracts.promotion.models import MAX_CODES, Promotion
from backend.contracts.voucher import payments
from backend.contracts.voucher.models import MAX_VOUCHERS, Voucher


def enter_code(codes: tuple[str, ...], promotion: Promotion | None, today: date) -> tuple[str, ...]:
    """Return the codes with this one among them, once.

    Raises Refused: 404 unknown, 409 `code-expired`, `code-not-yet` or `code-used-up`, 422 for one too many.
    """
    if promotion is None or promotion.automatic:
        raise Refused(404, "unknown-code", "There is no such code", "Please check how it is written.")
    reason = discounts.find_calendar_obstacle(promotion, today.isoformat())
    if reason is not None:
        raise Refused(409, f"code-{reason}", "This code cannot be used", promotion.title)
    if promotion.code not in codes and len(codes) >= MAX_CODES:
        raise Refused(422, "too-many-codes", "The basket has too many codes", f"At most {MAX_CODES}; remove one first.")
    return tuple(dict.fromkeys((*codes, promotion.code)))


def enter_voucher(vouchers: tuple[str, ...], voucher: Voucher, today: date, currency: str) -> tuple[str, ...]:
    """Return the voucher ids with this one among them, once.

    Raises Refused: 409 `voucher-unusable` for one that cannot pay for anything, 422 for one too many.
    """
    if not payments.is_usable(voucher, today.isoformat(), currency):
        raise Refused(409, "voucher-unusable", "This gift voucher cannot be used", "It is spent, blocked or expired.")
    if voucher.id not in vouchers and len(vouchers) >= MAX_VOUCHERS:
        raise Refused(
            422, "too-many-vouchers", "The basket has too many vouchers", f"At most {MAX_VOUCHERS}; remove one first."
        )
    return tuple(dict.fromkeys((*vouchers, voucher.id)))
