"""`python -m infra.empty -c stage=trial`: before a stack is destroyed, empties what would keep it from going, and tells
what stays.

Run with the operator's credentials. What comes in by upload is gone after a day anyway; CloudFormation deletes no
bucket that holds a file.
"""

import json
import sys
from typing import Any

import boto3
from botocore.exceptions import ClientError

from infra import account
from infra.stage_reading import ConfigRefused

EMPTIED = "PictureIncoming"
"""The beginning of the logical id of the one bucket that goes with the stack."""


def main() -> None:
    try:
        config = account.parse(sys.argv[1:])
    except ConfigRefused as refused:
        raise SystemExit(str(refused)) from None
    empty(config.name, account.session(config))


def empty(stack: str, session: boto3.Session) -> None:
    """Empty the bucket that goes with this stack, and print what stays."""
    cloud: Any = session.client("cloudformation")
    try:
        template: Any = cloud.get_template(StackName=stack)["TemplateBody"]
    except ClientError:
        raise SystemExit(f"There is no stack {stack} in this account and region.") from None
    resources: dict[str, Any] = (template if isinstance(template, dict) else json.loads(template))["Resources"]
    found = {each["LogicalResourceId"]: each.get("PhysicalResourceId", "") for each in _list_resources(cloud, stack)}
    for id, resource in resources.items():
        if resource["Type"] == "AWS::S3::Bucket" and id.startswith(EMPTIED) and found.get(id):
            session.resource("s3").Bucket(found[id]).objects.all().delete()
    stays = [
        f"  {resource['Type']}  {found.get(id, '')}"
        for id, resource in resources.items()
        if resource.get("DeletionPolicy") == "Retain"
    ]
    if stays:
        print("These stay in the account, with what they hold:", *sorted(stays), sep="\n")


def _list_resources(cloud: Any, stack: str) -> list[dict[str, Any]]:
    pages = cloud.get_paginator("list_stack_resources").paginate(StackName=stack)
    return [each for page in pages for each in page["StackResourceSummaries"]]


if __name__ == "__main__":
    main()
