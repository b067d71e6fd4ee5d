"""The use cases of alerts. Each may be repeated: the second time changes nothing.

An alert and what it waits for are written and read in opposite order by the two sides: who asks writes the alert and
then reads the copy of the stock or the price; an event writes the copy, and then alerts are read. So one of the two
sees the other, and nobody is forgotten.
"""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from backend.contracts.inventory.models import GONE
from backend.contracts.problem import Refused
from backend.contracts.product.translations import title_in, values_in
from backend.contracts.types import Language
from backend.contracts.wish.alerts import MAX_ALERTS, Alert, AlertKind, AlertList, AlertState
from backend.contracts.wish.events import AlertEvent, AlertRequested, AlertsDue, AlertStopped, AlertTriggered
from backend.wish import alert_items, copies, domain
from backend.wish.alert_items import StoredAlert
from backend.wish.domain import CopiedProduct, CopiedVariant

BATCH = 25
"""Alerts that are looked at for one message; a consumer takes ten messages at once, and has ten seconds."""

_MAIL_WORDS = ("kind", "sku", "key", "email", "language")


def request(kind: AlertKind, product_id: str, sku: str, email: str, language: Language) -> None:
    """Ask for an alert to an address that is to be confirmed. The answer does not tell whether it has one.

    Raises Refused 404 for what is not sold, 409 for what is in stock.
    """
    product, variant = _find(kind, product_id, sku)
    alert = alert_items.new_alert(kind, sku, product_id, email, variant.price, AlertState.UNCONFIRMED, product.currency)
    alert = replace(alert, language=language)
    alert_items.put_unconfirmed(alert, _event(AlertRequested, alert, product, variant))


def set_for_shopper(owner: str, kind: AlertKind, product_id: str, sku: str, email: str, language: Language) -> Alert:
    """Set an alert to a shopper's confirmed address.

    Raises Refused: 404 for what is not sold; 409 for what is in stock, for an account without an address, and for one
    alert too many; 401 if the account was closed.
    """
    product, variant = _find(kind, product_id, sku)
    if not email:
        raise Refused(409, "no-address", "Your account has no confirmed e-mail address")
    if len(_active(owner)) >= MAX_ALERTS:
        raise Refused(409, "too-many-alerts", f"You can have {MAX_ALERTS} alerts at most")
    new = alert_items.new_alert(kind, sku, product_id, email, variant.price, AlertState.ACTIVE, product.currency)
    new = replace(new, language=language)
    # one that the address has without the account becomes the shopper's, and the links in its mails go on working
    alert = replace(_find_active(new) or new, owner=owner)
    if not alert_items.put_for_shopper(alert, owner):
        active = _find_active(new)
        if active is None:
            raise Refused(401, "not-signed-in", "Please sign in")
        alert = active
    _trigger(alert)
    return view(alert, product)


def _find_active(like: StoredAlert) -> StoredAlert | None:
    """Return the active alert of the same address on the same thing."""
    alert = alert_items.read(like.kind, like.sku, like.address)
    return alert if alert and alert.state is AlertState.ACTIVE else None


def get(kind: AlertKind, sku: str, alert_key: str) -> Alert:
    """Return the alert that the key opens. Raises Refused 404 if there is none."""
    alert = _open(kind, sku, alert_key)
    return view(alert, copies.find_product(alert.product))


def confirm(kind: AlertKind, sku: str, alert_key: str) -> Alert:
    """Confirm the address of an alert; one that has gone on since stays as it is. Raises Refused 404."""
    alert = _open(kind, sku, alert_key)
    if alert.state is AlertState.UNCONFIRMED:
        alert_items.change(alert, state=AlertState.ACTIVE)
    _trigger(_open(kind, sku, alert_key))
    return get(kind, sku, alert_key)


def stop(kind: AlertKind, sku: str, alert_key: str) -> None:
    """Stop an alert, whatever its state, and forget its address. Raises Refused 404."""
    _stop(_open(kind, sku, alert_key))


def stop_for_shopper(owner: str, kind: AlertKind, sku: str) -> None:
    """Stop the shopper's alert, if there is one."""
    for alert in _active(owner):
        if (alert.kind, alert.sku) == (kind, sku):
            _stop(alert)


def stop_kind(owner: str, kind: AlertKind) -> None:
    """Stop all alerts of this kind that the shopper has."""
    for alert in _active(owner):
        if alert.kind is kind:
            _stop(alert)


def stop_all(owner: str, email: str | None) -> None:
    """Stop all alerts of a shopper, and those that the account's confirmed address has without it."""
    for alert in list_all(owner, email):
        _stop(alert)


