"""Everything that must outlive a deployment: tables, users, files, secrets and the audit log."""

import aws_cdk as cdk
from constructs import Construct

from backend.contracts import shop
from backend.contracts.order.data_export import EXPORT_DAYS
from infra.config import Config
from infra.constructs.bucket import private_bucket
from infra.constructs.identity import Users
from infra.constructs.secrets import Secrets
from infra.constructs.table import table
from infra.stacks.base import ShopStack


class DataStack(ShopStack):
    """Deployed first, and seldom changed. Nothing here calls anything.

    A service's own construct creates the service's resources, in the group that `place_of` returns.
    """

    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "Data", config, f"What {shop.NAME} keeps: tables, users, files and secrets")
        self.users = Users(self, "Identity", config)
        self.secrets = Secrets(self, "Secrets", config)
        self.sessions = table(self.group("Storefront"), "Sessions", config, sorted_by=None, expires=True)
        self.exports = private_bucket(
            self.group("Order"), "Exports", config, cdk.RemovalPolicy.DESTROY, days=EXPORT_DAYS + 1
        )
        self.add_outputs(
            {
                "UserPoolId": self.users.pool.user_pool_id,
                "LoginUrl": self.users.login_url,
                "Issuer": self.users.issuer,
                "SessionTable": self.sessions.table_name,
            }
        )

    def place_of(self, service: str) -> Construct:
        """Return the group for the resources that hold the service's data."""
        return self.group(service.title())
