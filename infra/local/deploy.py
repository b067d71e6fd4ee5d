"""Deploys the assembly into the local cloud as `cdk deploy` would: assets to S3, then the stack by CloudFormation."""

import hashlib
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.local.assembly import STACK
from infra.local.cloud import ACCOUNT, REGION, Cloud, Failed

BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"
MARK = "assembly"
DEPLOY_SECONDS = 120
ARCHIVE = "shop"


def is_deployed(cloud: Cloud, assembly: Path, parameters: Mapping[str, str]) -> bool:
    """Whether the stack was made from exactly this assembly and with these parameters."""
    stack = _stack(cloud)
    tags = {tag["Key"]: tag["Value"] for tag in stack.get("Tags", [])} if stack else {}
    return tags.get(MARK) == _mark(assembly, parameters) and str(stack and stack["StackStatus"]).endswith("_COMPLETE")


def deploy(cloud: Cloud, assembly: Path, parameters: Mapping[str, str]) -> None:
    """Creates or updates the stack, and waits for it. Raises Failed with CloudFormation's own reason."""
    _bootstrap(cloud)
    template = _upload(cloud, assembly)
    _apply(cloud, template, parameters, _mark(assembly, parameters))
    _substitute(cloud, list_unsupported(assembly))


def outputs(cloud: Cloud) -> dict[str, str]:
    """The stack's outputs, as `cdk deploy --outputs-file` writes them."""
    stack = _stack(cloud) or {}
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def list_unsupported(assembly: Path) -> list[str]:
    """The resource types that were taken out of the template because the local cloud does not know them."""
    template = json.loads((assembly / f"{STACK}.template.json").read_text())
    return list(template.get("Metadata", {}).get("LeftOut", []))


def _mark(assembly: Path, parameters: Mapping[str, str]) -> str:
    """A hash over the template, which names its assets by their content, and its parameters."""
    template = (assembly / f"{STACK}.template.json").read_bytes()
    return hashlib.sha256(template + json.dumps(dict(parameters), sort_keys=True).encode()).hexdigest()


def _stack(cloud: Cloud) -> dict[str, Any] | None:
    try:
        return dict(cloud.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0])
    except ClientError:
        return None


def _bootstrap(cloud: Cloud) -> None:
    """What `cdk bootstrap` leaves behind and the template asks for."""
    cloud.client("ssm").put_parameter(Name=BOOTSTRAP, Value="30", Type="String", Overwrite=True)


def _upload(cloud: Cloud, assembly: Path) -> str:
    """Puts every asset where the template looks for it; the address of the template itself, which is an asset too."""
    s3, template = cloud.client("s3"), ""
    files = json.loads((assembly / f"{STACK}.assets.json").read_text())["files"]
    for file in files.values():
        for place in file["destinations"].values():
            bucket = place["bucketName"].replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", REGION)
            s3.create_bucket(Bucket=bucket)
            s3.upload_file(str(assembly / file["source"]["path"]), bucket, place["objectKey"])
            if file["source"]["path"] == f"{STACK}.template.json":
                template = f"{cloud.endpoint}/{bucket}/{place['objectKey']}"
    return template


def _apply(cloud: Cloud, template: str, parameters: Mapping[str, str], mark: str) -> None:
    cloudformation = cloud.client("cloudformation")
    change = cloudformation.update_stack if _stack(cloud) else cloudformation.create_stack
    given = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
    tags = [{"Key": MARK, "Value": mark}]
    try:
        change(
            StackName=STACK, TemplateURL=template, Parameters=given, Capabilities=["CAPABILITY_NAMED_IAM"], Tags=tags
        )
    except ClientError as error:
        raise Failed(f"The local cloud refuses the template: {error.response['Error']['Message'][:300]}") from None
    _wait_for_stack(cloud)


def _wait_for_stack(cloud: Cloud) -> None:
    end = time.monotonic() + DEPLOY_SECONDS
    while (status := (_stack(cloud) or {}).get("StackStatus", "GONE")).endswith("_IN_PROGRESS"):
        if time.monotonic() > end:
            raise Failed(f"The stack was still {status} after {DEPLOY_SECONDS} seconds.")
        time.sleep(0.05)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise Failed(f"The stack is {status}: {_reason(cloud)}")


def _reason(cloud: Cloud) -> str:
    """What CloudFormation says about the first resource that failed."""
    events = cloud.client("cloudformation").describe_stack_events(StackName=STACK)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    return (
        f"{failed[-1]['LogicalResourceId']}: {failed[-1].get('ResourceStatusReason', '')}"
        if failed
        else "no resource failed"
    )


def _substitute(cloud: Cloud, types: list[str]) -> None:
    """Makes by a call what the template could not."""
    if "AWS::Events::Archive" in types:
        events = cloud.client("events")
        bus = events.describe_event_bus(Name=outputs(cloud)["EventBus"])["Arn"]
        if not events.list_archives(NamePrefix=ARCHIVE)["Archives"]:
            events.create_archive(ArchiveName=ARCHIVE, EventSourceArn=bus)