def list_all(owner: str, email: str | None) -> Iterable[StoredAlert]:
    """Return all alerts of a shopper, and those that the account's confirmed address has without it."""
    of_address = alert_items.of_address(email) if email else ()
    return {alert.key: alert for alert in (*alert_items.of_owner(owner), *of_address)}.values()


def list_active(owner: str) -> AlertList:
    """Return the shopper's alerts that are active."""
    alerts = _active(owner)
    products = copies.find_products(alert.product for alert in alerts)
    return AlertList(items=tuple(view(alert, products.get(alert.product)) for alert in alerts))


def look_at_due(event: AlertsDue) -> None:
    """Trigger the alerts that are due, at most `BATCH`, and publish an event for the rest."""
    remaining, after = BATCH, event.after
    for number, sku in enumerate(event.skus):
        alerts, after = alert_items.waiting(event.kind, sku, after, remaining)
        _trigger_all(alerts)
        remaining -= len(alerts)
        rest = event.skus[number:] if after else event.skus[number + 1 :]
        if remaining <= 0 and rest:
            return alert_items.put_rest(replace(event, skus=rest, after=after))
    return None


def view(alert: StoredAlert, product: CopiedProduct | None) -> Alert:
    """Return an alert as its owner sees it."""
    variant = domain.find_variant(product, alert.sku)
    return Alert(
        kind=alert.kind,
        sku=alert.sku,
        product_id=alert.product,
        state=alert.state,
        title=product.title if product else alert.product,
        price=alert.price,
        currency=alert.currency,
        values=variant.values if variant else (),
        titles=product.titles if product else (),
        local_values=variant.local_values if variant else (),
    )


def _find(kind: AlertKind, product_id: str, sku: str) -> tuple[CopiedProduct, CopiedVariant]:
    """Return what an alert is asked for."""
    product = copies.find_product(product_id)
    variant = domain.choose_variant(product, sku, {})
    level = copies.find_levels([sku]).get(sku)
    if kind is AlertKind.BACK and level and level.level not in GONE:
        raise Refused(409, "in-stock", "It is in stock")
    if product is None:
        raise LookupError(product_id)
    return product, variant


def _open(kind: AlertKind, sku: str, alert_key: str) -> StoredAlert:
    alert = alert_items.read_by_key(kind, sku, alert_key)
    if alert is None:
        raise Refused(404, "not-found", "There is no such alert")
    return alert


def _active(owner: str) -> list[StoredAlert]:
    return [alert for alert in alert_items.of_owner(owner) if alert.state is AlertState.ACTIVE and alert.owner == owner]


def _stop(alert: StoredAlert) -> None:
    """Stop an alert that may change meanwhile."""
    now: StoredAlert | None = alert
    while now and now.state is not AlertState.STOPPED and now.secret == alert.secret:
        if alert_items.change(now, AlertStopped(key=alert.key), state=AlertState.STOPPED, email="", owner=None):
            return
        now = alert_items.read(alert.kind, alert.sku, alert.address)


def _trigger(alert: StoredAlert) -> None:
    _trigger_all([alert])


def _trigger_all(alerts: Iterable[StoredAlert]) -> None:
    """Publish each alert that is due by the present copies, once: the same write moves it on."""
    active = [alert for alert in alerts if alert.state is AlertState.ACTIVE]
    products = copies.find_products({alert.product for alert in active})
    levels = copies.find_levels({alert.sku for alert in active})
    for alert in active:
        product = products.get(alert.product)
        variant = domain.find_variant(product, alert.sku)
        if product is None or product.withdrawn or variant is None or not _is_due(alert, product, variant, levels):
            continue
        event = _event(AlertTriggered, alert, product, variant, old_price=alert.price)
        state = AlertState.SENT if alert.kind is AlertKind.BACK else AlertState.ACTIVE
        alert_items.change(alert, event, state=state, price=variant.price)


def _is_due(alert: StoredAlert, product: CopiedProduct, variant: CopiedVariant, levels: domain.Levels) -> bool:
    """Tell whether an alert is due: it is back, or it costs less than was asked at or told of, in the same currency."""
    if alert.kind is AlertKind.BACK:
        return alert.sku in levels and levels[alert.sku].level not in GONE
    return product.currency == alert.currency and variant.price < alert.price


def _event(
    shape: Callable[..., AlertEvent], alert: StoredAlert, product: CopiedProduct, variant: CopiedVariant, **more: int
) -> AlertEvent:
    return shape(
        **{name: getattr(alert, name) for name in _MAIL_WORDS},
        product_id=product.id,
        title=title_in(alert.language, product.title, product.titles),
        price=variant.price,
        currency=product.currency,
        values=values_in(alert.language, variant.values, variant.local_values),
        picture=variant.picture,
        has_account=alert.owner is not None,
        **more,
    )
