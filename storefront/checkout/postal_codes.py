"""Each country's rule for postal codes, in words."""

from backend.contracts.postal_codes import RULES
from storefront.web.countries import in_a_sentence

_NUMBERS = {3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}


def is_required(country: str) -> bool:
    """Return whether the country asks for a postal code."""
    return country not in RULES or RULES[country].required


def hint(country: str) -> str:
    """Return what to type, below the field's name; empty for a country we do not know."""
    if country not in RULES:
        return ""
    rule, digits = RULES[country], _digits(country)
    words = f"{digits.capitalize()}, such as {rule.example}" if digits else f"Such as {rule.example}"
    return f"{words}." if rule.required else f"{words}. Leave it empty if you do not know it."


def explain_invalid(country: str) -> str:
    """Return what is wrong with a code that is none of the country's."""
    rule, digits = RULES[country], _digits(country)
    how = f"has {digits}, such as" if digits else "is written like"
    words = f"In {in_a_sentence(country)} a postal code {how} {rule.example}"
    return f"{words}." if rule.required else f"{words}. You may leave it empty."


def _digits(country: str) -> str:
    """`five digits` where the country's codes are digits and nothing else."""
    (shape, *others), prefix = RULES[country].shapes, RULES[country].prefix
    bare = shape.replace(" ", "").replace("-", "")
    return f"{_NUMBERS[len(bare)]} digits" if set(bare) == {"9"} and not others and not prefix else ""
