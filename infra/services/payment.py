"""Payments: what the provider was asked for, and what it answered."""

import aws_cdk as cdk
from constructs import Construct

from backend.contracts.payment.models import BACK_FROM_BANK
from infra.constructs import grants
from infra.constructs.resources import Resources
from infra.constructs.service import Service
from infra.constructs.table import STRING, index

ASKING = cdk.Duration.seconds(60)  # several calls to a provider that may take six seconds each
FEW = 5  # messages at a time, so that a slow provider does not keep a batch past that


class Payment(Service):
    """Every function may have to ask the provider; none sees a card."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "payment", resources, expires=True)
        secrets = resources.secrets
        index(self.table, "waiting", "open", "due", STRING, keys_only=True)
        self._may = [grants.read_secrets(secrets.provider)]
        self._environment = {
            "PROVIDER": resources.config.provider,
            "PROVIDER_KEY": secrets.provider,
            "RETURN_URL": f"{resources.storefront_url}/orders/{{order_id}}/?{BACK_FROM_BANK}=1",
        }
        if resources.config.provider == "stripe" and resources.config.is_production and not resources.config.demo:
            self._environment["LIVE_KEYS"] = "1"
        if resources.provider_url:
            self._environment["PROVIDER_URL"] = resources.provider_url
        self.http_function(
            table=("GetItem", "PutItem", "Scan"),
            policies=self._may,
            WEBHOOK_SECRET=secrets.provider,
            RETURN_ORIGINS=" ".join(resources.storefront_urls),
            **self._environment,
        )
        self.consumer(table=("GetItem", "PutItem"), policies=self._may, timeout=ASKING, batch=FEW, **self._environment)
        self.sweeper(
            table=("GetItem", "PutItem", "UpdateItem"), indexes=("waiting",), policies=self._may, **self._environment
        )
        self.relay(resources.event_bus)
