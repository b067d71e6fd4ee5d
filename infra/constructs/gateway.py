"""The HTTP API: a route per operation of the contracts, each with the token and scope that its caller needs."""

from collections.abc import Iterable
from typing import cast

from aws_cdk import aws_apigatewayv2 as api
from aws_cdk.aws_apigatewayv2_authorizers import HttpJwtAuthorizer
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from backend.contracts.operation import AnyOperation
from backend.contracts.registry import OPERATIONS
from infra.config import Config
from infra.constructs.identity import Identity
from infra.constructs.service import Service
from infra.constructs.stage import access_log, logged_stage
from infra.nag_findings import construct_id
from infra.sizing import THROTTLES


class Gateway(Construct):
    """The only way in. It checks tokens and scopes; whose things they are is decided by the services."""

    def __init__(
        self, scope: Construct, id: str, choices: Config, identity: Identity, services: Iterable[Service]
    ) -> None:
        super().__init__(scope, id)
        self.log = access_log(self, "api")
        self.api = api.HttpApi(self, "Api", api_name=choices.name, create_default_stage=False)
        rate = choices.limits.requests_per_second
        self.stage = logged_stage(self.api, self.log, api.ThrottleSettings(rate_limit=rate, burst_limit=2 * rate))
        audience = [client.user_pool_client_id for client in (identity.client, identity.terminal)]
        self._authorizer = HttpJwtAuthorizer("Jwt", identity.issuer, jwt_audience=audience)
        doors = {
            service.name: HttpLambdaIntegration(
                f"{service.node.id}Door", service.handler, scope_permission_to_route=False
            )
            for service in services
            if service.handler is not None
        }
        if without_function := {operation.service for operation in OPERATIONS} - doors.keys():
            raise LookupError(
                "No service with an HTTP function is built in infra/shop.py for the operations of: "
                f"{', '.join(sorted(without_function))}"
            )
        routes = {operation.name: self._route(operation, doors[operation.service]) for operation in OPERATIONS}
        self._throttle(
            {operation.route: routes[operation.name] for operation in OPERATIONS if operation.name in THROTTLES}
        )

    @property
    def url(self) -> str:
        return self.api.api_endpoint

    def _throttle(self, routes: dict[str, api.HttpRoute]) -> None:
        """Give these routes buckets of their own, by route key; a stage takes settings only for routes that it has."""
        names = {operation.route: operation.name for operation in OPERATIONS}
        limits = {route: THROTTLES[names[route]] for route in routes}
        stage = cast(api.CfnStage, self.stage.node.default_child)
        stage.route_settings = {
            route: {"ThrottlingRateLimit": rate, "ThrottlingBurstLimit": burst}
            for route, (rate, burst) in limits.items()
        }
        self.stage.node.add_dependency(*routes.values())

    def _route(self, operation: AnyOperation, http_function: HttpLambdaIntegration) -> api.HttpRoute:
        return api.HttpRoute(
            self,
            construct_id(operation.name),
            http_api=self.api,
            route_key=api.HttpRouteKey.with_(operation.template, api.HttpMethod[operation.method]),
            integration=http_function,
            authorizer=self._authorizer if operation.scope else api.HttpNoneAuthorizer(),
            authorization_scopes=[operation.scope] if operation.scope else None,
        )
