"""VAT IDs in words."""

from backend.contracts.vat_ids import EXAMPLES
from storefront.web.countries import in_a_sentence


def hint(country: str) -> str:
    """Return what to type, and what becomes of it."""
    example = f"Such as {EXAMPLES[country]}. " if country in EXAMPLES else ""
    return f"{example}We print it on the invoice."


def explain_invalid(country: str) -> str:
    """Return what is wrong with a number that is no VAT ID."""
    words = f"This is no VAT ID of {in_a_sentence(country)}, or of the country whose letters it begins with"
    return f"{words}. One is written like {EXAMPLES[country]}." if country in EXAMPLES else f"{words}."
