"""The rules for postal codes of each country, in words."""

from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from backend.contracts.postal_codes import RULES, WITHOUT_CODES
from storefront.web.countries import in_a_sentence

_DIGITS = {
    3: gettext_lazy("three digits"),
    4: gettext_lazy("four digits"),
    5: gettext_lazy("five digits"),
    6: gettext_lazy("six digits"),
    7: gettext_lazy("seven digits"),
    8: gettext_lazy("eight digits"),
}


def is_required(country: str) -> bool:
    """Return whether the country asks for a postal code."""
    return country not in WITHOUT_CODES and (country not in RULES or RULES[country].required)


def hint(country: str) -> str:
    """Return what to type, below the field's name; empty for a country we do not know."""
    if country not in RULES:
        return ""
    rule, digits = RULES[country], _digits(country)
    text = gettext("%(digits)s, such as %(example)s.") if digits else gettext("Such as %(example)s.")
    words = text % {"digits": capfirst(digits), "example": rule.example}
    return words if rule.required else " ".join((words, gettext("Leave it empty if you do not know it.")))


def explain_invalid(country: str) -> str:
    """Return what is wrong with a code that does not exist in the country."""
    rule, digits = RULES[country], _digits(country)
    text = (
        gettext("In %(country)s a postal code has %(digits)s, such as %(example)s.")
        if digits
        else gettext("In %(country)s a postal code is written like %(example)s.")
    )
    words = text % {"country": in_a_sentence(country), "digits": digits, "example": rule.example}
    return words if rule.required else " ".join((words, gettext("You may leave it empty.")))


def _digits(country: str) -> str:
    """`five digits` where the country's codes are digits and nothing else."""
    (shape, *others), prefix = RULES[country].shapes, RULES[country].prefix
    bare = shape.replace(" ", "").replace("-", "")
    return str(_DIGITS[len(bare)]) if set(bare) == {"9"} and not others and not prefix else ""
