"""Deploys the assembly to the local cloud as `cdk deploy --all` does: assets to S3, then each stack by CloudFormation.

A stack that is up to date is left alone.
"""

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from infra.local.assembly import Stack, stacks
from infra.local.cloud import ACCOUNT, REGION, Cloud, Failed
from infra.local.split_stack import BEFORE
from infra.local.stack_marks import MARK, StackDescription, Template, make_mark

if TYPE_CHECKING:
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef

BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"
DEPLOY_SECONDS = 120
ARCHIVE = "shop"


def is_deployed(cloud: Cloud, assembly: Path, parameters: Mapping[str, str]) -> bool:
    """Return whether every stack was made from exactly this assembly and with these parameters."""
    deployed_stacks = _stacks(cloud)
    return all(_is_current(each, assembly, parameters, deployed_stacks) for each in stacks(assembly))


def deploy(cloud: Cloud, assembly: Path, parameters: Mapping[str, str]) -> list[str]:
    """Create or update the stacks that are not up to date, one after another, and return their names.

    The local cloud does one thing at a time, so parallel requests gain nothing. Raises Failed with CloudFormation's own
    reason.
    """
    _bootstrap(cloud)
    _remove_others(cloud, assembly)
    changed_stacks, deployed_stacks = [], _stacks(cloud)
    for stack in stacks(assembly):
        if not _is_current(stack, assembly, parameters, deployed_stacks):
            _apply(cloud, stack, assembly, parameters, deployed_stacks)
            deployed_stacks |= _stacks(cloud, stack.name)  # the next ones may take of its outputs
            changed_stacks.append(stack.name)
    _substitute(cloud, list_unsupported(assembly))
    return changed_stacks


def is_one_stack(cloud: Cloud) -> bool:
    """Return whether it holds a shop of an earlier release, which was a single stack."""
    return BEFORE in _stacks(cloud)


def outputs(cloud: Cloud) -> dict[str, str]:
    """Return the outputs of all stacks, as `cdk deploy --outputs-file` writes them for each."""
    return {
        output["OutputKey"]: output["OutputValue"]
        for stack in _stacks(cloud).values()
        for output in stack.get("Outputs", [])
    }


def list_unsupported(assembly: Path) -> list[str]:
    """Return the resource types that were removed from the templates because the local cloud does not support them."""
    metadata = (template(assembly, stack).get("Metadata", {}) for stack in stacks(assembly))
    return sorted({type for each in metadata for type in each.get("LeftOut", [])})


def template(assembly: Path, stack: Stack) -> Template:
    """Return the template of a stack."""
    content: Template = json.loads((assembly / stack.template).read_text())
    return content


def _is_current(
    stack: Stack, assembly: Path, parameters: Mapping[str, str], deployed_stacks: Mapping[str, StackDescription]
) -> bool:
    if (deployed := deployed_stacks.get(stack.name)) is None:
        return False
    tags = {tag["Key"]: tag["Value"] for tag in deployed.get("Tags", [])}
    mark = make_mark(template(assembly, stack), parameters, deployed_stacks)
    return tags.get(MARK) == mark and deployed["StackStatus"].endswith("_COMPLETE")


def _stacks(cloud: Cloud, name: str = "") -> dict[str, StackDescription]:
    """Return what CloudFormation says of every stack, or of a single one, by name. Raises ClientError if that one does
    not exist."""
    read = cloud.client("cloudformation").get_paginator("describe_stacks").paginate
    pages = read(StackName=name) if name else read()
    return {each["StackName"]: each for page in pages for each in page["Stacks"]}


def _remove_others(cloud: Cloud, assembly: Path) -> None:
    """Delete the stacks of services that no longer exist."""
    names = {stack.name for stack in stacks(assembly)}
    for name, deployed in _stacks(cloud).items():
        if name not in names and MARK in {tag["Key"] for tag in deployed.get("Tags", [])}:
            cloud.client("cloudformation").delete_stack(StackName=name)
            cloud.client("cloudformation").get_waiter("stack_delete_complete").wait(
                StackName=name, WaiterConfig={"Delay": 1}
            )


