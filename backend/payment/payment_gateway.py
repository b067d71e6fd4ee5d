"""The port to the payment provider, and the choice of one: `PROVIDER` names a module of `backend.payment.gateways`.

Environment for each: `PROVIDER_URL`; `PROVIDER_KEY` and `WEBHOOK_SECRET`, which name secrets; `RETURN_URL`, with
`{order_id}`, where the provider sends shoppers after a confirmation.
"""

import os
from importlib import import_module
from typing import Protocol, cast

from backend.contracts.payment.models import CardEntryPage, CardEntryRequest, EnteredCard, Webhook
from backend.contracts.payment.states import PaymentState
from backend.payment.gateways.connection import OutcomeUnknown, ProviderRejected
from backend.payment.state_machine import Attempt, ProviderStatus, Refund

__all__ = ["OutcomeUnknown", "PaymentGateway", "ProviderRejected", "provider"]


class PaymentGateway(Protocol):
    """The functions of a provider's module.

    Every write carries an idempotency key made from the attempt's reference, so that repeating it is safe. Every call
    returns the authorization as it is now, even if it was too late to change it. Anything else raises `OutcomeUnknown`.
    """

    SIGNATURE: str
    """The header that signs a webhook, in small letters."""

    def authorize(self, order_id: str, attempt: Attempt) -> ProviderStatus:
        """Authorize the amount at the card's bank."""

    def capture(self, order_id: str, attempt: Attempt) -> ProviderStatus:
        """Capture the authorized amount."""

    def void(self, order_id: str, attempt: Attempt) -> ProviderStatus:
        """Release the authorized amount."""

    def refund(self, order_id: str, attempt: Attempt, part: Refund | None = None) -> ProviderStatus:
        """Refund all that is left of the captured amount, or `part` of it under an idempotency key of its own."""

    def find(self, order_id: str, attempt: Attempt) -> ProviderStatus | None:
        """Return the attempt's authorization, or None if the provider has none."""

    def open_card_page(self, request: CardEntryRequest) -> CardEntryPage:
        """Return the provider's page that asks for a card and then returns to the request's address with its
        `state`."""

    def read_card(self, session: str) -> EnteredCard | None:
        """Return the card that was entered on this session's page; None if there is none."""

    def verify(self, header: str, body: bytes, now: int) -> bool:
        """Return whether the provider signed this body around `now` (epoch seconds)."""

    def read_webhook(self, webhook: Webhook) -> tuple[str, PaymentState | None]:
        """Return the reference that a webhook is about, and the state it reports.

        The reference is empty if it is none of ours, the state None if only a query can tell.
        """


provider = cast(PaymentGateway, import_module(f"backend.payment.gateways.{os.environ.get('PROVIDER', 'sandbox')}"))
