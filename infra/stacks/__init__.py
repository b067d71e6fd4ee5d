"""The CloudFormation stacks that the shop is deployed as: what it keeps, what services share, and one for each service.

A stack takes values of another one by `Fn::GetStackOutput`, which CDK writes wherever a construct of another stack is
used. Unlike an export it locks nothing: docs/decisions/061-stacks.md.
"""
