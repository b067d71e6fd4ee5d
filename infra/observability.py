"""Alarms that somebody must act on, and one dashboard."""

from collections.abc import Iterable

from constructs import Construct

from infra.bus import Bus
from infra.choices import Choices
from infra.gateway import Gateway
from infra.service import Service


class Observability(Construct):
    """Every alarm tells one topic."""

    def __init__(self, scope: Construct, id: str, choices: Choices, gateway: Gateway, bus: Bus, services: Iterable[Service]) -> None:
        super().__init__(scope, id)
