"""The names of a browser and its system, from the User-Agent. The text itself is not kept: only the names found in
these lists are."""

from django.http import HttpRequest
from django.utils.translation import gettext

LONGEST = 1000  # characters of a User-Agent that are looked at
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("YaBrowser/", "Yandex"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""A part of a User-Agent → the browser's name. The first that fits: most call themselves Chrome and Safari, too."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""The same for systems: Android calls itself Linux, too, and iPhones are like Mac OS X."""


def device_of(request: HttpRequest) -> dict[str, str]:
    """Return the names of the browser and the system that a request comes from; empty if unknown."""
    text = request.headers.get("User-Agent", "")[:LONGEST]
    return {"browser": _first(BROWSERS, text), "system": _first(SYSTEMS, text)}


def in_words(browser: str, system: str) -> str:
    """Return a device in words: `Firefox on Windows`."""
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("An unknown device")


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for part, name in names if part in text), "")
