"""What kinds of products there are."""

import enum


class ProductKind(enum.StrEnum):
    """What a product is: goods that are delivered, or gift vouchers, each worth its price, whose codes are mailed."""

    GOODS = "goods"
    VOUCHER = "voucher"
