"""The HTTP API: a route per operation of the contracts, each with the token and scope that its caller needs."""

from collections.abc import Iterable

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_logs as logs
from aws_cdk.aws_apigatewayv2_authorizers import HttpJwtAuthorizer
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from backend.contracts import OPERATIONS, shop
from backend.contracts.operation import Operation
from infra.choices import Choices
from infra.findings import construct_id
from infra.identity import Identity
from infra.service import LOG_DAYS, Service
from infra.stage import logged_stage

RATE, BURST = 1_000, 2_000  # requests per second over all callers


class Gateway(Construct):
    """The only way in. It checks tokens and scopes; whose things they are is decided by the services."""

    def __init__(self, scope: Construct, id: str, choices: Choices, identity: Identity, services: Iterable[Service]) -> None:
        super().__init__(scope, id)
        self.log = logs.LogGroup(self, "AccessLog", retention=LOG_DAYS, removal_policy=cdk.RemovalPolicy.DESTROY)
        self.api = api.HttpApi(self, "Api", api_name=shop.NAME, create_default_stage=False)
        self.stage = logged_stage(self.api, self.log, api.ThrottleSettings(rate_limit=RATE, burst_limit=BURST))
        self._authorizer = HttpJwtAuthorizer("Jwt", identity.issuer, jwt_audience=[identity.client.user_pool_client_id])
        doors = {
            service.word: HttpLambdaIntegration(f"{service.node.id}Door", service.handler, scope_permission_to_route=False)
            for service in services
            if service.handler is not None
        }
        for operation in OPERATIONS:
            self._route(operation, doors[operation.service])

    @property
    def url(self) -> str:
        return self.api.api_endpoint

    def _route(self, operation: Operation, door: HttpLambdaIntegration) -> None:
        api.HttpRoute(
            self,
            construct_id(operation.name),
            http_api=self.api,
            route_key=api.HttpRouteKey.with_(operation.template, api.HttpMethod[operation.method]),
            integration=door,
            authorizer=self._authorizer if operation.scope else api.HttpNoneAuthorizer(),
            authorization_scopes=[operation.scope] if operation.scope else None,
        )
