"""Sales that last from one time to another: what a price is today."""

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from backend.contracts.shop import TIME_ZONE
from storefront.imports.entry import Price

_ZONE = ZoneInfo(TIME_ZONE)


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def of_window(price: str, sale: str, window: str) -> Price:
    """Return the price where a sale's window is `start/end` in ISO 8601, as in Google's feeds.

    Without an offset the shop's clock counts.

    Outside the window, or where it cannot be read, the regular price counts.
    """
    try:
        first, last = window.split("/") if window else ("", "")
        start, end = (_moment(first), _moment(last, time.max)) if window else (None, None)
    except ValueError:
        return Price(price, note=f"the sale's dates {window[:60]!r} cannot be read: it costs the regular price")
    moment = now()
    return _today(
        price,
        sale,
        started=not start or start <= moment,
        over=bool(end and end < moment),
        start=window.split("/")[0][:10],
    )


def of_days(price: str, sale: str, first: str, last: str) -> Price:
    """Return the price where a sale lasts from a day to a day of the shop's own calendar, as in WooCommerce."""
    try:
        start, end = (_day(text) if text else None for text in (first, last))
    except ValueError:
        shown = " – ".join(text[:30] for text in (first, last) if text)
        return Price(
            price,
            note=f"the sale's days {shown!r} cannot be read (they look like 2026-11-30): it costs the regular price",
        )
    today = now().astimezone(_ZONE).date()
    return _today(price, sale, started=not start or start <= today, over=bool(end and end < today), start=first[:10])


def _today(price: str, sale: str, *, started: bool, over: bool, start: str) -> Price:
    if over:
        return Price(price)
    if not started:
        until = "until then it costs the regular price; import the file again then"
        return Price(price, note=f"the sale at {sale[:30]} begins on {start}: {until}")
    return Price(sale, price)


def _moment(text: str, without_time: time = time.min) -> datetime:
    """Return the moment; a day without a time of day lasts from its beginning to its end."""
    text = text.strip()
    day = re.fullmatch(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}", text)
    moment = datetime.combine(date.fromisoformat(text), without_time) if day else datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=_ZONE)


def _day(text: str) -> date:
    """`2026-11-30`, with or without a time of day behind it, or `30.11.2026`."""
    text = text.split()[0]
    return datetime.strptime(text, "%d.%m.%Y").date() if "." in text else date.fromisoformat(text[:10])
