"""The HTTP API, the authorizer that checks tokens before any route, and the stage that opens it."""

from collections.abc import Sequence
from typing import cast

from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_logs as logs
from constructs import Construct

from backend.contracts.registry import OPERATIONS
from infra.config import Config
from infra.constructs.stage import access_log, logged_stage
from infra.sizing import THROTTLES


class Gateway(Construct):
    """The only way in. It checks tokens and scopes; whether a shopper owns something is decided by the services."""

    def __init__(self, scope: Construct, id: str, config: Config, issuer: str, audience: Sequence[str]) -> None:
        super().__init__(scope, id)
        self.api = api.HttpApi(self, "Api", api_name=config.name, create_default_stage=False)
        self._authorizer = api.HttpAuthorizer(
            self.api,
            "Jwt",
            http_api=self.api,
            type=api.HttpAuthorizerType.JWT,
            identity_source=["$request.header.Authorization"],
            jwt_issuer=issuer,
            jwt_audience=list(audience),
            authorizer_name="Jwt",
        )

    def authorizer(self, scope: Construct) -> api.IHttpRouteAuthorizer:
        """Return the authorizer by its id, for routes in another stack."""
        return api.HttpAuthorizer.from_http_authorizer_attributes(
            scope, "Jwt", authorizer_id=self._authorizer.authorizer_id, authorizer_type="JWT"
        )


def add_stage(scope: Construct, config: Config, http_api: api.HttpApi) -> logs.LogGroup:
    """Open the API and return its access log. Some routes have rate limits of their own."""
    log = access_log(scope, "api")
    rate = config.limits.requests_per_second
    throttle = api.ThrottleSettings(rate_limit=rate, burst_limit=2 * rate)
    stage = cast(api.CfnStage, logged_stage(Construct(scope, "Api"), http_api, log, throttle).node.default_child)
    limits = {operation.route: THROTTLES[operation.name] for operation in OPERATIONS if operation.name in THROTTLES}
    stage.route_settings = {
        route: {"ThrottlingRateLimit": rate, "ThrottlingBurstLimit": burst} for route, (rate, burst) in limits.items()
    }
    return log
