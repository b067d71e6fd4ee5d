"""Codes of gift vouchers, and the ids that stand for them wherever the code itself need not be known."""

import base64
import hashlib
from typing import Annotated

from msgspec import Meta

CODE_LENGTH = 16
"""Characters of a code, of 5 random bits each: 80 bits."""
ID_LENGTH = 24

VoucherCode = Annotated[str, Meta(pattern=r"^[A-Z2-7]{16}$(?!\n)", description="a gift voucher's code: 80 random bits")]
VoucherId = Annotated[
    str, Meta(pattern=r"^[A-Z2-7]{24}$(?!\n)", description="120 bits of a digest of a gift voucher's code")
]
WithdrawalId = Annotated[
    str, Meta(pattern=r"^[A-Z2-7]{24}-[0-9]{1,9}$(?!\n)", description="a gift voucher's id, and its version before")
]
Hint = Annotated[str, Meta(pattern=r"^[A-Z2-7]{4}$(?!\n)", description="the last characters of a gift voucher's code")]
_ID_BYTES = 15


def voucher_id(code: str) -> str:
    """Return the id of the voucher with this code: nobody can tell the code from it."""
    return base64.b32encode(hashlib.sha256(f"voucher {code}".encode()).digest()[:_ID_BYTES]).decode()


def hint(code: str) -> str:
    """Return what a person may recognize the code by."""
    return code[-4:]


def group_code(code: str) -> str:
    """Return the code as it is printed: `ABCD-EFGH-IJKL-MNOP`."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
