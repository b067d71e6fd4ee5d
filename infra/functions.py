"""Which functions each service is made of, as a table that the constructs are checked against."""

FUNCTIONS_BY_SERVICE = {
    "product": ("Handler", "Relay"),
    "basket": ("Handler", "Consumer", "Relay"),
    "order": ("Handler", "Consumer", "Relay", "Sweeper"),
    "inventory": ("Handler", "Consumer", "Relay"),
    "payment": ("Handler", "Consumer", "Relay", "Sweeper"),
    "notification": ("Handler", "Consumer", "Relay"),
    "recommendation": ("Handler", "Consumer"),
    "search": ("Handler", "Consumer", "Builder"),
    "picture": ("Handler", "Consumer"),
    "operations": ("Handler",),
    "sandbox": ("Handler", "Consumer"),
}
"""`Handler` is the HTTP handler, `Consumer` the event consumer, `Relay` publishes from the stream, `Sweeper` looks after what got stuck,
`Builder` makes snapshots."""

SERVICES_WITH_TABLE = tuple(service for service in FUNCTIONS_BY_SERVICE if service != "operations")
"""The services that have a table."""

FUNCTIONS = [f"{service.title()}{part}" for service, parts in FUNCTIONS_BY_SERVICE.items() for part in parts]
