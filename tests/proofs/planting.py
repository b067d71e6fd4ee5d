"""Bugs put into the running shop for as long as a test lasts: a proof that has never failed proves nothing."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from infra.bundle import bundle, here
from tests.cloud import ShopCloud
from tests.proofs.api import until


@contextmanager
def planted(cloud: ShopCloud, function: str, file: str, right: str, wrong: str) -> Iterator[None]:
    """The function, by its name in the outputs, runs with this text instead of that one in a file of its bundle."""
    service = (
        file.split("/")[1] if not file.startswith("backend/shared") else function.removesuffix("Handler").removesuffix("Intake").lower()
    )
    good = bundle(service, here()).read_bytes()
    _load(cloud, function, _changed(good, file, right, wrong))
    try:
        yield
    finally:
        _load(cloud, function, good)


def _changed(archive: bytes, file: str, right: str, wrong: str) -> bytes:
    made, path = io.BytesIO(), PurePosixPath(file)
    bytecode = f"{path.parent}/__pycache__/{path.stem}."
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name.startswith(bytecode):
                continue  # it would be taken unseen in the place of the changed source
            content = old.read(name)
            if name == file:
                assert content.count(right.encode()) == 1, f"{file} does not read so any more: {right}"
                content = content.replace(right.encode(), wrong.encode())
            new.writestr(name, content)
    return made.getvalue()


def _load(cloud: ShopCloud, function: str, archive: bytes) -> None:
    functions, name = cloud.client("lambda"), cloud.outputs[function]
    functions.update_function_code(FunctionName=name, ZipFile=archive)
    until(lambda: functions.get_function_configuration(FunctionName=name)["LastUpdateStatus"], lambda status: status == "Successful")


@contextmanager
def opened(cloud: ShopCloud, route: str, **change: Any) -> Iterator[None]:
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
