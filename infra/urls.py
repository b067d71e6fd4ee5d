"""Addresses: where Cognito may send people back to, exactly these and no others, and how the stack is told of its
surroundings."""

from backend.contracts.shop import LANGUAGES

STOREFRONT = "StorefrontUrl"  # the stack's parameter
STOREFRONT_DEFAULT = "http://localhost:8000"
LOGGED_OUT = tuple("/" if language == "en" else f"/{language}/" for language in LANGUAGES)
"""The home pages, where whoever has signed out comes back to: one in each language."""

ON_AWS = r"^https://[a-z0-9.-]+(:[0-9]+)?$"
ANYWHERE = r"^(https://[a-z0-9.-]+|http://localhost)(:[0-9]+)?$"
"""What the parameter may be: production sends nobody back to a machine of their own."""

ENDPOINT = "CloudEndpoint"  # the stack's parameter, on the local cloud only
ENDPOINT_DEFAULT = "http://127.0.0.1:4566"
