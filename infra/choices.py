"""What may be chosen when the shop is synthesized: CDK context (`cdk deploy -c name=value`), each with a default that works."""

from dataclasses import dataclass

import aws_cdk as cdk
from constructs import Node

PRODUCTION = "production"
OPENSEARCH = "opensearch"


@dataclass(frozen=True)
class Choices:
    """`cloud` aws or local · `stage` trial or production (keeps tables and users when the stack goes) · `domain_prefix` of the
    sign-in pages, unique in its region · `alarm_email` gets the alarms · `mail_from` is the address
    that shoppers get mail from, verified with SES · `search` index (in the functions) or opensearch (a domain beside them, on AWS only)."""

    cloud: str = "aws"
    stage: str = "trial"
    domain_prefix: str = f"halftone-{cdk.Aws.ACCOUNT_ID}"
    alarm_email: str = ""
    mail_from: str = "orders@halftone.example"
    search: str = "index"

    @classmethod
    def of(cls, node: Node) -> "Choices":
        """The choices of a construct tree's context."""
        given = {name: node.try_get_context(name) for name in cls.__dataclass_fields__}
        return cls(**{name: str(value) for name, value in given.items() if value is not None})

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
    def keeps(self) -> bool:
        """Whether what shoppers own outlives the stack."""
        return self.stage == PRODUCTION

    @property
    def removal(self) -> cdk.RemovalPolicy:
        return cdk.RemovalPolicy.RETAIN if self.keeps else cdk.RemovalPolicy.DESTROY
