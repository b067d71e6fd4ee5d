"""The CDK app. `python -m infra.app` synthesizes it into `CDK_OUTDIR` or cdk.out, without the npm command."""

import json
import os
from pathlib import Path

import aws_cdk as cdk
from cdk_nag import AwsSolutionsChecks

from backend.contracts import shop as settings
from infra.config import Config
from infra.nag_suppressions import acknowledge, acknowledge_hosting
from infra.shop import build_shop
from infra.stage_reading import ConfigRefused


def read_context() -> dict[str, object]:
    """Return the context in cdk.json: how CDK behaves, and what the owner of the shop has chosen.

    The CDK command reads it by itself.
    """
    return dict(json.loads((Path(__file__).parent.parent / "cdk.json").read_text())["context"])


def app(outdir: str, context: dict[str, str] | None = None) -> cdk.App:
    """Return the whole app; synthesis fails on a finding of cdk-nag's AwsSolutions rules that nobody gave a
    reason for.
    """
    tree = cdk.App(outdir=outdir, context={**read_context(), **(context or {})}, analytics_reporting=False)
    config = Config.of(tree.node)
    acknowledge(stacks := build_shop(tree, config), config)
    for stack in stacks:
        acknowledge_hosting(stack)
    cdk.Tags.of(tree).add("shop", settings.NAME.lower())
    cdk.Tags.of(tree).add("stage", config.stage)
    if not config.local:  # the rules are AWS's, and so is what they judge
        cdk.Validations.of(tree).add_plugins(AwsSolutionsChecks(tree))
    return tree


if __name__ == "__main__":
    try:
        app(os.environ.get("CDK_OUTDIR", "cdk.out")).synth()
    except ConfigRefused as refused:
        raise SystemExit(str(refused)) from None
