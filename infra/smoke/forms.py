"""Reads forms, links and headings from a page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

_TYPED = ("hidden", "text", "email", "tel", "number", "password", "search", "")


@dataclass
class Form:
    """`fields`: what a browser would send unless somebody types; `can_be_sent`: it has a button that is enabled."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    can_be_sent: bool = False


class Document(HTMLParser):
    """A page at its address. Links and actions are whole addresses."""

    def __init__(self, url: str, text: str) -> None:
        super().__init__()
        self.url = url
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.heading = ""
        self._form: Form | None = None
        self._select = ""
        self._in_heading = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "a":
                self.links.append(urljoin(self.url, given.get("href", "")))
            case "h1":
                self._in_heading = not self.heading
            case "form":
                self._form = Form(urljoin(self.url, given.get("action", "")), given.get("method", "get").lower())
                self.forms.append(self._form)
            case "input" | "select" | "option" | "button" | "textarea" if self._form:
                self._control(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "h1":
            self._in_heading = False

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading = " ".join(f"{self.heading} {data}".split())

    def _control(self, form: Form, tag: str, attributes: dict[str, str]) -> None:
        name, value = attributes.get("name", ""), attributes.get("value", "")
        if tag == "button":
            form.can_be_sent |= attributes.get("type", "submit") == "submit" and "disabled" not in attributes
        elif tag == "select":
            self._select = name
        elif tag == "option":
            if "selected" in attributes or self._select not in form.fields:
                form.fields[self._select] = value
        elif attributes.get("type") == "submit":
            form.can_be_sent |= "disabled" not in attributes
        elif name and (tag == "textarea" or attributes.get("type", "") in _TYPED or "checked" in attributes):
            form.fields[name] = value or ("on" if "checked" in attributes else "")
