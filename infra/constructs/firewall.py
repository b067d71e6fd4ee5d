"""Requests that are blocked before they reach the shop: the rules of AWS WAF in front of CloudFront.

Web ACLs for CloudFront are created in us-east-1, wherever the shop is.
"""

from collections.abc import Sequence

from aws_cdk import aws_wafv2 as waf
from constructs import Construct

from backend.contracts import shop
from infra.config import Config

MAX_BODY = 64 * 1024  # bytes of a form of a visitor; the storefront itself takes 256 kB
RATES = {"/account/": 100, "/checkout/": 300, "/orders/": 300}
"""Requests in five minutes that one address may send to pages that sign in, or that cost money to answer."""
WINDOW = 300  # seconds
MANAGED = ("AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet")
STAFF = "/staff/"
Rule = waf.CfnWebACL.RuleProperty
Statement = waf.CfnWebACL.StatementProperty


class Firewall(Construct):
    """Its rules, in order: staff's addresses, rates, the size of forms, and AWS's managed rules."""

    def __init__(self, scope: Construct, id: str, config: Config) -> None:
        super().__init__(scope, id)
        statements = [*self._staff(config.web.staff_addresses), *_rates(), ("Body", _body(), "block")]
        rules = [_rule(priority, *each) for priority, each in enumerate(statements)]
        rules += [_managed_rule(len(rules) + priority, name) for priority, name in enumerate(MANAGED)]
        size = waf.CfnWebACL.RequestBodyAssociatedResourceTypeConfigProperty(default_size_inspection_limit="KB_64")
        self.acl = waf.CfnWebACL(
            self,
            "Acl",
            scope="CLOUDFRONT",
            default_action=waf.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_visible("Acl"),
            association_config=waf.CfnWebACL.AssociationConfigProperty(request_body={"CLOUDFRONT": size}),
            rules=rules,
        )

    def _staff(self, addresses: Sequence[str]) -> list[tuple[str, Statement, str]]:
        """Return the rule that blocks all but these addresses from staff's pages; none if no addresses are given."""
        if not addresses:
            return []
        addresses_of_staff = waf.CfnIPSet(
            self, "Staff", scope="CLOUDFRONT", ip_address_version="IPV4", addresses=list(addresses)
        )
        of_staff = Statement(ip_set_reference_statement={"arn": addresses_of_staff.attr_arn})
        stranger = Statement(and_statement={"statements": [_path(STAFF), _not(of_staff)]})
        return [("StaffAddresses", stranger, "block")]


def _rates() -> list[tuple[str, Statement, str]]:
    return [
        (f"Rate{path.strip('/').title()}", Statement(rate_based_statement=_rate(path, limit)), "block")
        for path, limit in RATES.items()
    ]


def _rate(path: str, limit: int) -> waf.CfnWebACL.RateBasedStatementProperty:
    return waf.CfnWebACL.RateBasedStatementProperty(
        aggregate_key_type="IP",
        limit=limit,
        evaluation_window_sec=WINDOW,
        scope_down_statement=_in_each_language(path, shop.LANGUAGES),
    )


def _body() -> Statement:
    """Return the rule against forms that are too large; staff may send catalogues."""
    large = waf.CfnWebACL.SizeConstraintStatementProperty(
        comparison_operator="GT",
        size=MAX_BODY - 1,
        field_to_match=waf.CfnWebACL.FieldToMatchProperty(body={"oversizeHandling": "MATCH"}),
        text_transformations=_AS_IT_IS,
    )
    return Statement(and_statement={"statements": [Statement(size_constraint_statement=large), _not(_path(STAFF))]})


def _managed_rule(priority: int, name: str) -> Rule:
    """Return a rule group of AWS's, for visitors' pages: staff write HTML and prices, which look like attacks to it."""
    group = waf.CfnWebACL.ManagedRuleGroupStatementProperty(
        vendor_name="AWS", name=name, scope_down_statement=_not(_path(STAFF))
    )
    return Rule(
        name=name,
        priority=priority,
        statement=Statement(managed_rule_group_statement=group),
        override_action=waf.CfnWebACL.OverrideActionProperty(none={}),
        visibility_config=_visible(name),
    )


def _rule(priority: int, name: str, statement: Statement, action: str) -> Rule:
    return Rule(
        name=name,
        priority=priority,
        statement=statement,
        action=waf.CfnWebACL.RuleActionProperty(**{action: {}}),
        visibility_config=_visible(name),
    )


def _in_each_language(path: str, languages: Sequence[str]) -> Statement:
    """Return what matches a path of the shop's, with the prefix of each language but the first, which has none."""
    every = [_path(path), *(_path(f"/{language}{path}") for language in languages[1:])]
    return Statement(or_statement={"statements": every}) if len(every) > 1 else every[0]


def _path(prefix: str) -> Statement:
    return Statement(
        byte_match_statement=waf.CfnWebACL.ByteMatchStatementProperty(
            field_to_match=waf.CfnWebACL.FieldToMatchProperty(uri_path={}),
            positional_constraint="STARTS_WITH",
            search_string=prefix,
            text_transformations=_AS_IT_IS,
        )
    )


def _not(statement: Statement) -> Statement:
    return Statement(not_statement={"statement": statement})


def _visible(name: str) -> waf.CfnWebACL.VisibilityConfigProperty:
    return waf.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=True
    )


_AS_IT_IS = [waf.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")]