def _bootstrap(cloud: Cloud) -> None:
    """Create the resources of `cdk bootstrap` that the templates expect."""
    cloud.client("ssm").put_parameter(Name=BOOTSTRAP, Value="30", Type="String", Overwrite=True)


def _upload(cloud: Cloud, stack: Stack, assembly: Path) -> str:
    """Upload every asset to where the template expects it, and return the URL of the template itself, which is an
    asset, too."""
    s3, address = cloud.client("s3"), ""
    for file, bucket, key in _destinations(assembly, stack):
        s3.create_bucket(Bucket=bucket)
        s3.upload_file(str(assembly / file), bucket, key)
        if file == stack.template:
            address = f"{cloud.endpoint}/{bucket}/{key}"
    return address


def _destinations(assembly: Path, stack: Stack) -> Iterator[tuple[str, str, str]]:
    """File, bucket and key of each asset."""
    for file in json.loads((assembly / stack.assets).read_text())["files"].values():
        for destination in file["destinations"].values():
            bucket = destination["bucketName"].replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", REGION)
            yield file["source"]["path"], bucket, destination["objectKey"]


def _apply(
    cloud: Cloud,
    stack: Stack,
    assembly: Path,
    parameters: Mapping[str, str],
    deployed_stacks: Mapping[str, StackDescription],
) -> None:
    cloudformation, content = cloud.client("cloudformation"), template(assembly, stack)
    change = cloudformation.update_stack if stack.name in deployed_stacks else cloudformation.create_stack
    stack_parameters: list[ParameterTypeDef] = [
        {"ParameterKey": key, "ParameterValue": value}
        for key, value in parameters.items()
        if key in content.get("Parameters", {})
    ]
    try:
        change(
            StackName=stack.name,
            TemplateURL=_upload(cloud, stack, assembly),
            Parameters=stack_parameters,
            Capabilities=["CAPABILITY_NAMED_IAM"],
            Tags=[{"Key": MARK, "Value": make_mark(content, parameters, deployed_stacks)}],
        )
    except ClientError as error:
        raise Failed(f"The local cloud refuses the template: {error.response['Error']['Message'][:300]}") from None
    _wait_for_stack(cloud, stack.name)


def _status(cloud: Cloud, name: str) -> str:
    try:
        return _stacks(cloud, name)[name]["StackStatus"]
    except ClientError:
        return "GONE"


def _wait_for_stack(cloud: Cloud, name: str) -> None:
    end = time.monotonic() + DEPLOY_SECONDS
    while (status := _status(cloud, name)).endswith("_IN_PROGRESS"):
        if time.monotonic() > end:
            raise Failed(f"The stack {name} was still {status} after {DEPLOY_SECONDS} seconds.")
        time.sleep(0.05)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise Failed(f"The stack {name} is {status}: {_reason(cloud, name)}")


def _reason(cloud: Cloud, name: str) -> str:
    """Return CloudFormation's message about the first resource that failed."""
    events = cloud.client("cloudformation").describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in events if event["ResourceStatus"].endswith("_FAILED")]
    return (
        f"{failed[-1]['LogicalResourceId']}: {failed[-1].get('ResourceStatusReason', '')}"
        if failed
        else "no resource failed"
    )


def _substitute(cloud: Cloud, types: list[str]) -> None:
    """Create by API calls what the templates could not."""
    if "AWS::Events::Archive" in types:
        events = cloud.client("events")
        bus = events.describe_event_bus(Name=outputs(cloud)["EventBus"])["Arn"]
        if not events.list_archives(NamePrefix=ARCHIVE)["Archives"]:
            events.create_archive(ArchiveName=ARCHIVE, EventSourceArn=bus)
