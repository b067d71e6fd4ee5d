"""The base class of all stacks."""

from collections.abc import Mapping

import aws_cdk as cdk
from constructs import Construct

from infra.config import Config


class ShopStack(cdk.Stack):
    """A stack named after the shop, its stage and one word, such as `Halftone-trial-Order`."""

    def __init__(self, scope: Construct, word: str, config: Config, description: str) -> None:
        super().__init__(
            scope,
            f"{config.name}-{word}",
            description=description,
            env=config.environment,
            termination_protection=config.is_production,
        )
        self.output_values: dict[str, str] = {}
        """What `add_outputs` was given, by name."""

    def group(self, name: str) -> Construct:
        """Return the group of this name within the stack.

        Names of resources come from it, so two stacks may have groups of one name and no resources of one name.
        """
        child = self.node.try_find_child(name)
        return child if isinstance(child, Construct) else Construct(self, name)

    def add_outputs(self, values: Mapping[str, str]) -> None:
        """Tell the storefront, the tests and whoever runs the shop what was made."""
        self.output_values |= values
        for name, value in values.items():
            cdk.CfnOutput(self, name, value=value)
