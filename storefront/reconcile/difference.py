"""What `manage.py reconcile` finds."""

import msgspec


class Difference(msgspec.Struct, frozen=True):
    """`about` is an order's id or a SKU; `what` says in words who says what, `kind` in one, `by` how many pieces or
    cents too much."""

    about: str
    kind: str
    what: str
    by: int = 0

    @property
    def mark(self) -> tuple[str, str, int]:
        """What is the same at every look, however much else goes on: a SKU that is off by one stays off by one while it
        sells."""
        return self.about, self.kind, self.by
