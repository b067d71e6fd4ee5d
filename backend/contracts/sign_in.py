"""Where the hosted login sends people back to: the stack tells Cognito, and the storefront asks for it."""

CALLBACK_PATH = "/account/callback"
"""The storefront's own, below its address; Cognito compares it letter by letter."""

TERMINAL_CALLBACK = "http://localhost:8400/callback"
"""For commands that a member of staff runs: they wait there for the browser."""
