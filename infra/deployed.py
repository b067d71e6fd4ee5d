"""`python -m infra.deployed .build/trial.json -c stage=trial`: says where the shop is, once its stacks are deployed."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from infra import account
from infra.config import Config


def next_steps(outputs: Path, config: Config) -> Iterator[str]:
    """Yield lines for whoever has deployed: the address and what leads there, or how to start the pages."""
    values = _read(outputs)
    if address := values.get("ShopUrl"):
        yield f"The shop is at {address}"
    else:
        yield f"SHOP_OUTPUTS={outputs} .venv/bin/python manage.py runserver serves the storefront before it"
    if target := values.get("DomainTarget"):
        yield f"DNS has to lead {config.domain} to {target}: an alias record in Route 53, a CNAME elsewhere"


def _read(outputs: Path) -> dict[str, str]:
    """Return the outputs of all stacks, of which there are none before all of them have been deployed."""
    stacks = json.loads(outputs.read_text(encoding="utf-8")) if outputs.exists() else {}
    return {name: str(value) for values in stacks.values() for name, value in values.items()}


def main() -> None:
    print(*next_steps(Path(sys.argv[1]), account.parse(sys.argv[2:])), sep="\n")


if __name__ == "__main__":
    main()
