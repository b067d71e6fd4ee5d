"""`python -m infra.empty`: before a stack is destroyed, empties what would keep it from going, and tells what stays.

Run with the operator's credentials. What comes in by upload is gone after a day anyway; CloudFormation deletes no
bucket that holds a file.
"""

import json
from typing import Any

import boto3
from botocore.exceptions import ClientError

STACK = "Shop"
EMPTIED = "PictureIncoming"
"""The beginning of the logical id of the one bucket that goes with the stack."""


def main() -> None:
    cloud: Any = boto3.client("cloudformation")
    try:
        template: Any = cloud.get_template(StackName=STACK)["TemplateBody"]
    except ClientError:
        raise SystemExit(f"There is no stack {STACK} in this account and region.") from None
    resources: dict[str, Any] = (template if isinstance(template, dict) else json.loads(template))["Resources"]
    found = {each["LogicalResourceId"]: each.get("PhysicalResourceId", "") for each in _listed(cloud)}
    for id, resource in resources.items():
        if resource["Type"] == "AWS::S3::Bucket" and id.startswith(EMPTIED) and found.get(id):
            boto3.resource("s3").Bucket(found[id]).objects.all().delete()
    stays = [
        f"  {resource['Type']}  {found.get(id, '')}"
        for id, resource in resources.items()
        if resource.get("DeletionPolicy") == "Retain"
    ]
    if stays:
        print("These stay in the account, with what they hold:", *sorted(stays), sep="\n")


def _listed(cloud: Any) -> list[dict[str, Any]]:
    pages = cloud.get_paginator("list_stack_resources").paginate(StackName=STACK)
    return [each for page in pages for each in page["StackResourceSummaries"]]


if __name__ == "__main__":
    main()
