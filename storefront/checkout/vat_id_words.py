"""Explanations of VAT IDs."""

from django.utils.translation import gettext

from backend.contracts.vat_ids import EXAMPLES, is_known
from storefront.web.countries import in_a_sentence


def hint(country: str) -> str:
    """Return what to type, and what becomes of it."""
    use = gettext("We print it on the invoice.")
    if country not in EXAMPLES:
        return use
    return " ".join((gettext("Such as %(example)s.") % {"example": EXAMPLES[country]}, use))


def explain_invalid(country: str) -> str:
    """Return what is wrong with a number that is no VAT ID."""
    words = gettext("This is no VAT ID of %(country)s, or of the country whose letters it begins with.")
    text = words % {"country": in_a_sentence(country)}
    if not is_known(country):
        return " ".join((text, gettext("You may leave it empty.")))
    if country not in EXAMPLES:
        return text
    return " ".join((text, gettext("One is written like %(example)s.") % {"example": EXAMPLES[country]}))
