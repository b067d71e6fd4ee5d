"""Findings of cdk-nag's AwsSolutions rules about the hosted storefront that stay, each with its reason."""

from constructs import IConstruct

from infra.nag_suppressions import acknowledge_finding

REASONS = {
    ("Edge/Distribution", "CFR1"): "The shop is for every country that it delivers to, and for whoever looks",
    ("Edge/Distribution", "CFR2"): "A firewall costs $12 a month before anybody shops: the stage's file chooses it",
    ("Edge/Distribution", "CFR3"): "A stage's file may choose that visits are not kept",
    ("Edge/Distribution", "CFR4"): "CloudFront's own name comes with CloudFront's own certificate, whose TLS AWS sets",
    ("Edge/Visits", "S1"): "It holds the log of visits itself; a log of who reads the log would have no end",
    ("Edge/Secret", "SMG4"): "It is known to two parts of one deploy alone: a new one comes with a new name",
    ("Hosting/Key", "SMG4"): "A key that is changed at once signs everybody out: it is changed in two steps",
    ("Hosting/Uploads", "S1"): "Only the storefront reaches it, and what lies there is gone after a day",
    ("Hosting/Role", "IAM5[Resource::<HostingUploads6DC10A59.Arn>/*]"): (
        "An upload's name is 186 random bits: bucket and action say what is touched"
    ),
    ("Hosting/Function", "L1"): "Python 3.13 is what the pinned wheels are tested with; raised together with them",
    ("Hosting/Pages", "APIG4"): "Anyone may look at the shop; who may see more is the storefront's to decide",
}


def acknowledge_hosting(stack: IConstruct) -> None:
    """Give cdk-nag the reasons for what was made of these."""
    for (path, rule), reason in REASONS.items():
        found: IConstruct | None = stack
        for part in [*path.split("/"), "Resource"]:
            found = found.node.try_find_child(part) if found else None
        if found:
            acknowledge_finding(found, rule, reason)
