"""The voucher service's contract: gift vouchers and what they pay of orders."""
