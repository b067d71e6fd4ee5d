"""Bugs put into the running shop for as long as a test lasts: a proof that has never failed proves nothing."""

import ast
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from infra.bundle import bundle, here
from tests.cloud import ShopCloud
from tests.integration.api import until
from tests.support.mutation import Mutant


@contextmanager
def plant_mutant(cloud: ShopCloud, function: str, bug: Mutant) -> Iterator[None]:
    """Run the function, by its name in the outputs, with the bug in its bundle."""
    service = function.removesuffix("Handler").removesuffix("Consumer").lower()
    good = bundle(service, here()).read_bytes()
    _load(cloud, function, _with_bug(good, bug))
    try:
        yield
    finally:
        _load(cloud, function, good)


def _with_bug(archive: bytes, bug: Mutant) -> bytes:
    made, path = io.BytesIO(), PurePosixPath(bug.path)
    bytecode = f"{path.parent}/__pycache__/{path.stem}."
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name.startswith(bytecode):
                continue  # it would be taken unseen in the place of the changed source
            content = old.read(name)
            new.writestr(name, ast.unparse(bug.mutate(content.decode())) if name == bug.path else content)
        assert bug.path in old.namelist(), f"{bug.path} is not in the bundle: “{bug.name}” would be planted nowhere"
    return made.getvalue()


def _load(cloud: ShopCloud, function: str, archive: bytes) -> None:
    functions, name = cloud.client("lambda"), cloud.outputs[function]
    functions.update_function_code(FunctionName=name, ZipFile=archive)
    until(
        lambda: functions.get_function_configuration(FunctionName=name)["LastUpdateStatus"],
        lambda status: status == "Successful",
    )


@contextmanager
def open_route(cloud: ShopCloud, route: str, **change: Any) -> Iterator[None]:
    """The gateway's route, such as `GET /orders`, checks less."""
    gateway = cloud.client("apigatewayv2")
    api = cloud.api.split("/execute-api/")[1].partition("/")[0]
    item = next(each for each in gateway.get_routes(ApiId=api, MaxResults="100")["Items"] if each["RouteKey"] == route)
    gateway.update_route(ApiId=api, RouteId=item["RouteId"], **change)
    try:
        yield
    finally:
        before = {name: item[name] for name in change if name in item}
        gateway.update_route(ApiId=api, RouteId=item["RouteId"], **before)
