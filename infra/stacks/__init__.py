"""The CloudFormation stacks of the shop: one for its data, some that all services share, and one for each service.

A stack reads values of another one by `Fn::GetStackOutput`, which CDK writes wherever a construct of another stack is
used. Unlike an export it locks nothing: docs/decisions/061-stacks.md.
"""
