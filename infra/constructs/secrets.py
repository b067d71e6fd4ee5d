"""The secret of payments, which functions read by a grant: made at deployment, and for a real provider put in by its
merchant."""

from typing import cast

from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from infra.config import Config

_PUT_IN = "made with a placeholder: put the real one in with `aws secretsmanager put-secret-value`"


class Secrets(Construct):
    """What the payment service and its provider share, as the ARN of one secret: the merchant's key, and what call
    backs are signed with. Each secret costs as much as four alarms.

    The sandbox asks and signs with what is made here. Stripe's has a name of its own, so that neither is ever taken for
    the other, and holds several words, known by their beginnings. A later deploy leaves what was put in.
    """

    def __init__(self, scope: Construct, id: str, config: Config) -> None:
        super().__init__(scope, id)
        if config.provider == "stripe":
            words = f"Stripe's key and its webhook endpoint's signing secret, {_PUT_IN}"
            self.provider = self._create("StripeKey", words, config)
        else:
            self.provider = self._create("ProviderKey", "Known to the shop and its payment provider alone", config)

    def _create(self, id: str, description: str, config: Config) -> str:
        """Create a secret and return its ARN, from the attribute Id: CDK's Ref is only a name on the local cloud."""
        kind = secretsmanager.SecretStringGenerator(password_length=40, exclude_punctuation=True)
        secret = secretsmanager.Secret(
            self, id, description=description, generate_secret_string=kind, removal_policy=config.removal_policy
        )
        return cast(secretsmanager.CfnSecret, secret.node.default_child).attr_id
