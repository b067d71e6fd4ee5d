"""A visitor who buys one article: follows the shop's own forms, and types what they ask for."""

import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import requests

from infra.smoke.forms import Document, Form

TYPED = {
    "email": "success@simulator.amazonses.com",  # SES's own recipient, allowed in its sandbox; nobody reads it
    "name": "Smoke Test",
    "street": "Kastanienallee 7",
    "postal_code": "10435",
    "town": "Berlin",
    "country": "DE",
    "delivery": "standard",
    "number": "4242 4242 4242 4242",
    "expires": "12/49",
    "code": "123",
}
MOST_PAGES = 15  # of a checkout; more are a circle
TIMEOUT = 30  # seconds for a page
ADD = "/basket/add/"  # a page has more forms with an article, such as those for wishes and alerts
CONFIRMED = "It is yours."
Say = Callable[[str], None]


class SmokeFailed(Exception):
    """The shop does not sell; the message says where the visitor got stuck."""


class Visitor:
    """`credentials`: of an account, for a shop that asks to sign in; the hosted page's are username and password.

    `session`: what sends the requests, for a shop whose name does not resolve.
    """

    def __init__(
        self, url: str, say: Say, credentials: tuple[str, str] = ("", ""), session: requests.Session | None = None
    ) -> None:
        self.url, self._say, self._credentials = url.rstrip("/"), say, credentials
        self._session = session or requests.Session()
        self._session.headers["User-Agent"] = "shop-smoke-test"

    def buy(self, seconds: float) -> str:
        """Buy the first article that can be bought, and return the address of the confirmed order.

        Where the card has to be entered at a provider that takes no test card from us, return that page's address.
        Raises SmokeFailed.
        """
        self._open(f"{self.url}/healthz")
        self._say("the shop is up")
        page = self._check_out()
        if not self._is_order(page.url):
            self._say(f"as far as the card page of {urlsplit(page.url).hostname}: it takes no card from plain requests")
            return page.url
        self._say(f"ordered: {page.url}")
        return self._wait(page.url, seconds)

    def _check_out(self) -> Document:
        """Walk through the checkout, one form after another, until there is an order."""
        page = self._send(self._article(), {})
        page = self._open(f"{self.url}/checkout/")
        for _ in range(MOST_PAGES):
            if self._is_order(page.url):
                return page
            self._say(f"{urlsplit(page.url).path}: {page.heading}")
            form = self._step(page)
            if form is None:
                return page
            page = self._send(form, self._fill_form(form))
        raise SmokeFailed(f"The checkout goes in a circle; it was last at {page.url}")

    def _article(self) -> Form:
        """Return the form that puts the first article in stock into the basket."""
        for link in self._articles():
            for form in self._open(link).forms:
                if _path(form.action).endswith(ADD) and "sku" in form.fields and form.can_be_sent:
                    self._say(f"an article: {link}")
                    return form
        raise SmokeFailed(f"No article on {self.url}/ can be bought: has the catalogue been filled, with stock?")

    def _articles(self) -> Iterator[str]:
        links = dict.fromkeys(self._open(f"{self.url}/").links)
        return (link for link in links if urlsplit(link).path.startswith("/product/"))

    def _step(self, page: Document) -> Form | None:
        """Return the form that leads on: the one that sends to the page's own address.

        Elsewhere than at the shop, only a form that we can fill. Raises SmokeFailed.
        """
        own = [form for form in page.forms if form.method == "post" and _path(form.action) == _path(page.url)] or [
            form for form in page.forms if form.method == "post" and {"username", "number"} & form.fields.keys()
        ]
        if own:
            return own[0]
        if _host(page.url) != _host(self.url):
            return None
        raise SmokeFailed(f"{page.url} (“{page.heading}”) has no form that leads on")

    def _fill_form(self, form: Form) -> dict[str, str]:
        email, password = self._credentials
        if "password" in form.fields and not password:
            raise SmokeFailed(f"{form.action} asks for a password: name an account in SMOKE_EMAIL and SMOKE_PASSWORD")
        typed = {**TYPED, "username": email, "password": password}
        return {name: typed[name] for name in form.fields if name in typed}

    def _wait(self, url: str, seconds: float) -> str:
        """Ask for the order's page until it is confirmed."""
        end = time.monotonic() + seconds
        while CONFIRMED not in (heading := self._open(url).heading):
            if time.monotonic() > end:
                raise SmokeFailed(f"Not confirmed within {seconds:.0f} s: {url} says “{heading}”")
            time.sleep(1)
        self._say(f"confirmed: {heading}")
        return url

    def _is_order(self, url: str) -> bool:
        return _host(url) == _host(self.url) and urlsplit(url).path.startswith("/orders/")

    def _open(self, url: str) -> Document:
        return self._read("get", url, {})

    def _send(self, form: Form, typed: dict[str, str]) -> Document:
        return self._read(form.method, form.action, form.fields | typed)

    def _read(self, method: str, url: str, data: dict[str, str]) -> Document:
        try:
            # Checks of origin, and Django's of a form over TLS, ask where a form was sent from.
            headers = {"Referer": url, "Origin": f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"} if data else {}
            reply = self._session.request(method, url, data=data, headers=headers, timeout=TIMEOUT)
        except requests.RequestException as error:
            raise SmokeFailed(f"{url}: {error}") from None
        if reply.status_code >= 400:
            raise SmokeFailed(f"{reply.url} answers {reply.status_code}: {Document(reply.url, reply.text).heading}")
        return Document(reply.url, reply.text)


def _path(url: str) -> str:
    return urlsplit(url).path


def _host(url: str) -> str:
    return urlsplit(url).netloc
