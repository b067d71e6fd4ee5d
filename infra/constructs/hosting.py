"""The storefront as a Lambda function behind the edge's HTTP API."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from infra.bundle import LAMBDA, here
from infra.config import Config
from infra.constructs import grants
from infra.constructs.edge import Edge
from infra.constructs.log import LOG_DAYS
from infra.constructs.log_metrics import count_failures
from infra.constructs.static_files import StaticFiles
from infra.sizing import LOG_LEVEL
from infra.storefront_bundle import HANDLER, storefront_bundles

READ = (
    "ApiUrl", "Region", "UserPoolId", "ClientId", "LoginUrl", "Issuer", "SessionTable", "ProviderUrl",
    "PaymentProvider",
    "PaymentPages", "PictureUrl", "TerminalClientId", "PictureBucket", "Settings", "Seller", "EventBus",
)  # fmt: skip
"""The outputs that the storefront reads; its environment has no room for all."""
TIMEOUT = cdk.Duration.seconds(29)  # an HTTP API gives up after 30
PROXIES = 2  # CloudFront and the HTTP API: each adds to X-Forwarded-For


class Hosting(Construct):
    """Its role has the managed policy that a storefront needs wherever it runs, and reads the one secret of its own.

    `outputs` are those of the shop's stacks that the storefront reads (`storefront/clients/outputs.py`).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        config: Config,
        edge: Edge,
        policy: iam.IManagedPolicy,
        outputs: Mapping[str, str],
    ) -> None:
        super().__init__(scope, id)
        key = secretsmanager.SecretStringGenerator(
            secret_string_template="{}",  # noqa: S106 - empty
            generate_string_key="key",
            password_length=64,
            exclude_punctuation=True,
        )
        description = "Signs the storefront's cookies: key, and fallbacks while it is being changed"
        self.key = secretsmanager.Secret(
            self, "Key", description=description, generate_secret_string=key, removal_policy=config.removal_policy
        )
        arn = self.key.node.default_child
        if not isinstance(arn, secretsmanager.CfnSecret):
            raise TypeError(arn)
        self.uploads = self._uploads(config)
        self.log = logs.LogGroup(self, "Log", retention=LOG_DAYS, removal_policy=cdk.RemovalPolicy.DESTROY)
        count_failures(self, config, self.log)
        role = grants.role(self, [grants.read_secrets(arn.attr_id), *self._on_uploads()], self.log)
        role.add_managed_policy(policy)
        bundles = storefront_bundles(here() if config.local else LAMBDA)
        self.function = lambda_.Function(
            self,
            "Function",
            description="The storefront",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            handler=HANDLER,
            code=lambda_.Code.from_asset(str(bundles.code)),
            role=role.without_policy_updates(),
            timeout=TIMEOUT,
            memory_size=config.web.memory,
            reserved_concurrent_executions=config.web.concurrency or None,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS if config.web.snap_start else None,
            log_group=self.log,
            logging_format=lambda_.LoggingFormat.JSON,
            system_log_level_v2=lambda_.SystemLogLevel.WARN,
            application_log_level_v2=lambda_.ApplicationLogLevel[LOG_LEVEL],
            environment={
                "SHOP_URL": edge.url,
                "SHOP_PROXIED": str(PROXIES),
                "SHOP_OUTPUTS": cdk.Stack.of(self).to_json_string(
                    {"Shop": {name: outputs[name] for name in READ if name in outputs}}
                ),
                "SHOP_SECRET_ARN": arn.attr_id,
                "SHOP_ORIGIN_SECRET": edge.origin_secret,
                "SHOP_HSTS": config.web.hsts,
                "SHOP_UPLOADS_BUCKET": self.uploads.bucket_name,
            },
        )
        self.function.node.add_dependency(StaticFiles(self, "StaticFiles", edge.static_files, bundles.static))
        api.HttpRoute(
            self,
            "Pages",
            http_api=edge.api,
            route_key=api.HttpRouteKey.DEFAULT,
            integration=HttpLambdaIntegration("Function", self._target(config), scope_permission_to_route=False),
        )

    def _uploads(self, config: Config) -> s3.Bucket:
        """Catalogues that staff have uploaded, for a day: the function's own disk is another one with each process."""
        return s3.Bucket(
            self,
            "Uploads",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=config.tls,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            lifecycle_rules=[s3.LifecycleRule(expiration=cdk.Duration.days(1))],
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )

    def _on_uploads(self) -> list[iam.PolicyStatement]:
        """Return what the function may do there. Without the right to list, S3 says of what is not there that it is
        denied.
        """
        objects = self.uploads.arn_for_objects("*")
        return [
            grants.statement(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], objects),
            grants.statement(["s3:ListBucket"], self.uploads.bucket_arn),
        ]

    def _target(self, config: Config) -> lambda_.IFunction:
        """Return what the HTTP API calls: with SnapStart the published version, whose processes start from a
        snapshot.
        """
        return self.function.current_version if config.web.snap_start else self.function
