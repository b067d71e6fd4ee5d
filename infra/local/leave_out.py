"""Removes resource types that the local cloud does not support, each with the reason why the shop runs there without
it.

A type that neither the local cloud nor this table knows stops the start.
"""

import jsii
from aws_cdk import CfnResource, IAspect
from constructs import IConstruct

from infra.local.unsupported_resources import MISSING


@jsii.implements(IAspect)
class LeaveOut:
    """Takes those resources out of the tree; what was taken out is told in the template's metadata."""

    def visit(self, node: IConstruct) -> None:
        if isinstance(node, CfnResource) and node.cfn_resource_type in MISSING and node.node.scope:
            metadata = node.stack.template_options.metadata or {}
            left_out = sorted({*metadata.get("LeftOut", []), node.cfn_resource_type})
            node.stack.template_options.metadata = {**metadata, "LeftOut": left_out}
            node.node.scope.node.try_remove_child(node.node.id)
