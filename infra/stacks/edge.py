"""The shop's public address, where the same deploy hosts the pages: CloudFront, and the HTTP API behind it."""

from constructs import Construct

from backend.contracts import shop
from infra.config import Config
from infra.constructs.edge import Edge
from infra.constructs.firewall import Firewall
from infra.constructs.log_metrics import count_requests
from infra.constructs.objectives import PAGES
from infra.stacks.base import ShopStack


class EdgeStack(ShopStack):
    """Deployed before everything that has to know the address: sign-in, payments and mails.

    It answers once the storefront's stack has put the function behind it. The firewall is created here in us-east-1; in
    other regions the stage's file may name one by ARN.
    """

    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "Edge", config, f"{shop.NAME}'s address: CloudFront, and the API behind it")
        acl = Firewall(self, "Firewall", config).acl.attr_arn if config.web.firewall else ""
        self.edge = Edge(self, "Edge", config, acl)
        count_requests(self.group("Observability"), config, PAGES, self.edge.log)
        self.add_outputs({"ShopUrl": self.edge.url})
        if config.domain and not config.web.zone:  # a domain that somebody has to lead here
            self.add_outputs({"DomainTarget": self.edge.distribution.distribution_domain_name})
