"""What must hold of alerts once the shop is at rest (INV-26): each change is mailed once to everybody who waits for it
and has confirmed it, and never to anybody who has stopped it."""

from collections import Counter, defaultdict

from backend.contracts.inventory.models import Level
from backend.contracts.wish.alerts import AlertKind, AlertState
from backend.notification.alerts import name
from backend.wish.alert_items import _decode
from tests.simulation.buyers import Buyer
from tests.simulation.cloud import Mail
from tests.simulation.monitor import must
from tests.simulation.shop import Shop
from tests.simulation.waiters import _LINK, Ledger, Waiter

IN_HAND = 60  # seconds that a mail may still take once its sender has begun


def is_about_alert(mail: Mail) -> bool:
    """Return whether this is one of an alert's mails, which are checked here."""
    return bool(_LINK.search(mail.text))


def check_alerts(shop: Shop, buyers: list[Buyer]) -> None:
    """Raise `Violated` if somebody was not mailed, mailed twice, or mailed against their will."""
    ledger = next((buyer.ledger for buyer in buyers if isinstance(buyer, Waiter)), None)
    if ledger is None:
        return
    _check_triggers(ledger)
    _check_nobody_is_forgotten(shop, ledger)
    _check_mails(shop, ledger)


def _check_triggers(ledger: Ledger) -> None:
    """Check one alert: “back” comes once, and each price is below all earlier ones."""
    told: dict[str, list[int]] = defaultdict(list)
    back = Counter(each.key for each in ledger.triggered if each.kind is AlertKind.BACK)
    must(all(count == 1 for count in back.values()), f"INV-26: told twice that it is back: {back}")
    for each in ledger.triggered:
        if each.kind is AlertKind.CHEAPER:
            must(each.price < each.old_price, f"INV-26: {each.price} is not less than {each.old_price}")
            told[each.key].append(each.price)
    must(all(prices == sorted(set(prices), reverse=True) for prices in told.values()), f"INV-26: told {dict(told)}")


def _check_nobody_is_forgotten(shop: Shop, ledger: Ledger) -> None:
    """Check that no alert still waits for something that has happened."""
    for (pk, _), row in shop.cloud.store.tables["wish"].items():
        alert = _decode(row) if pk.startswith("ALERT#") else None
        if alert and alert.state is AlertState.ACTIVE and alert.kind is AlertKind.BACK:
            must(ledger.level is Level.SOLD_OUT, f"INV-26: it is back, and {alert.email} still waits")
        elif alert and alert.state is AlertState.ACTIVE:
            must(alert.price <= ledger.price, f"INV-26: it costs {ledger.price}, and {alert.email} still waits")


def _check_mails(shop: Shop, ledger: Ledger) -> None:
    """Check that each trigger is one mail and nothing else is; except for alerts stopped meanwhile."""
    sent: dict[tuple[str, str], list[Mail]] = defaultdict(list)
    for mail in filter(is_about_alert, shop.cloud.mails):
        link = _LINK.search(mail.text)
        must(link is not None, "INV-26: an alert's mail without its link")
        if link and mail.name != "confirm":
            sent[link[2], mail.name].append(mail)
    for event in ledger.triggered:
        mails = sent.pop((event.key, name(event)), [])
        heard = ledger.heard.get(event.key)
        must(bool(mails) or heard is not None, f"INV-26: {event.email} is not told: {name(event)}")
        plain = {mail.message: mail for mail in mails if not mail.excused}
        must(shop.world.zombies or len(plain) <= 1, f"INV-26: {len(mails)} mails {name(event)} to {event.email}")
        late = [mail for mail in mails if heard is not None and mail.at > heard + IN_HAND]
        must(shop.world.zombies or not late, f"INV-26: {event.email} stopped {name(event)} and is mailed")
    must(not sent, f"INV-26: mails that no change caused: {sorted(sent)}")
