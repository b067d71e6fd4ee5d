"""The storefront as a Lambda function behind the edge's HTTP API."""

from collections.abc import Mapping
from pathlib import Path

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
        self.key = self._cookie_key(config)
        key_arn = _arn_of(self.key)
        self.uploads = self._uploads(config)
        self.log = logs.LogGroup(self, "Log", retention=LOG_DAYS, removal_policy=cdk.RemovalPolicy.DESTROY)
        count_failures(self, config, self.log)
        role = grants.role(self, [grants.read_secrets(key_arn), *self._on_uploads()], self.log)
        role.add_managed_policy(policy)
        bundles = storefront_bundles(here() if config.local else LAMBDA)
        self.function = self._function(config, bundles.code, role, self._environment(config, edge, outputs, key_arn))
        self.function.node.add_dependency(StaticFiles(self, "StaticFiles", edge.static_files, bundles.static))
        api.HttpRoute(
            self,
            "Pages",
            http_api=edge.api,
            route_key=api.HttpRouteKey.DEFAULT,
            integration=HttpLambdaIntegration("Function", self._target(config), scope_permission_to_route=False),
        )

    def _cookie_key(self, config: Config) -> secretsmanager.Secret:
        """Create the key that signs the storefront's cookies."""
        key = secretsmanager.SecretStringGenerator(
            secret_string_template="{}",  # noqa: S106 - empty
            generate_string_key="key",
            password_length=64,
            exclude_punctuation=True,
        )
        description = "Signs the storefront's cookies: key, and fallbacks while it is being changed"
        return secretsmanager.Secret(
            self, "Key", description=description, generate_secret_string=key, removal_policy=config.removal_policy
        )

    def _function(self, config: Config, code: Path, role: iam.Role, environment: Mapping[str, str]) -> lambda_.Function:
        return lambda_.Function(
            self,
            "Function",
            description="The storefront",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            handler=HANDLER,
            code=lambda_.Code.from_asset(str(code)),
            role=role.without_policy_updates(),
            timeout=TIMEOUT,
            memory_size=config.web.memory,
            reserved_concurrent_executions=config.web.concurrency or None,
            snap_start=lambda_.SnapStartConf.ON_PUBLISHED_VERSIONS if config.web.snap_start else None,
            log_group=self.log,
            logging_format=lambda_.LoggingFormat.JSON,
            system_log_level_v2=lambda_.SystemLogLevel.WARN,
            application_log_level_v2=lambda_.ApplicationLogLevel[LOG_LEVEL],
            environment=environment,
        )

    def _environment(self, config: Config, edge: Edge, outputs: Mapping[str, str], key_arn: str) -> dict[str, str]:
        known_outputs = {name: outputs[name] for name in READ if name in outputs}
        return {
            "SHOP_URL": edge.url,
            "SHOP_PROXIED": str(PROXIES),
            "SHOP_OUTPUTS": cdk.Stack.of(self).to_json_string({"Shop": known_outputs}),
            "SHOP_SECRET_ARN": key_arn,
            "SHOP_ORIGIN_SECRET": edge.origin_secret,
            "SHOP_HSTS": config.web.hsts,
            "SHOP_UPLOADS_BUCKET": self.uploads.bucket_name,
        }

    def _uploads(self, config: Config) -> s3.Bucket:
        """Create the bucket for catalogues that staff upload, kept for a day: processes do not share a disk."""
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
        """Return what the function may do there. Without listing, S3 says of missing objects that access is denied."""
        objects = self.uploads.arn_for_objects("*")
        return [
            grants.statement(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], objects),
            grants.statement(["s3:ListBucket"], self.uploads.bucket_arn),
        ]

    def _target(self, config: Config) -> lambda_.IFunction:
        """Return what the API calls: with SnapStart the published version, whose processes start from a snapshot."""
        return self.function.current_version if config.web.snap_start else self.function


def _arn_of(secret: secretsmanager.Secret) -> str:
    """Return the ARN from the attribute Id: CDK's Ref is only a name on the local cloud."""
    resource = secret.node.default_child
    if not isinstance(resource, secretsmanager.CfnSecret):
        raise TypeError(resource)
    return resource.attr_id
