"""Payments: what the provider was asked for, and what it answered."""

import aws_cdk as cdk
from constructs import Construct

from infra import grants
from infra.bus import Bus
from infra.choices import Choices
from infra.sandbox import Sandbox
from infra.secrets import Secrets
from infra.service import Service
from infra.table import STRING, index

ASKING = cdk.Duration.seconds(60)  # several calls to a provider that may take six seconds each
FEW = 5  # messages at a time, so that a slow provider does not keep a batch past that


class Payment(Service):
    """Every function may have to ask the provider; none sees a card."""

    def __init__(self, scope: Construct, choices: Choices, bus: Bus, secrets: Secrets, provider: Sandbox, storefront: str) -> None:
        super().__init__(scope, "payment", choices)
        index(self.table, "by_due", "open", "due", STRING)
        self._may = [grants.read_secrets(secrets.provider_key)]
        self._environment = {
            "PROVIDER_URL": provider.url,
            "PROVIDER_KEY": secrets.provider_key,
            "RETURN_URL": f"{storefront}/orders/{{order_id}}/",
        }
        signed = grants.read_secrets(secrets.provider_key, secrets.webhook_secret)
        self.door(table=("GetItem", "PutItem", "Scan"), may=[signed], WEBHOOK_SECRET=secrets.webhook_secret, **self._environment)
        self.intake(table=("GetItem", "PutItem"), may=self._may, seconds=ASKING, batch=FEW, **self._environment)
        self.sweeper(table=("GetItem", "PutItem", "UpdateItem"), indexes=("by_due",), may=self._may, **self._environment)
        self.relay(bus)
