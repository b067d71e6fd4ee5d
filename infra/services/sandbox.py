"""The sandbox payment provider: a stranger to the shop, with an address, a table and a queue of its own."""

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_lambda as lambda_
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from backend.contracts.payment.operations import PAYMENT_WEBHOOK
from infra.config import Config
from infra.constructs import grants
from infra.constructs.endpoints import api_url
from infra.constructs.resources import Resources
from infra.constructs.secrets import Secrets
from infra.constructs.service import Service
from infra.constructs.stage import access_log, logged_stage

SENDING = cdk.Duration.seconds(60)  # a batch of call backs, each of which may wait ten seconds for its answer


class Sandbox(Service):
    """It answers under every path itself; call backs go through a queue, which can hold them for as long as a card
    wants."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        super().__init__(scope, "sandbox", resources, expires=True, streamed=False)
        config, secrets = resources.config, resources.secrets
        queue = self.make_queue(SENDING)
        handler = self.http_function(
            table=("GetItem", "PutItem"),
            policies=[grants.send(queue), grants.read_secrets(secrets.provider)],
            QUEUE=queue.queue_url,
            PROVIDER_KEY=secrets.provider,
            RETURN_ORIGINS=" ".join(resources.storefront_urls),
        )
        self.url = api_url(self, self._api(handler, config), config)
        self._call_back(secrets, api_url(self, resources.gateway.api, config))

    def _call_back(self, secrets: Secrets, shop: str) -> None:
        """Add the function that sends webhooks to the shop's API at this address."""
        self.consumer(
            table=(),
            module="webhook",
            timeout=SENDING,
            policies=[grants.read_secrets(secrets.provider)],
            WEBHOOK_SECRET=secrets.provider,
            WEBHOOK_URL=f"{shop}{PAYMENT_WEBHOOK.template}",
        )

    def _api(self, handler: lambda_.Function, config: Config) -> api.HttpApi:
        http_api = api.HttpApi(self, "Api", api_name=f"{config.name} sandbox provider", create_default_stage=False)
        http_api.add_routes(
            path="/{proxy+}", integration=HttpLambdaIntegration("Door", handler, scope_permission_to_route=False)
        )
        logged_stage(
            http_api, http_api, access_log(self, "sandbox"), api.ThrottleSettings(rate_limit=100, burst_limit=200)
        )
        return http_api
