"""`python -m infra.empty -c stage=trial`: before the stacks of a stage are destroyed, empties what would keep them from
going, and tells what stays.

Run with the operator's credentials. What comes in by upload is gone after a day anyway; CloudFormation deletes no
bucket that holds a file.
"""

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3

from infra import account
from infra.stage_reading import ConfigRefused

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


EMPTIED = ("EdgeStatic", "EdgeVisits", "HostingUploads", "OrderExports", "PictureIncoming", "ReconciliationBetween")
"""The beginnings of the logical ids of buckets that go with their stacks; a stage that is no trial keeps its visits."""


def main() -> None:
    try:
        config = account.parse(sys.argv[1:])
    except ConfigRefused as refused:
        raise SystemExit(str(refused)) from None
    empty(config.name, account.session(config))


def empty(name: str, session: boto3.Session) -> None:
    """Empty the buckets that go with their stacks, and print what the stacks of this name leave behind."""
    cloud = session.client("cloudformation")
    stacks = [each for each in _stacks(cloud) if each.startswith(f"{name}-")]
    if not stacks:
        raise SystemExit(f"There is no stack {name}-… in this account and region.")
    resources = [each for stack in stacks for each in _resources(cloud, stack)]
    for id, kind, physical, removal in resources:
        if kind == "AWS::S3::Bucket" and id.startswith(EMPTIED) and removal != "Retain" and physical:
            session.resource("s3").Bucket(physical).objects.all().delete()
    if stays := [f"  {kind}  {physical}" for _, kind, physical, removal in resources if removal == "Retain"]:
        print("These stay in the account, with what they hold:", *sorted(stays), sep="\n")


def _stacks(cloud: "CloudFormationClient") -> list[str]:
    pages = cloud.get_paginator("describe_stacks").paginate()
    return [each["StackName"] for page in pages for each in page["Stacks"]]


def _resources(cloud: "CloudFormationClient", stack: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield logical id, type, physical id and deletion policy of each resource."""
    template: object = cloud.get_template(StackName=stack)["TemplateBody"]
    resources = (template if isinstance(template, dict) else json.loads(str(template)))["Resources"]
    pages = cloud.get_paginator("list_stack_resources").paginate(StackName=stack)
    physical_ids = {
        each["LogicalResourceId"]: each.get("PhysicalResourceId", "")
        for page in pages
        for each in page["StackResourceSummaries"]
    }
    for id, resource in resources.items():
        yield id, resource["Type"], physical_ids.get(id, ""), resource.get("DeletionPolicy", "Delete")


if __name__ == "__main__":
    main()
