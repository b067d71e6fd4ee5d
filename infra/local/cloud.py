"""A running local cloud: where it is, how to reach it, and which process has to stop it."""

import json
import os
import urllib.request
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal, Protocol, TypedDict, overload

import boto3
import psutil

from infra.local.paths import MINISTACK, LocalPaths

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_ssm import SSMClient


ACCOUNT, REGION = "000000000000", "us-east-1"
PORT = 4566
ROOT_KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}


class Failed(Exception):
    """The local cloud cannot do what was requested; the text is one line for the person at the terminal."""


class AccessKey(TypedDict):
    """What IAM tells of a new key."""

    AccessKeyId: str
    SecretAccessKey: str


class IamClient(Protocol):
    """What is asked of IAM; boto3's types for it are not installed."""

    def create_user(self, **names: str) -> object: ...
    def attach_user_policy(self, **names: str) -> object: ...
    def list_access_keys(self, **names: str) -> dict[Literal["AccessKeyMetadata"], list[AccessKey]]: ...
    def delete_access_key(self, **names: str) -> object: ...
    def create_access_key(self, **names: str) -> dict[Literal["AccessKey"], AccessKey]: ...


@dataclass(frozen=True)
class Cloud:
    """A running local cloud. `owner` is the process that stops it when it ends, 0 if it was started to keep running."""

    pid: int
    port: int
    owner: int

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment variables by which boto3 finds this cloud."""
        return {"AWS_ENDPOINT_URL": self.endpoint, **ROOT_KEYS}

    @overload
    def client(self, service: Literal["cloudformation"]) -> "CloudFormationClient": ...
    @overload
    def client(self, service: Literal["cognito-idp"]) -> "CognitoIdentityProviderClient": ...
    @overload
    def client(self, service: Literal["events"]) -> "EventBridgeClient": ...
    @overload
    def client(self, service: Literal["iam"]) -> "IamClient": ...
    @overload
    def client(self, service: Literal["lambda"]) -> "LambdaClient": ...
    @overload
    def client(self, service: Literal["logs"]) -> "BaseClient": ...
    @overload
    def client(self, service: Literal["s3"]) -> "S3Client": ...
    @overload
    def client(self, service: Literal["ssm"]) -> "SSMClient": ...

    def client(self, service: str) -> object:
        """Return a boto3 client with the root's rights, whatever AWS variables this process has."""
        return _client(self.endpoint, service)


@cache
def _client(endpoint: str, service: str) -> object:
    """Return the client, created once: that takes a tenth of a second of processor time."""
    return boto3.client(  # type: ignore[call-overload]
        service,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id=ROOT_KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=ROOT_KEYS["AWS_SECRET_ACCESS_KEY"],
    )


def port() -> int:
    """Return `LOCAL_CLOUD_PORT`, or 4566. Raises Failed if it is not a number."""
    given = os.environ.get("LOCAL_CLOUD_PORT", str(PORT))
    if not given.isdecimal():
        raise Failed(f"LOCAL_CLOUD_PORT must be a port's number, not {given!r}.")
    return int(given)


def find(paths: LocalPaths) -> Cloud | None:
    """Return the cloud that was started in this folder, if it is still running."""
    try:
        cloud = Cloud(**json.loads(paths.running.read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return cloud if _is_ours(cloud.pid) and ready(cloud) else None


def adopt(paths: LocalPaths, cloud: Cloud) -> Cloud:
    """Take over a cloud whose owner has ended."""
    return record(paths, replace(cloud, owner=os.getpid()))


def is_orphaned(cloud: Cloud) -> bool:
    """Return whether the process that should have stopped it has ended."""
    return cloud.owner != 0 and not psutil.pid_exists(cloud.owner)


def record(paths: LocalPaths, cloud: Cloud) -> Cloud:
    """Record which process is the cloud, for whoever looks for it next."""
    paths.running.write_text(json.dumps(asdict(cloud)))
    return cloud


def ready(cloud: Cloud) -> bool:
    """Return whether it answers."""
    try:
        # the address is our own, on loopback
        with urllib.request.urlopen(f"{cloud.endpoint}/_ministack/ready", timeout=15) as reply:  # noqa: S310
            return bool(reply.status == 200)
    except OSError:
        return False


def _is_ours(pid: int) -> bool:
    try:
        return str(MINISTACK) in psutil.Process(pid).cmdline()
    except psutil.Error:
        return False
