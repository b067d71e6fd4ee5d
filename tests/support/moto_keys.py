"""The key of moto's user pools, read once: moto reads and checks it anew for each pool, a sixth of a second of the processor each time."""

from functools import cache
from types import SimpleNamespace
from typing import Any

from joserfc import jwk
from moto.cognitoidp import models


def read_once() -> None:
    """Have all pools of this process share the key. It is moto's own, and the same for each of them."""
    read = cache(lambda: jwk.RSAKey.import_key(models.load_resource("cognitoidp/resources/jwks-private.json")))

    def import_key(_: Any) -> jwk.RSAKey:
        return read()

    models.jwk = SimpleNamespace(RSAKey=SimpleNamespace(import_key=import_key))
