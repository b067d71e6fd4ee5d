"""The addresses by which our own functions reach our APIs."""

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api
from constructs import Construct

from infra.config import Config
from infra.urls import ENDPOINT, ENDPOINT_DEFAULT


def api_url(scope: Construct, http_api: api.HttpApi, config: Config) -> str:
    """Return the API's address: the local cloud has no names for its APIs that resolve everywhere, so there it is a
    path.
    """
    if not config.local:
        return http_api.api_endpoint
    stack = cdk.Stack.of(scope)
    existing = stack.node.try_find_child(ENDPOINT)
    endpoint = (
        existing
        if isinstance(existing, cdk.CfnParameter)
        else cdk.CfnParameter(stack, ENDPOINT, default=ENDPOINT_DEFAULT)
    )
    return f"{endpoint.value_as_string}/_aws/execute-api/{http_api.api_id}/$default"
