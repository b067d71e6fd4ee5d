"""Addresses: where Cognito may send people back to, exactly these and no others, and where an API of ours is reached."""

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api
from constructs import Construct

from infra.choices import Choices

STOREFRONT = "StorefrontUrl"  # the stack's parameter
STOREFRONT_DEFAULT = "http://localhost:8000"
CALLBACK = "/account/callback"
LOGGED_OUT = "/"
TERMINAL_CALLBACK = "http://localhost:8400/callback"  # for commands that a member of staff runs

ENDPOINT = "CloudEndpoint"  # the stack's parameter, on the local cloud only
ENDPOINT_DEFAULT = "http://127.0.0.1:4566"


def reachable(scope: Construct, http_api: api.HttpApi, choices: Choices) -> str:
    """The API's address for our own functions: the local cloud has no names for its APIs that resolve everywhere, so there it is a path."""
    if not choices.local:
        return http_api.api_endpoint
    stack = cdk.Stack.of(scope)
    known = stack.node.try_find_child(ENDPOINT)
    endpoint = known if isinstance(known, cdk.CfnParameter) else cdk.CfnParameter(stack, ENDPOINT, default=ENDPOINT_DEFAULT)
    return f"{endpoint.value_as_string}/_aws/execute-api/{http_api.api_id}/$default"
