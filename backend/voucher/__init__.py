"""The voucher service: gift vouchers, what they pay of orders, and the ledger of each."""
