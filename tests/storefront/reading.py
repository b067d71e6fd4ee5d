"""Reading a page as people do."""

import re
from html import unescape

from django.http import HttpResponse


def text(response: HttpResponse) -> str:
    """What a reader sees, on one line; not what a script may show later."""
    shown = re.sub(r"<section[^>]* hidden>.*?</section>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def value(response: HttpResponse, name: str) -> str:
    """What the first field of this name holds."""
    found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', response.content.decode())
    assert found, f"no field {name}"
    return unescape(found[1])
