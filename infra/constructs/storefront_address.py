"""Where shoppers find the shop: the stage's own domain, or a parameter of the stack."""

import aws_cdk as cdk
from constructs import Construct

from infra.config import Config
from infra.urls import ANYWHERE, ON_AWS, STOREFRONT, STOREFRONT_DEFAULT

_ADDRESS = "an address such as https://shop.example.com"
_STOREFRONT = "Where shoppers find the storefront, without a slash at the end: Cognito sends them back there only"


def storefront_url(stack: Construct, config: Config) -> str:
    """Return where shoppers find the shop: the stage's domain, or a parameter, whose earlier value an update keeps.

    Production has no default, and takes no address of somebody's own machine.
    """
    if config.storefront and not config.local:
        return config.storefront
    parameter = cdk.CfnParameter(
        stack,
        STOREFRONT,
        default=None if config.is_production else STOREFRONT_DEFAULT,
        allowed_pattern=ON_AWS if config.is_production else ANYWHERE,
        constraint_description=_ADDRESS if config.is_production else "https://… or http://localhost:…",
        description=_STOREFRONT,
    )
    return parameter.value_as_string
