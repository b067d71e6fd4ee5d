"""Why the basket service refuses something is said in the page's words, never in the service's English."""

import re
from pathlib import Path

from django.utils import translation

from backend.contracts.problem import Problem
from storefront.basket.notices import explain_refusal

SERVICE = Path(__file__).parents[3] / "backend" / "basket"
TOLD_OTHERWISE = {"order-changed", "total-changed", "key-reused", "not-signed-in", "address-book-full", "invalid"}
"""Each leads to a page that says it: the last look, the order, the sign-in, and the forms of addresses."""


def test_every_refusal_of_the_basket_service_has_words_in_every_language() -> None:
    code = "".join(path.read_text() for path in SERVICE.glob("*.py"))
    types = set(re.findall(r'Refused\(\s*\d+,\s*"([a-z-]+)"', code)) - TOLD_OTHERWISE
    assert len(types) > 10
    for language in ("de", "fr"):
        with translation.override(language):
            said = {each: explain_refusal(Problem(type=each, title="As it came", status=409)) for each in types}
        assert {each: text for each, text in said.items() if "As it came" in text} == {}
