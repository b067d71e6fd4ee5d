"""What must hold of the newsletter once everything has come to rest (INV-34): nobody gets it or is counted who did not
confirm, who stopped it gets nothing more, and each who did is welcomed once. Of its issues (INV-35): each is sent to
everybody who had confirmed by its start and has not stopped since, to nobody else, and to nobody twice."""

from collections import defaultdict

from backend.contracts.newsletter.issues import mail_name
from backend.contracts.newsletter.models import SubscriptionState
from tests.simulation.buyers import Buyer
from tests.simulation.cloud import Mail
from tests.simulation.monitor import must
from tests.simulation.shop import Shop
from tests.simulation.subscribers import _LINK, Ledger, Subscriber, list_subscriptions

IN_HAND = 60  # seconds that a mail may still take once its sender has begun
CONFIRM = "newsletter-confirm"


def is_newsletter(mail: Mail) -> bool:
    """Return whether it is one of the newsletter's mails, which are checked here."""
    return mail.name.startswith(("newsletter-", "issue-"))


def check_newsletter(shop: Shop, buyers: list[Buyer]) -> None:
    """Raises `Violated` where somebody gets it in spite of themselves, or was not told."""
    ledger = next((buyer.ledger for buyer in buyers if isinstance(buyer, Subscriber)), None)
    if ledger is None:
        return
    _check_subscriptions(shop, ledger)
    _check_mails(shop, ledger)
    _check_issues(shop, ledger)


def _check_subscriptions(shop: Shop, ledger: Ledger) -> None:
    """Who is subscribed once did so, and did not stop it; who stopped it is forgotten."""
    for each in list_subscriptions(shop.cloud.store.tables.get("newsletter", {})):
        is_active = each.state is SubscriptionState.ACTIVE
        must(not is_active or each.key in ledger.active, f"INV-34: {each.email} is counted and never confirmed it")
        must(not is_active or each.key not in ledger.stopped, f"INV-34: {each.email} stopped it and is counted")
        must(each.state is not SubscriptionState.STOPPED or not each.email, f"INV-34: {each.email} is not forgotten")


def _check_mails(shop: Shop, ledger: Ledger) -> None:
    """Each who is subscribed is welcomed once, and each request asks once; nothing comes once it was stopped."""
    sent: dict[tuple[str, str], list[Mail]] = defaultdict(list)
    for mail in filter(is_newsletter, shop.cloud.mails):
        link = _LINK.search(mail.text)
        must(link is not None, "INV-34: a mail about the newsletter without its link")
        sent[link[1] if link else "", mail.name].append(mail)
    for key, email in ledger.active.items():
        welcomed = (key, "newsletter-welcome") in sent
        must(welcomed or key in ledger.heard, f"INV-34: {email} is subscribed and not told")
    for (key, name), mails in sent.items():
        must(name == CONFIRM or key in ledger.active, f"INV-34: {mails[0].to} is mailed {name} and never confirmed it")
        plain = {mail.message: mail for mail in mails if not mail.excused}
        must(shop.world.zombies or len(plain) <= 1, f"INV-34: {len(mails)} mails {name} to {mails[0].to}")
        heard = ledger.heard.get(key)
        late = [mail for mail in mails if heard is not None and mail.at > heard + IN_HAND]
        must(shop.world.zombies or not late, f"INV-34: {mails[0].to} stopped it and is mailed {name}")


def _check_issues(shop: Shop, ledger: Ledger) -> None:
    """Each issue that was begun is over, and its mails went to whom they should."""
    items = shop.cloud.store.tables.get("newsletter", {})
    active = {each.key for each in list_subscriptions(items) if each.state is SubscriptionState.ACTIVE}
    for issue_id, readers in ledger.goes_to.items():
        item = items["ISSUES", issue_id]
        must(item["state"]["S"] in ("sent", "stopped"), f"INV-35: {issue_id} is {item['state']['S']} for ever")
        mails = [mail for mail in shop.cloud.mails if mail.name == mail_name(issue_id)]
        got = {link[1] for mail in mails if (link := _LINK.search(mail.text))}
        # A confirmation that was given before may be written after the beginning: each writing was looked at then.
        strangers = {key for key in got if key[:32] not in ledger.addressed.get(item["started_at"]["S"], set())}
        must(not strangers, f"INV-35: {issue_id} goes to {strangers}, whom it was not addressed to")
        lacking = (readers & active) - got if item["state"]["S"] == "sent" else set()
        must(not lacking, f"INV-35: {issue_id} does not go to {lacking}")
