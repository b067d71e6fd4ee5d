"""A route for each operation of a service, with the token and scope that its caller needs."""

from aws_cdk import aws_apigatewayv2 as api
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from backend.contracts.operation import AnyOperation
from backend.contracts.registry import OPERATIONS
from infra.constructs.gateway import Gateway
from infra.constructs.service import Service
from infra.nag_findings import construct_id


def add_routes(scope: Construct, gateway: Gateway, service: Service) -> None:
    """Route the operations of a service's contract to its HTTP function.

    Raises LookupError for a service that has operations and no such function.
    """
    operations = [operation for operation in OPERATIONS if operation.service == service.name]
    if not operations:
        return
    if service.handler is None:
        raise LookupError(f"The {service.name} service has operations and no HTTP function")
    door = HttpLambdaIntegration(f"{service.node.id}Door", service.handler, scope_permission_to_route=False)
    authorizer = gateway.authorizer(scope)
    for operation in operations:
        _add_route(scope, gateway.api, operation, door, authorizer)


def _add_route(
    scope: Construct,
    http_api: api.HttpApi,
    operation: AnyOperation,
    door: HttpLambdaIntegration,
    authorizer: api.IHttpRouteAuthorizer,
) -> None:
    api.HttpRoute(
        scope,
        construct_id(operation.name),
        http_api=http_api,
        route_key=api.HttpRouteKey.with_(operation.template, api.HttpMethod[operation.method]),
        integration=door,
        authorizer=authorizer if operation.scope else api.HttpNoneAuthorizer(),
        authorization_scopes=[operation.scope] if operation.scope else None,
    )
