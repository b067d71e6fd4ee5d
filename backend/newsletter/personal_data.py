"""The newsletter service's part of a data export: the subscription of the account's confirmed address."""

from backend.contracts.newsletter.models import Consent, SubscriptionState
from backend.contracts.order.data_export import DataRequested
from backend.contracts.types import Language, Model
from backend.newsletter import repository
from backend.newsletter.domain import StoredSubscription
from backend.shared.export_parts import put_part
from backend.shared.hourly_count import address_hash


class SubscriptionRecord(Model, frozen=True, kw_only=True):
    """A subscription, without the secret of its links."""

    email: str
    state: SubscriptionState
    language: Language
    consent: Consent


def give(event: DataRequested) -> None:
    """Put the subscription into the export, once for the whole request."""
    subscription = repository.read(address_hash(event.email)) if event.email and event.number == 1 else None
    put_part(event, [_record(subscription)] if subscription else [])


def _record(subscription: StoredSubscription) -> SubscriptionRecord:
    return SubscriptionRecord(
        email=subscription.email,
        state=subscription.state,
        language=subscription.language,
        consent=subscription.proof,
    )
