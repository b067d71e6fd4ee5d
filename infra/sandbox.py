"""The sandbox payment provider: a stranger to the shop, with an address, a table and a queue of its own."""

import json

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_logs as logs
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from backend.contracts.payment import PAYMENT_WEBHOOK
from infra import grants
from infra.addresses import reachable
from infra.choices import Choices
from infra.measures import ACCESS_LOG
from infra.secrets import Secrets
from infra.service import LOG_DAYS, Service

SENDING = cdk.Duration.seconds(60)  # a batch of call backs, each of which may wait ten seconds for its answer


class Sandbox(Service):
    """It answers under every path itself; call backs go through a queue, which can hold them for as long as a card wants."""

    def __init__(self, scope: Construct, choices: Choices, secrets: Secrets, storefront: str) -> None:
        super().__init__(scope, "sandbox", choices, expires=True, streamed=False)
        self._secrets = secrets
        self.make_queue(SENDING)
        assert self.queue is not None
        self.door(
            table=("GetItem", "PutItem"),
            may=[grants.send(self.queue), grants.read_secrets(secrets.provider_key)],
            QUEUE=self.queue.queue_url,
            PROVIDER_KEY=secrets.provider_key.secret_arn,
            RETURN_ORIGINS=storefront,
        )
        self.url = reachable(self, self._api(), choices)

    def call_back(self, shop: str) -> None:
        """The function that sends call backs to the shop's API at this address."""
        self.intake(
            table=(),
            module="webhook",
            seconds=SENDING,
            may=[grants.read_secrets(self._secrets.webhook_secret)],
            WEBHOOK_SECRET=self._secrets.webhook_secret.secret_arn,
            WEBHOOK_URL=f"{shop}{PAYMENT_WEBHOOK.template}",
        )

    def _api(self) -> api.HttpApi:
        made = api.HttpApi(self, "Api", api_name="Halftone sandbox provider", create_default_stage=False)
        made.add_routes(path="/{proxy+}", integration=HttpLambdaIntegration("Door", self.handler, scope_permission_to_route=False))
        log = logs.LogGroup(self, "AccessLog", retention=LOG_DAYS, removal_policy=cdk.RemovalPolicy.DESTROY)
        stage = made.add_stage("Stage", stage_name="$default", auto_deploy=True, throttle=api.ThrottleSettings(rate_limit=100, burst_limit=200))
        arn = cdk.Stack.of(self).format_arn(
            service="logs", resource="log-group", resource_name=log.log_group_name, arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME
        )
        resource = stage.node.default_child
        assert isinstance(resource, api.CfnStage)
        resource.access_log_settings = api.CfnStage.AccessLogSettingsProperty(
            destination_arn=arn, format=json.dumps(ACCESS_LOG, separators=(",", ":"))
        )
        return made
