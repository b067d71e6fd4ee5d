"""The hosted storefront deployed beside a running local cloud, and a visitor who reaches it through its CloudFront."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aws_cdk as cdk
import msgspec
import requests
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

from infra.config import Config
from infra.constructs.edge import Edge
from infra.constructs.hosting import READ, Hosting
from infra.local.cloud import ACCOUNT, REGION
from infra.local.leave_out import LeaveOut
from tests.cloud import ShopCloud

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

STACK = "Hosted"
WAIT = {"Delay": 1, "MaxAttempts": 60}


def deploy(shop: ShopCloud, folder: Path) -> dict[str, str]:
    """Deploy function and edge before this cloud's services, and return the stack's outputs."""
    template = _synthesize(shop, folder)
    _upload_assets(shop, folder)
    cloudformation = shop.client("cloudformation")
    cloudformation.create_stack(StackName=STACK, TemplateBody=template, Capabilities=["CAPABILITY_NAMED_IAM"])
    cloudformation.get_waiter("stack_create_complete").wait(StackName=STACK, WaiterConfig=WAIT)
    (stack,) = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
    return {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}


def _synthesize(shop: ShopCloud, folder: Path) -> str:
    words = {"trial": True, "cloud": "local", "stage": "local"}
    config = msgspec.convert(
        {**words, "web": {"hosted": True, "access_logs": False, "local_port": urlsplit(shop.endpoint).port}}, Config
    )
    app = cdk.App(outdir=str(folder), analytics_reporting=False)
    stack = cdk.Stack(app, STACK)
    edge = Edge(stack, "Edge", config)
    policy = iam.ManagedPolicy.from_managed_policy_arn(stack, "Policy", shop.outputs["StorefrontPolicy"])
    hosting = Hosting(stack, "Hosting", config, edge, policy, {})
    told = {
        "Shop": {name: shop.outputs[name] for name in READ if name in shop.outputs},
        "Local": {"environment": {"AWS_ENDPOINT_URL": shop.endpoint}},
    }
    hosting.function.add_environment("SHOP_OUTPUTS", json.dumps(told))
    pictures = s3.Bucket.from_bucket_name(stack, "PictureBucket", shop.outputs["PictureBucket"])
    edge.add_pictures(pictures)
    for name, value in (("Address", edge.url), ("Function", hosting.function.function_name), ("Api", edge.api.api_id)):
        cdk.CfnOutput(stack, name, value=value)
    cdk.Aspects.of(stack).add(LeaveOut())
    app.synth()
    made = json.loads((folder / f"{STACK}.template.json").read_text())
    return json.dumps(made, separators=(",", ":"))  # CloudFormation takes 51,200 bytes in a call


def _upload_assets(shop: ShopCloud, folder: Path) -> None:
    s3 = shop.client("s3")
    for file in json.loads((folder / f"{STACK}.assets.json").read_text())["files"].values():
        for place in file["destinations"].values():
            bucket = place["bucketName"].replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", REGION)
            s3.create_bucket(Bucket=bucket)
            s3.upload_file(str(folder / file["source"]["path"]), bucket, place["objectKey"])


@contextmanager
def taking_payments(shop: ShopCloud, address: str) -> Iterator[None]:
    """The card page may lead back to that address too, as to the further storefronts of a stage."""
    functions = shop.client("lambda")
    before = {name: _environment(functions, shop.outputs[name]) for name in ("PaymentHandler", "SandboxHandler")}
    try:
        for name, variables in before.items():
            origins = f"{variables['RETURN_ORIGINS']} {address}"
            _set_environment(functions, shop.outputs[name], {**variables, "RETURN_ORIGINS": origins})
        yield
    finally:
        for name, variables in before.items():
            _set_environment(functions, shop.outputs[name], variables)


def _environment(functions: "LambdaClient", name: str) -> dict[str, str]:
    return functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]


def _set_environment(functions: "LambdaClient", name: str, variables: dict[str, str]) -> None:
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})


class ToLocalCloud(requests.adapters.HTTPAdapter):
    """Makes names of CloudFront resolve to the local cloud, which ends TLS as CloudFront does."""

    def __init__(self, endpoint: str) -> None:
        super().__init__()
        self._endpoint = endpoint

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        there = urlsplit(str(request.url))
        sent = request.copy()
        sent.headers.update({"Host": there.netloc, "X-Forwarded-Proto": there.scheme})
        sent.url = str(request.url).replace(f"{there.scheme}://{there.netloc}", self._endpoint, 1)
        response = super().send(sent, *args, **options)
        response.request, response.url = request, str(request.url)
        return response


def browse(shop: ShopCloud, distribution: str) -> requests.Session:
    """Return a session that reaches the shop through that distribution's address."""
    session = requests.Session()
    session.mount(distribution.rstrip("/"), ToLocalCloud(shop.endpoint))
    return session
