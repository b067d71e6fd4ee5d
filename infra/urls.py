"""Addresses: where Cognito may send people back to, exactly these and no others, and how the stack is told of its
surroundings."""

STOREFRONT = "StorefrontUrl"  # the stack's parameter
STOREFRONT_DEFAULT = "http://localhost:8000"
LOGGED_OUT = "/"
ON_AWS = r"^https://[a-z0-9.-]+(:[0-9]+)?$"
ANYWHERE = r"^(https://[a-z0-9.-]+|http://localhost)(:[0-9]+)?$"
"""What the parameter may be: production sends nobody back to a machine of their own."""

ENDPOINT = "CloudEndpoint"  # the stack's parameter, on the local cloud only
ENDPOINT_DEFAULT = "http://127.0.0.1:4566"
