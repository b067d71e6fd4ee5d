"""What the storefront needs of AWS, wherever it runs."""

from constructs import Construct

from backend.contracts import shop
from infra.config import Config
from infra.constructs.storefront import Storefront
from infra.stacks.base import ShopStack
from infra.stacks.data import DataStack


class StorefrontStack(ShopStack):
    """The policy for the role or user that runs it."""

    def __init__(self, scope: Construct, choices: Config, data: DataStack, pictures: str) -> None:
        super().__init__(scope, "Storefront", choices, f"{shop.NAME}'s storefront")
        storefront = Storefront(self, "Storefront", choices, data.users, data.sessions, pictures)
        self.add_outputs({"StorefrontPolicy": storefront.policy.managed_policy_arn})
