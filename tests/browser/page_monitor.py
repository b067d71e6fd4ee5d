"""What a page must not do, noted while it is used."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response


@dataclass
class Watch:
    """`seen` is every slip so far. `login` is the hosted login's host, whose pages are not ours.

    `also` are hosts that belong to the test. `allowed` texts are no slip: a test that provokes one names it.
    """

    shop: str
    login: str
    also: set[str] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    allowed: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Watches a page. Broken policies are errors of Chromium's console."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _note(self, slip: str) -> None:
        if not any(text in slip for text in self.allowed):
            self.seen.append(slip)

    def _console(self, message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        # a page with a status of its own, such as a 404
        said = "Failed to load resource" in message.text and url in self.pages
        if message.type == "error" and urlsplit(url).netloc != self.login and not said:
            self._note(f"console: {message.text} at {url}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc not in {self.shop, self.login, *self.also}:
            self._note(f"another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.pages.add(response.url)
        if response.status >= 500:
            self._note(f"{response.status} from {response.url}")
