"""An OpenSearch domain for a catalogue that is too large for a function's own index: `search = "opensearch"`.

It costs by the hour, whether anybody searches or not: two nodes in two zones. Each function is granted exactly the
calls that it makes.
"""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_opensearchservice as opensearch
from constructs import Construct

from backend.contracts.search.models import INDEX_ALIAS, INDEX_SLOTS
from infra.config import Config
from infra.constructs.grants import statement
from infra.constructs.log import LOG_DAYS
from infra.nag_findings import OPENSEARCH
from infra.nag_suppressions import acknowledge_finding

NODES, NODE, DISK = 2, "t3.medium.search", 20  # GB each
SLOW = ("INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS")


class Engine(Construct):
    """The domain, and what each function may do with it: the handler may `ask`, the event consumer `take`, the builder
    `fill`."""

    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "Engine")
        self.domain = opensearch.CfnDomain(
            self,
            "Domain",
            engine_version="OpenSearch_2.19",
            cluster_config=opensearch.CfnDomain.ClusterConfigProperty(
                instance_type=NODE,
                instance_count=NODES,
                zone_awareness_enabled=True,
                zone_awareness_config=opensearch.CfnDomain.ZoneAwarenessConfigProperty(availability_zone_count=NODES),
            ),
            ebs_options=opensearch.CfnDomain.EBSOptionsProperty(ebs_enabled=True, volume_type="gp3", volume_size=DISK),
            encryption_at_rest_options=opensearch.CfnDomain.EncryptionAtRestOptionsProperty(enabled=True),
            node_to_node_encryption_options=opensearch.CfnDomain.NodeToNodeEncryptionOptionsProperty(enabled=True),
            domain_endpoint_options=opensearch.CfnDomain.DomainEndpointOptionsProperty(
                enforce_https=True, tls_security_policy="Policy-Min-TLS-1-2-PFS-2023-10"
            ),
            log_publishing_options=self._logs(),
        )
        self.domain.add_resource_dependency(self._leave)
        self.domain.apply_removal_policy(cdk.RemovalPolicy.DESTROY)  # it can be filled again from the table at any time
        for rule, reason in OPENSEARCH.items():
            acknowledge_finding(self.domain, rule, reason)
        self.url = f"https://{self.domain.attr_domain_endpoint}"
        self.ask = [self._may("Post", f"{INDEX_ALIAS}/_search")]
        self.take = [self._may("Post", f"{INDEX_ALIAS}/_bulk")]
        self.fill = [
            self._may("Get", f"_alias/{INDEX_ALIAS}"),
            self._may("Put", "_cluster/settings", *INDEX_SLOTS),
            self._may("Post", "_aliases", *(f"{slot}/_bulk" for slot in INDEX_SLOTS)),
            self._may("Delete", *INDEX_SLOTS),
        ]

    def _may(self, method: str, *paths: str) -> iam.PolicyStatement:
        return statement([f"es:ESHttp{method}"], *(f"{self.domain.attr_arn}/{path}" for path in paths))

    def _log(self, id: str) -> logs.LogGroup:
        return logs.LogGroup(self, id, retention=LOG_DAYS, removal_policy=cdk.RemovalPolicy.DESTROY)

    def _logs(self) -> dict[str, opensearch.CfnDomain.LogPublishingOptionProperty]:
        """Make logs of what was slow, and allow the domain to write them."""
        groups = {kind: self._log(kind.title().replace("_", "")) for kind in SLOW}
        leave = {
            "Effect": "Allow",
            "Principal": {"Service": "es.amazonaws.com"},
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [group.log_group_arn for group in groups.values()],
            "Condition": {"StringEquals": {"aws:SourceAccount": cdk.Stack.of(self).account}},
        }
        document = cdk.Stack.of(self).to_json_string({"Version": "2012-10-17", "Statement": [leave]})
        self._leave = logs.CfnResourcePolicy(
            self, "Leave", policy_name=f"{cdk.Aws.STACK_NAME}-search", policy_document=document
        )
        return {
            kind: opensearch.CfnDomain.LogPublishingOptionProperty(
                enabled=True, cloud_watch_logs_log_group_arn=group.log_group_arn
            )
            for kind, group in groups.items()
        }
