"""What may be chosen when the shop is synthesized: CDK context (`cdk deploy -c name=value`), each with a default that
works."""

import re
from dataclasses import dataclass, fields

import aws_cdk as cdk
from constructs import Node

PRODUCTION, TRIAL = "production", "trial"
OPENSEARCH = "opensearch"
LOCAL_SENDER = "orders@halftone.example"  # the local cloud delivers to a page of its own, whoever sends
ALLOWED = {
    "cloud": r"aws|local",
    "stage": f"{PRODUCTION}|{TRIAL}",
    "domain_prefix": r"(?!.*(aws|amazon|cognito))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
    "alarm_email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "mail_from": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "mail_identity": r"(existing-)?(address|domain)",
    "search": f"index|{OPENSEARCH}",
    "later_indexes": r"[a-z]+\.[a-z_]+(,[a-z]+\.[a-z_]+)*",
    "storefronts": r"https://[a-z0-9.-]+(:[0-9]+)?(,https://[a-z0-9.-]+(:[0-9]+)?)*",
}
"""What each choice may be, as a regular expression.

Anything else, and any name that is not here, refuses to synthesize.
"""


class ConfigRefused(ValueError):
    """A choice that there is not; the message says in one line what may be chosen."""


@dataclass(frozen=True)
class Config:
    """`cloud`: aws or local.

    `stage`: production keeps and protects tables, users and secrets; only trial, said in words, lets them go with the
    stack. `domain_prefix`: of the sign-in pages, unique in its region. `alarm_email`: gets the alarms. `mail_from`: the
    address that shoppers get mail from; without one no mail is sent, and each is noted as not sent. `mail_identity`:
    what SES shall verify of it, its address or its domain; `existing-…` where it is verified already, and then sign-in
    mails go out by it, too. `search`: index (in the functions) or opensearch (a domain beside them, on AWS only).
    `storefronts`: more addresses of the storefront beside the parameter `StorefrontUrl`, parted by commas.
    `later_indexes`: such as order.by_due, left out of an update of an older release: DynamoDB makes one index of a
    table at a time.
    """

    cloud: str = "aws"
    stage: str = PRODUCTION
    domain_prefix: str = f"halftone-{cdk.Aws.ACCOUNT_ID}"
    alarm_email: str = ""
    mail_from: str = ""
    mail_identity: str = "address"
    search: str = "index"
    storefronts: str = ""
    later_indexes: str = ""

    @classmethod
    def of(cls, node: Node) -> "Config":
        """Read the configuration from a construct tree's context.

        Raises `ConfigRefused` for unknown names and values.
        """
        given = {name: str(value) for name, value in (node.get_all_context({}) or {}).items() if _ours(name)}
        for name, value in given.items():
            _check(name, value)
        if given.get("cloud") == "local":
            given = {"stage": TRIAL, "mail_from": LOCAL_SENDER, **given}
        return cls(**given)

    @property
    def local(self) -> bool:
        return self.cloud == "local"

    @property
    def opensearch(self) -> bool:
        """Whether searches are answered by an OpenSearch domain; the local cloud has none."""
        return self.search == OPENSEARCH and not self.local

    @property
    def tls(self) -> bool:
        """Whether AWS's services are reached over TLS alone; the local cloud listens on loopback, without."""
        return not self.local

    @property
    def is_production(self) -> bool:
        """Whether what shoppers own outlives the stack."""
        return self.stage == PRODUCTION

    @property
    def removal_policy(self) -> cdk.RemovalPolicy:
        return cdk.RemovalPolicy.RETAIN if self.is_production else cdk.RemovalPolicy.DESTROY

    @property
    def mail_domain(self) -> str:
        return self.mail_from.rpartition("@")[2]

    @property
    def mail_verified(self) -> bool:
        """Whether SES has verified the sender before this deploy."""
        return bool(self.mail_from) and self.mail_identity.startswith("existing-")

    @property
    def more_storefronts(self) -> list[str]:
        return [address for address in self.storefronts.split(",") if address]


def _ours(name: str) -> bool:
    """Whether a name of the context is meant for this app: the CDK's own (`aws:cdk:…`, `@aws-cdk/…`, looked-up values)
    have : or /."""
    return not set(":/") & set(name)


def _check(name: str, value: str) -> None:
    known = [field.name for field in fields(Config)]
    if name not in known:
        raise ConfigRefused(f"There is no choice “{name}”. There are {', '.join(known)}.")
    if not re.fullmatch(ALLOWED[name], value):
        raise ConfigRefused(f"“{name}={value}” cannot be chosen: it must match {ALLOWED[name]}")
