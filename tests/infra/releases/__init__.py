"""What earlier releases had deployed: of each resource that keeps something, all that CloudFormation cannot change
without replacing it.

`python -m tests.infra.releases NAME FOLDER` writes down the templates of all stacks, such as `0.3.0 cdk.out`, before
they are released.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
REPLACED_BY = {
    "AWS::DynamoDB::Table": ("TableName", "KeySchema", "LocalSecondaryIndexes"),
    "AWS::Cognito::UserPool": ("UserPoolName", "UsernameAttributes", "AliasAttributes", "UsernameConfiguration"),
    "AWS::Cognito::UserPoolClient": ("GenerateSecret",),
    "AWS::Cognito::UserPoolDomain": ("Domain",),
    "AWS::S3::Bucket": ("BucketName",),
    "AWS::SecretsManager::Secret": ("Name",),
    "AWS::SQS::Queue": ("QueueName", "FifoQueue"),
    "AWS::Events::EventBus": ("Name",),
}
"""Types that keep something, and the properties whose change replaces the resource, and so loses what it keeps.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/, "Update requires: Replacement".
"""


def stateful_resources(template: dict[str, Any]) -> dict[str, Any]:
    """Return what matters of a template, by logical id."""
    return {
        id: _kept_properties(resource["Type"], resource.get("Properties", {}))
        for id, resource in sorted(template["Resources"].items())
        if resource["Type"] in REPLACED_BY
    }


def _kept_properties(type: str, properties: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": type,
        **{name: properties[name] for name in REPLACED_BY[type] if name in properties},
    }
    if type == "AWS::DynamoDB::Table":
        found["indexes"] = {each["IndexName"]: _index(each) for each in properties.get("GlobalSecondaryIndexes", [])}
        types = {each["AttributeName"]: each["AttributeType"] for each in properties["AttributeDefinitions"]}
        found["types"] = {each["AttributeName"]: types[each["AttributeName"]] for each in properties["KeySchema"]}
    return found


def _index(index: dict[str, Any]) -> dict[str, Any]:
    return {
        "keys": [each["AttributeName"] for each in index["KeySchema"]],
        "projection": index["Projection"]["ProjectionType"],
    }


def read(release: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{release}.json").read_text()))


def write(release: str, folder: Path) -> None:
    """Write down what the stacks of an assembly keep; their logical ids are unique over all of them."""
    templates = [json.loads(path.read_text()) for path in folder.glob("*.template.json")]
    resources = {id: each for template in templates for id, each in template["Resources"].items()}
    text = json.dumps(stateful_resources({"Resources": resources}), indent=1, sort_keys=True)
    (FOLDER / f"{release}.json").write_text(f"{text}\n")


RELEASES = sorted(path.stem for path in FOLDER.glob("*.json"))
