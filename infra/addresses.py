"""Where Cognito may send people back to: exactly these addresses and no others."""

STOREFRONT = "StorefrontUrl"  # the stack's parameter
STOREFRONT_DEFAULT = "http://localhost:8000"
CALLBACK = "/account/callback"
LOGGED_OUT = "/"
TERMINAL_CALLBACK = "http://localhost:8400/callback"  # for commands that a member of staff runs
