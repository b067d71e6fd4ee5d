"""`python -m infra.scaffold NAME` makes a service and writes the OpenAPI and AsyncAPI documents again."""

import subprocess
import sys

from infra.scaffold.names import NameRefused, check_name
from infra.scaffold.render import ROOT, render_service


def main(arguments: list[str]) -> None:
    """Make the service. Exits with one line where the name cannot be used."""
    try:
        name = check_name(arguments[0] if len(arguments) == 1 else "")
    except NameRefused as refused:
        sys.exit(str(refused))
    paths = render_service(name)
    modules = [str(path) for path in paths if path.suffix == ".py"]
    python = [sys.executable, "-m"]
    for command in (["ruff", "check", "--quiet", "--fix"], ["ruff", "format", "--quiet"]):
        subprocess.run([*python, *command, *modules], cwd=ROOT, check=True)  # noqa: S603 - our own arguments
    subprocess.run([*python, "backend.contracts", "write"], cwd=ROOT, check=True)  # noqa: S603 - our own arguments
    for path in paths:
        print(path.relative_to(ROOT))
    print(f"`make run` starts the shop with it; `make test TESTS=tests/backend/{name}` tests it.")


if __name__ == "__main__":
    main(sys.argv[1:])
