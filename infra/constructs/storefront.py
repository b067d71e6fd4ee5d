"""What the storefront needs of AWS, wherever it runs: a table for sessions, and a policy for the role or user that runs
it."""

from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.config import Config
from infra.constructs.grants import on_table, statement
from infra.constructs.identity import Identity
from infra.constructs.table import table


class Storefront(Construct):
    """Tokens stay in the sessions, so the sessions stay on the server."""

    def __init__(self, scope: Construct, id: str, choices: Config, identity: Identity, pictures: str) -> None:
        super().__init__(scope, id)
        self.sessions = table(self, "Sessions", choices, sorted_by=None, expires=True)
        self.policy = iam.ManagedPolicy(
            self,
            "Policy",
            description="What the role or user that runs the storefront may do",
            statements=[
                on_table(self.sessions, ("DeleteItem", "GetItem", "PutItem", "UpdateItem")),
                statement(["cognito-idp:DescribeUserPoolClient"], identity.pool.user_pool_arn),  # the client's secret
                # Ends every sign-in of a shopper: after a new password, or when the shopper asks for it.
                statement(["cognito-idp:AdminUserGlobalSignOut"], identity.pool.user_pool_arn),
                # On AWS CloudFront reads them; the local cloud's serves nothing.
                *([statement(["s3:GetObject"], pictures)] if choices.local else []),
            ],
        )
