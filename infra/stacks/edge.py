"""The shop's address, where the same deploy hosts the pages: CloudFront, and the HTTP API behind it."""

from constructs import Construct

from backend.contracts import shop
from infra.config import Config
from infra.constructs.edge import Edge
from infra.constructs.firewall import Firewall
from infra.stacks.base import ShopStack


class EdgeStack(ShopStack):
    """Deployed before what has to know the address: sign-in, payments and mails. It answers once the storefront's stack
    has put the function behind it.

    The firewall is made here: a stage in us-east-1 may choose one, and in other regions its file names one by ARN.
    """

    def __init__(self, scope: Construct, choices: Config) -> None:
        super().__init__(scope, "Edge", choices, f"{shop.NAME}'s address: CloudFront, and the API behind it")
        acl = Firewall(self, "Firewall", choices).acl.attr_arn if choices.web.firewall else ""
        self.edge = Edge(self, "Edge", choices, acl)
        self.add_outputs({"ShopUrl": self.edge.url})
        if choices.domain:
            self.add_outputs({"DomainTarget": self.edge.distribution.distribution_domain_name})
