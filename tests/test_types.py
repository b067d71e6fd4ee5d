"""What mypy knows of an operation's types, where it is called and where it is answered."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
IMPORTS = """# mypy: disable-error-code="empty-body"
from backend.contracts.operation import Empty
from backend.contracts.order.models import Order, OrderPath, Pay
from backend.contracts.order.operations import GET_ORDER, PAY_ORDER
from backend.contracts.product.models import Product
from backend.contracts.product.operations import GET_PRODUCT
from backend.contracts.product.queries import ProductPath
from backend.shared.http import Request, route
from storefront.clients import api
"""
SAMPLES = {
    "a reply is taken for another": "reply: Order = api.call(GET_PRODUCT, path=ProductPath(product_id='a'))",
    "a path is another operation's": "api.call(GET_PRODUCT, path=OrderPath(order_id='a'))",
    "a body is another operation's": "api.call(PAY_ORDER, path=OrderPath(order_id='a'), body=OrderPath(order_id='a'))",
    "an option is misspelt": "api.call(GET_PRODUCT, path=ProductPath(product_id='a'), bypas_cache=True)",
    "a function answers another operation": "def get(request: Request[OrderPath, Empty, Empty]) -> Order: ...\nroute(PAY_ORDER, get)",
    "a function replies something else": "def get(request: Request[ProductPath, Empty, Empty]) -> Order: ...\nroute(GET_PRODUCT, get)",
    "a field is read that a path has not": "route(GET_ORDER, lambda request: Order(**{request.path.order: 1}))",
}
RIGHT = """
product: Product = api.call(GET_PRODUCT, path=ProductPath(product_id="a"), timeout=(1.0, 2.0), allow_stale=False)
def pay(request: Request[OrderPath, Empty, Pay]) -> Order: ...
route(PAY_ORDER, pay)
"""


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What mypy says of each sample, all checked in one run."""
    folder = tmp_path_factory.mktemp("samples")
    names = {f"sample_{number}": (name, code) for number, (name, code) in enumerate({**SAMPLES, "": RIGHT}.items())}
    for module, (_, code) in names.items():
        (folder / f"{module}.py").write_text(IMPORTS + code + "\n")
    files = [str(folder / f"{module}.py") for module in names]
    # With the options of `make check`, for others would make mypy's cache of no use to either.
    command = [sys.executable, "-m", "mypy", *files]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    lines = [line for line in said.splitlines() if "error:" in line]
    return {name: "\n".join(line for line in lines if f"{module}.py" in line) for module, (name, _) in names.items()}


@pytest.mark.parametrize("sample", SAMPLES)
def test_mypy_refuses(sample: str, complaints: dict[str, str]) -> None:
    assert complaints[sample]
    assert "has no attribute" not in complaints[sample].replace('"OrderPath" has no attribute "order"', "")


def test_mypy_lets_right_types_pass(complaints: dict[str, str]) -> None:
    assert complaints[""] == ""
