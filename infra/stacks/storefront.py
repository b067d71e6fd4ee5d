"""What the storefront needs from AWS, wherever it runs; and the storefront itself, where the same deploy hosts it."""

from collections.abc import Mapping

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from backend.contracts import shop
from infra.config import Config
from infra.constructs.edge import Edge
from infra.constructs.hosting import Hosting
from infra.constructs.reconciliation import Reconciliation
from infra.constructs.storefront import Storefront
from infra.stacks.base import ShopStack
from infra.stacks.data import DataStack


class StorefrontStack(ShopStack):
    """The policy for the role or user that runs the storefront, and optionally the function that does."""

    def __init__(self, scope: Construct, config: Config, data: DataStack, pictures: str) -> None:
        super().__init__(scope, "Storefront", config, f"{shop.NAME}'s storefront")
        self._config = config
        self._storefront = Storefront(self, "Storefront", config, data.users, data.sessions, pictures)
        self.add_outputs({"StorefrontPolicy": self._storefront.policy.managed_policy_arn})

    def host(self, edge: Edge, outputs: Mapping[str, str]) -> None:
        """Add the function that answers behind this edge, which reads these outputs of the shop's stacks."""
        Hosting(self, "Hosting", self._config, edge, self._storefront.policy, {**outputs, "Region": self.region})

    def reconcile(self, handlers: Mapping[str, lambda_.IFunction]) -> None:
        """Add the schedule that compares the books of the services behind these functions."""
        Reconciliation(self, "Reconciliation", self._config, handlers)
