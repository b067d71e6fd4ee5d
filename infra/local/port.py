"""Whether a port of this machine is free."""

import socket

from infra.local.cloud import Failed


def claim(port: int, message: str) -> None:
    """Raise Failed with the words of `taken` where somebody else listens on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Failed(message) from None
