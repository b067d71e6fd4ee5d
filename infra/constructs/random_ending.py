"""A random suffix for physical names, where CloudFormation does not generate any."""

import aws_cdk as cdk


def random_ending() -> str:
    """Return the last part of the stack's id: a stack that is created again does not clash with resources that were
    kept."""
    return cdk.Fn.select(4, cdk.Fn.split("-", cdk.Fn.select(2, cdk.Fn.split("/", cdk.Aws.STACK_ID))))
