"""Which functions each service is made of, as a table that the constructs are checked against."""

PARTS = {
    "product": ("Handler", "Relay"),
    "basket": ("Handler", "Intake", "Relay"),
    "order": ("Handler", "Intake", "Relay", "Sweeper"),
    "inventory": ("Handler", "Intake", "Relay"),
    "payment": ("Handler", "Intake", "Relay", "Sweeper"),
    "notification": ("Handler", "Intake", "Relay"),
    "recommendation": ("Handler", "Intake"),
    "search": ("Handler", "Intake", "Builder"),
    "picture": ("Handler", "Intake"),
    "operations": ("Handler",),
    "sandbox": ("Handler", "Intake"),
}
"""`Handler` is the HTTP door, `Intake` the queue door, `Relay` publishes from the stream, `Sweeper` looks after what got stuck,
`Builder` makes snapshots."""

STORING = tuple(service for service in PARTS if service != "operations")
"""The services that have a table."""

FUNCTIONS = [f"{service.title()}{part}" for service, parts in PARTS.items() for part in parts]
