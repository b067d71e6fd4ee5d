"""Values of the stack that bills are made of, readable without CDK."""

MEMORY = 512  # MB; Lambda gives processor time in proportion

LOG_LEVEL = "INFO"
"""From which level on a function's lines are kept. Higher ones would lose what the runtime itself says of a failed import: it names no
`level`, so Lambda takes it for INFO. Doors say of a read at DEBUG what the access log tells already."""

# The route key and never the path: a guest's id in it opens his basket.
ACCESS_LOG = {
    "route": "$context.routeKey",
    "status": "$context.status",
    "ms": "$context.responseLatency",
    "id": "$context.requestId",
    "error": "$context.integrationErrorMessage",
    "denied": "$context.authorizer.error",
}
