"""What must outlive every deployment: tables, users, files, secrets and the audit log."""

from constructs import Construct

from backend.contracts import shop
from infra.config import Config
from infra.constructs.identity import Users
from infra.constructs.secrets import Secrets
from infra.constructs.table import table
from infra.stacks.base import ShopStack


class DataStack(ShopStack):
    """Deployed first, and seldom changed. Nothing here calls anything.

    What a service keeps is made by the service's own construct, in the group that `place_of` returns.
    """

    def __init__(self, scope: Construct, choices: Config) -> None:
        super().__init__(scope, "Data", choices, f"What {shop.NAME} keeps: tables, users, files and secrets")
        self.users = Users(self, "Identity", choices)
        self.secrets = Secrets(self, "Secrets", choices)
        self.sessions = table(self.group("Storefront"), "Sessions", choices, sorted_by=None, expires=True)
        self.add_outputs(
            {
                "UserPoolId": self.users.pool.user_pool_id,
                "LoginUrl": self.users.login_url,
                "Issuer": self.users.issuer,
                "SessionTable": self.sessions.table_name,
            }
        )

    def place_of(self, service: str) -> Construct:
        """Return the group for what the service keeps."""
        return self.group(service.title())
