"""The hosted storefront deployed beside a running local cloud, and a visitor who reaches it through its CloudFront."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import aws_cdk as cdk
import httpx
import msgspec
from aws_cdk import aws_iam as iam

from infra.config import Config
from infra.constructs.edge import Edge
from infra.constructs.hosting import Hosting
from infra.local.cloud import ACCOUNT, REGION
from infra.local.leave_out import LeaveOut
from tests.cloud import ShopCloud

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
    told = {"Shop": _needed(shop.outputs), "Local": {"environment": {"AWS_ENDPOINT_URL": shop.endpoint}}}
    hosting.function.add_environment("SHOP_OUTPUTS", json.dumps(told))
    for name, value in (("Address", edge.url), ("Function", hosting.function.function_name), ("Api", edge.api.api_id)):
        cdk.CfnOutput(stack, name, value=value)
    cdk.Aspects.of(stack).add(LeaveOut())
    app.synth()
    return (folder / f"{STACK}.template.json").read_text()


def _needed(outputs: dict[str, str]) -> dict[str, str]:
    """What the storefront reads of the outputs: an environment takes 4 kB."""
    unread = re.compile(r".*(Handler|Consumer|Relay|Sweeper|Builder|Queue|Letters|Table|Unpublished|Undelivered)")
    return {name: value for name, value in outputs.items() if name == "SessionTable" or not unread.fullmatch(name)}


def _upload_assets(shop: ShopCloud, folder: Path) -> None:
    s3 = shop.client("s3")
    for file in json.loads((folder / f"{STACK}.assets.json").read_text())["files"].values():
        for place in file["destinations"].values():
            bucket = place["bucketName"].replace("${AWS::AccountId}", ACCOUNT).replace("${AWS::Region}", REGION)
            s3.create_bucket(Bucket=bucket)
            s3.upload_file(str(folder / file["source"]["path"]), bucket, place["objectKey"])


class Visitor:
    """Names of CloudFront resolve to the local cloud, which ends TLS as CloudFront does."""

    def __init__(self, shop: ShopCloud, url: str) -> None:
        self.url = url
        self.web = httpx.Client(transport=_ToLocalCloud(shop.endpoint), follow_redirects=True, timeout=60)

    def open(self, path: str) -> httpx.Response:
        """Go to an address of the shop."""
        return self.web.get(urljoin(self.url, path))


class _ToLocalCloud(httpx.BaseTransport):
    def __init__(self, endpoint: str) -> None:
        self._endpoint, self._next = httpx.URL(endpoint), httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.host.endswith(".cloudfront.net"):
            request.headers["Host"], request.headers["X-Forwarded-Proto"] = request.url.host, request.url.scheme
            request.url = request.url.copy_with(scheme="http", host=self._endpoint.host, port=self._endpoint.port)
        return self._next.handle_request(request)
