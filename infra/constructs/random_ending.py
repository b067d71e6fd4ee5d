"""What makes a physical name free, where CloudFormation makes up none."""

import aws_cdk as cdk


def random_ending() -> str:
    """Return the last part of the stack's id: a stack that is made again does not meet the name of what stayed."""
    return cdk.Fn.select(4, cdk.Fn.split("-", cdk.Fn.select(2, cdk.Fn.split("/", cdk.Aws.STACK_ID))))
