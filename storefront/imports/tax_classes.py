"""What a file says of a product's tax: the classes that it may be of, first the one that a new product gets."""

from backend.contracts.slug import slug
from backend.contracts.tax import TaxClass

TaxClasses = tuple[TaxClass, ...]

ANY: TaxClasses = tuple(TaxClass)
"""What a file that says nothing allows."""

TAXED: TaxClasses = tuple(each for each in TaxClass if each is not TaxClass.ZERO)
"""What a file allows that says of a product that it is taxed, but not how."""

_CLASSES = {each.value: each for each in TaxClass} | {f"{each.value}-rate": each for each in TaxClass}


def by_name(name: str) -> TaxClass | None:
    """Return the class of a name in any case and spacing, such as `Reduced rate`; None where the shop has none."""
    return _CLASSES.get(slug(name))


def explain(name: str) -> tuple[str, ...]:
    """Return what is to be known of a name that a file gives: nothing of one that the shop knows, or of none at all."""
    if not name.strip() or by_name(name):
        return ()
    return (f"the shop has no class of tax called {name[:40]!r}: choose one",)


def explain_variants(head: TaxClasses, variants: list[TaxClasses]) -> str:
    """Return what is to be known of variants that are taxed differently: a product has one class."""
    if set(head).intersection(*variants):
        return ""
    return f"its variants are taxed differently: all of them are of the class {head[0]} here"
