"""Can the shop be reached: sign-in pages, certificate, zone, CloudFront?"""

from collections.abc import Iterator

from infra.preflight.finding import Finding, Level, Target

CERTIFICATES = "us-east-1"  # where CloudFront looks for them


def sign_in(target: Target) -> Iterator[Finding]:
    """Yield whether the prefix of the sign-in pages is free, where the file names one."""
    prefix = target.config.domain_prefix
    if not prefix:
        yield Finding(Level.OK, "sign-in", "the address of the sign-in pages ends in a random part of its own")
        return
    description = target.session.client("cognito-idp").describe_user_pool_domain(Domain=prefix)["DomainDescription"]
    if not description.get("UserPoolId") or target.is_ours(prefix):
        yield Finding(Level.OK, "sign-in", f"{prefix} is this stage's, or free as far as this account can see")
        return
    yield Finding(
        Level.STOP,
        "sign-in",
        f"{prefix} leads to the user pool {description['UserPoolId']}: choose another “domain_prefix”, or leave it out",
    )


def domain(target: Target) -> Iterator[Finding]:
    """Yield whether the shop's domain has a certificate and a zone in this account."""
    name = target.config.domain
    if not name:
        yield Finding(Level.OK, "domain", "none of its own")
        return
    yield _certificate(target, name)
    yield _zone(target, name)


def _certificate(target: Target, name: str) -> Finding:
    acm = target.session.client("acm", region_name=CERTIFICATES)
    pages = acm.get_paginator("list_certificates").paginate(CertificateStatuses=["ISSUED", "PENDING_VALIDATION"])
    for each in (certificate for page in pages for certificate in page["CertificateSummaryList"]):
        names = {each["DomainName"], *each.get("SubjectAlternativeNameSummaries", [])}
        if names & {name, f"*.{name.partition('.')[2]}"}:
            if each.get("Status") == "ISSUED":
                return Finding(Level.OK, "certificate", f"{each['CertificateArn']} covers {name}")
            return Finding(
                Level.NOTE, "certificate", f"{each['CertificateArn']} waits for its DNS record: set what its page names"
            )
    ask = f"aws acm request-certificate --domain-name {name} --validation-method DNS --region {CERTIFICATES}"
    return Finding(Level.NOTE, "certificate", f"none for {name} in {CERTIFICATES}, where CloudFront looks: {ask}")


def _zone(target: Target, name: str) -> Finding:
    pages = target.session.client("route53").get_paginator("list_hosted_zones").paginate()
    zones = [
        zone["Name"].rstrip(".")
        for page in pages
        for zone in page["HostedZones"]
        if not zone.get("Config", {}).get("PrivateZone")
    ]
    above = [zone for zone in zones if name == zone or name.endswith(f".{zone}")]
    if above:
        return Finding(Level.OK, "zone", f"{max(above, key=len)} is in this account")
    return Finding(
        Level.NOTE, "zone", f"no zone of this account holds {name}: set its records where the domain is registered"
    )


def cloudfront(target: Target) -> Iterator[Finding]:
    """Yield whether CloudFront is known to serve this account; AWS has no call that asks for leave beforehand."""
    distributions = target.session.client("cloudfront").list_distributions(MaxItems="1")["DistributionList"]
    if distributions.get("Quantity"):
        yield Finding(Level.OK, "cloudfront", "the account has distributions already")
        return
    yield Finding(
        Level.NOTE,
        "cloudfront",
        "the account has no distribution yet, and AWS verifies some new accounts first. Should the deploy end with "
        "“Your account must be verified”, open a support case of that text and deploy again",
    )
