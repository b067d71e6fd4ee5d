"""The newsletter service's part of a data export: the subscription of the account's confirmed address."""

from backend.contracts.email_addresses import address_hash
from backend.contracts.newsletter.models import Consent, SubscriptionState
from backend.contracts.order.data_export import DataRequested
from backend.contracts.types import Language, Model
from backend.newsletter import repository
from backend.newsletter.domain import StoredSubscription
from backend.shared.export_parts import put_part


class SubscriptionRecord(Model, frozen=True, kw_only=True):
    """A subscription, without the secret of its links."""

    email: str
    state: SubscriptionState
    language: Language
    consent: Consent
    last_issue_begun_at: str = ""


def give(event: DataRequested) -> None:
    """Put the subscription into the export, and those that were stopped before it, once for the whole request."""
    subscriptions = _list(address_hash(event.email)) if event.email and event.number == 1 else []
    put_part(event, list(map(_record, subscriptions)))


def _list(address: str) -> list[StoredSubscription]:
    """Return the subscription of an address's hash, and the proofs of those before it."""
    subscription = repository.read(address)
    proofs = (each for each in repository.list_proofs(address) if not subscription or each.key != subscription.key)
    return [*([subscription] if subscription else []), *proofs]


def _record(subscription: StoredSubscription) -> SubscriptionRecord:
    return SubscriptionRecord(
        email=subscription.email,
        state=subscription.state,
        language=subscription.language,
        consent=subscription.proof,
        last_issue_begun_at=subscription.issued_at,
    )
