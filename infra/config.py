"""What is chosen when the shop is synthesized: the file of its stage, and CDK context that says which file.

`cdk deploy -c stage=trial -c owner=anna`; `make deploy STAGE=trial OWNER=anna` passes that on.
"""

import re
from pathlib import Path

import aws_cdk as cdk
import msgspec
from constructs import Node

from backend.contracts import currencies, shop
from infra.stage_file import StageFile, Web
from infra.stage_reading import FOLDER, ConfigRefused, read_stage, stages

CLOUDS = ("aws", "local")
OPENSEARCH = "opensearch"
LOCAL_SENDER = "orders@halftone.example"  # the local cloud delivers to a page of its own, whoever sends
_INCLUDED = "included"
OWNER = r"[a-z][a-z0-9]{0,9}"
LOCAL_CONTEXT = ("currency", "tax")
CONTEXT = ("cloud", "stage", "stages", "owner", *LOCAL_CONTEXT)


class Config(StageFile, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The file of a stage, and beside it: `cloud`: aws or local.

    `stage`: the file's name. `owner`: whose copy of a trial this is, for developers who share an account.
    """

    cloud: str = "aws"
    stage: str = ""
    owner: str = ""

    @classmethod
    def of(cls, node: Node) -> "Config":
        """Read the configuration from a construct tree's context. Raises `ConfigRefused` for what there is not."""
        given = {name: str(value) for name, value in (node.get_all_context({}) or {}).items() if _ours(name)}
        return choose(given)

    @property
    def local(self) -> bool:
        return self.cloud == "local"

    @property
    def name(self) -> str:
        """What the names of this copy's stacks begin with, such as Halftone-trial-anna: unique in an account."""
        return "-".join(part for part in (shop.NAME, self.stage, self.owner) if part)

    @property
    def environment(self) -> cdk.Environment | None:
        """The account and region that CDK shall refuse to leave."""
        if self.local or not (self.account or self.region):
            return None
        return cdk.Environment(account=self.account or None, region=self.region or None)

    @property
    def opensearch(self) -> bool:
        """Whether searches are answered by an OpenSearch domain; the local cloud has none."""
        return self.search == OPENSEARCH and not self.local

    @property
    def is_hosted(self) -> bool:
        """Whether the same deploy runs the pages; before the local cloud they run on the machine itself."""
        return self.web.hosted and not self.local

    @property
    def tls(self) -> bool:
        """Whether AWS's services are reached over TLS alone; the local cloud listens on loopback, without."""
        return not self.local

    @property
    def is_production(self) -> bool:
        """Whether what shoppers own is protected and outlives the stack."""
        return not self.trial

    @property
    def removal_policy(self) -> cdk.RemovalPolicy:
        return cdk.RemovalPolicy.RETAIN if self.is_production else cdk.RemovalPolicy.DESTROY

    @property
    def seller_json(self) -> str:
        """Who sells, as functions and the storefront are told it."""
        return msgspec.json.encode(self.seller).decode()

    @property
    def storefront(self) -> str:
        """The shop's own address, if its stage has a domain."""
        return f"https://{self.domain}" if self.domain else ""


def choose(context: dict[str, str]) -> Config:
    """Return what is chosen by context of these names. Raises ConfigRefused."""
    cloud, stage, owner = context.get("cloud", "aws"), context.get("stage", ""), context.get("owner", "")
    _check(context)
    if cloud == "local" and not stage:
        return _local(context.get("currency", shop.CURRENCY), context.get("tax", _INCLUDED))
    folder = Path(context["stages"]).absolute() if "stages" in context else FOLDER
    file = read_stage(stage, folder)
    values = msgspec.to_builtins(file) | (_copy(file) if owner else {})
    if cloud == "local":
        values["mail_from"] = file.mail_from or LOCAL_SENDER
    return msgspec.convert({**values, "cloud": cloud, "stage": stage, "owner": owner}, Config)


def _local(currency: str, tax: str) -> Config:
    """Return what `make run` starts, which has no stage's file; its settings are the currency and where tax stands."""
    if currency not in currencies.WORTH:
        raise ConfigRefused(f"“CURRENCY” must be an ISO 4217 code of today such as EUR or JPY, and not “{currency}”")
    if tax not in (_INCLUDED, shop.ADDED):
        raise ConfigRefused(f"“TAX” must be {_INCLUDED} in prices or {shop.ADDED} to them, and not “{tax}”")
    return Config(
        cloud="local", stage="local", trial=True, mail_from=LOCAL_SENDER, currency=currency,
        prices_include_tax=tax == _INCLUDED,
    )  # fmt: skip


def _check(context: dict[str, str]) -> None:
    for name in context:
        if name not in CONTEXT or (name in LOCAL_CONTEXT and (context.get("cloud") != "local" or "stage" in context)):
            raise ConfigRefused(f"“{name}” is no choice of the command: it stands in the stage's file, infra/stages")
    if context.get("cloud", "aws") not in CLOUDS:
        raise ConfigRefused(f"“cloud” must be {' or '.join(CLOUDS)}")
    if "owner" in context and not re.fullmatch(OWNER, context["owner"]):
        raise ConfigRefused("“owner” must be one to ten small letters and digits, such as anna")
    if "stage" not in context and context.get("cloud") != "local":
        raise ConfigRefused(f"Name a stage: {', '.join(stages())}, such as “make deploy STAGE=trial”")


def _copy(file: StageFile) -> dict[str, object]:
    """Return what a developer's copy of a trial says otherwise: what there can be only once is the stage's own."""
    if not file.trial:
        raise ConfigRefused("There is one copy of a stage that is no trial: leave “owner” out")
    identity = file.mail_identity if file.mail_verified or not file.mail_from else f"existing-{file.mail_identity}"
    return {"domain": "", "storefronts": (), "domain_prefix": "", "mail_identity": identity, "web": _own_web(file.web)}


def _own_web(web: Web) -> Web:
    """Return the pages of a copy, which has no domain: no certificate to show, and no zone to lead from."""
    return msgspec.structs.replace(web, certificate="", zone="")


def _ours(name: str) -> bool:
    """Whether a name of the context is meant for this app: the CDK's own (`aws:cdk:…`, `@aws-cdk/…`, looked-up values)
    have : or /."""
    return not set(":/") & set(name)
