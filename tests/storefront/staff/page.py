"""A page of the back office, read as people do."""

from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """A page's elements, and what its editor's form would send."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[dict[str, str]] = []
        self.form: dict[str, list[str]] = {}
        self._long = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found = {name: value or "" for name, value in attrs} | {"tag": tag}
        self.elements.append(found)
        if tag == "input" and "name" in found and found.get("type") != "checkbox":
            self.form.setdefault(found["name"], []).append(found.get("value", ""))
        if tag == "textarea":
            self._long = found["name"]
            self.form[self._long] = [""]

    def handle_data(self, data: str) -> None:
        if self._long:
            self.form[self._long][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            sent = self.form[self._long][0].replace("\r\n", "\n").replace("\r", "\n").removeprefix("\n")
            self.form[self._long], self._long = [sent.replace("\n", "\r\n")], ""


def one_variant(sku: str, price: str) -> dict[str, str]:
    """What the editor's form sends of a product with one variant and no options."""
    return {
        "options-TOTAL_FORMS": "0",
        "options-INITIAL_FORMS": "0",
        "variants-TOTAL_FORMS": "1",
        "variants-INITIAL_FORMS": "0",
        "variants-0-sku": sku,
        "variants-0-price": price,
        "variants-0-compare_at": "",
    }
