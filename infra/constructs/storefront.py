"""What the storefront may do with AWS, wherever it runs."""

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.config import Config
from infra.constructs.grants import on_table, statement
from infra.constructs.identity import Users


class Storefront(Construct):
    """Tokens stay in the sessions, so the sessions stay on the server."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        config: Config,
        users: Users,
        sessions: dynamodb.Table,
        pictures: str,
    ) -> None:
        super().__init__(scope, id)
        self.policy = iam.ManagedPolicy(
            self,
            "Policy",
            description="What the role or user that runs the storefront may do",
            statements=[
                on_table(sessions, ("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "UpdateItem")),
                statement(["cognito-idp:DescribeUserPoolClient"], users.pool.user_pool_arn),  # the client's secret
                # Ends every sign-in of a shopper: after a new password, or when the shopper asks for it.
                statement(["cognito-idp:AdminUserGlobalSignOut"], users.pool.user_pool_arn),
                # Removes a shopper's second factor whose phone is lost, and nobody's who works here.
                statement(
                    ["cognito-idp:AdminListGroupsForUser", "cognito-idp:AdminSetUserMFAPreference"],
                    users.pool.user_pool_arn,
                ),
                # On AWS CloudFront reads them; the local cloud's serves nothing.
                *([statement(["s3:GetObject"], pictures)] if config.local else []),
            ],
        )
