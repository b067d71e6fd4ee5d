"""The code of the functions in the local cloud: which function belongs to which service, and how each gets new code."""

import hashlib
import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from botocore.exceptions import ClientError

from infra.local.assembly import stacks
from infra.local.cloud import Cloud, Failed

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import FunctionConfigurationTypeDef


T = TypeVar("T")
Functions: TypeAlias = "dict[str, list[FunctionConfigurationTypeDef]]"
"""By service, what Lambda tells of each of its functions."""


def list_functions(cloud: Cloud) -> Functions:
    """Return the functions by service. Their handlers name it: `backend.order.sweeper.handler`."""
    pages = cloud.client("lambda").get_paginator("list_functions").paginate()
    return _by_service((str(each.get("Handler", "")), each) for page in pages for each in page["Functions"])


def update_code(cloud: Cloud, archives: Mapping[str, Path]) -> int:
    """Give each service's functions the code in its archive if they run another; return how many functions those were.

    Raises Failed if Lambda refuses it.
    """
    functions, count = list_functions(cloud), 0
    for service, archive in archives.items():
        code = archive.read_bytes()
        stale = [each["FunctionName"] for each in functions.get(service, []) if each["CodeSha256"] != _sha256(code)]
        for name in stale:
            _update(cloud, name, code)
        count += len(stale)
    return count


def archives(assembly: Path) -> dict[str, Path]:
    """Return the code that an assembly deploys, by service."""
    every = stacks(assembly)
    templates = [json.loads((assembly / stack.template).read_text()) for stack in every]
    by_key = {
        where["objectKey"]: assembly / file["source"]["path"]
        for stack in every
        for file in json.loads((assembly / stack.assets).read_text())["files"].values()
        for where in file["destinations"].values()
    }
    functions = [
        each["Properties"]
        for template in templates
        for each in template["Resources"].values()
        if each["Type"] == "AWS::Lambda::Function"
    ]
    by_service = _by_service((str(each.get("Handler", "")), each) for each in functions)
    return {service: by_key[of[0]["Code"]["S3Key"]] for service, of in by_service.items()}


def _by_service(handlers: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    by_service: dict[str, list[T]] = defaultdict(list)
    for handler, function in handlers:
        package, _, rest = handler.partition(".")
        if package == "backend":
            by_service[rest.partition(".")[0]].append(function)
    return dict(by_service)


def _update(cloud: Cloud, name: str, code: bytes) -> None:
    try:
        cloud.client("lambda").update_function_code(FunctionName=name, ZipFile=code)
    except ClientError as error:
        raise Failed(f"{name} could not be given its code: {error.response['Error']['Message'][:300]}") from None


def _sha256(code: bytes) -> str:
    return b64encode(hashlib.sha256(code).digest()).decode()
