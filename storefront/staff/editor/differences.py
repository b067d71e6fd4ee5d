"""What somebody else has changed since the form was filled."""

from backend.contracts.product.models import Product
from storefront.staff.editor import initial
from storefront.staff.editor.draft import TEXTS, Draft, VariantRow


def differences(product: Product, mine: Draft) -> list[tuple[str, str, str]]:
    """Return where the product as it is now differs from what was typed: the field, what it is, what was typed."""
    theirs = initial.initial_draft(product)
    found = [
        (name.capitalize(), theirs.texts[name], mine.texts[name])
        for name in TEXTS
        if theirs.texts[name] != mine.texts[name]
    ]
    ours = {row.sku: row for row in mine.filled}
    known = {row.sku: row for row in theirs.filled}
    for sku in dict.fromkeys([*known, *ours]):
        now, then = (_describe(rows.get(sku)) for rows in (known, ours))
        if now != then:
            found.append((sku, now, then))
    return found


def _describe(row: VariantRow | None) -> str:
    if row is None:
        return "not there"
    return (
        f"{row.price}{f' instead of {row.compare_at}' if row.compare_at else ''}"
        f"{''.join(f' · {value}' for value in row.values)}"
    )
