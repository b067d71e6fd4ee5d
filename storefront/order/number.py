"""An order's number as people read it out: the last eight hex digits of its id, in two groups."""


def number(order_id: str) -> str:
    """`…0d1e2f3a` → `0D1E-2F3A`."""
    return f"{order_id[-8:-4]}-{order_id[-4:]}".upper()
