"""What a subscription is, and how long it is kept. No I/O."""

import msgspec

from backend.contracts.newsletter.models import CONSENT_VERSION, Consent, SubscriptionState
from backend.contracts.types import Email, Language, Model

KEEP_DAYS = {SubscriptionState.UNCONFIRMED: 7, SubscriptionState.STOPPED: 3 * 365 + 1}
"""How long a subscription is kept from when it came to its state. One that was stopped has no address any more; its
hash and the times of the consent answer who claims, as long as one may, to have been mailed without it."""


class StoredSubscription(Model, frozen=True, kw_only=True):
    """A subscription as it is stored. `address` is the hash of `email`, which is empty once it was stopped.

    `owner` is the account that subscribed it; empty where none did, once it was stopped, and in those of earlier
    releases. `issued_at` is when the last issue was begun that was sent to it.
    """

    address: str
    secret: str
    state: SubscriptionState
    email: str
    asked_at: str
    language: Language = "en"
    confirmed_at: str = ""
    consent: int = CONSENT_VERSION
    by_account: bool = False
    owner: str = ""
    issued_at: str = ""
    expires: int | None = None

    @property
    def key(self) -> str:
        return self.address + self.secret

    @property
    def wanted_at(self) -> str:
        """When its reader last said that the newsletter is wanted: asked for it, or confirmed."""
        return self.confirmed_at or self.asked_at

    @property
    def proof(self) -> Consent:
        return Consent(
            asked_at=self.asked_at,
            confirmed_at=self.confirmed_at,
            version=self.consent,
            by_account=self.by_account,
        )


def is_addressee(subscription: StoredSubscription, started_at: str) -> bool:
    """Return whether an issue that was begun then is still to be sent to a subscription, which was active by then."""
    is_active = subscription.state is SubscriptionState.ACTIVE
    return is_active and subscription.confirmed_at <= started_at and subscription.issued_at < started_at


def is_mailable(email: str) -> bool:
    """Return whether mails reach the address; accounts have had addresses by wider rules."""
    try:
        msgspec.convert(email, Email)
    except msgspec.ValidationError:
        return False
    return True
