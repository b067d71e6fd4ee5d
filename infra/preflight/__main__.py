"""`python -m infra.preflight -c stage=production`: a line for each finding, and exit 1 where one would stop the
deploy."""

import sys
from collections.abc import Iterator, Sequence

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from infra import account
from infra.config import Config
from infra.local.assembly import assembly
from infra.local.cloud import Failed
from infra.preflight import account_checks, address_checks, costs, mail_checks, seller_checks
from infra.preflight.finding import Check, Finding, Level, Target
from infra.stage_reading import ConfigRefused

CHECKS: tuple[Check, ...] = (
    account_checks.bootstrap,
    account_checks.concurrency,
    seller_checks.seller,
    mail_checks.mail,
    address_checks.sign_in,
    address_checks.domain,
    address_checks.cloudfront,
    account_checks.budget,
    costs.costs,
)


def main(arguments: Sequence[str]) -> int:
    try:
        config = account.parse(arguments)
        findings = examine(config, account.session(config), account.context(arguments))
        levels = [_say(finding) for finding in findings]
    except (ConfigRefused, Failed) as refused:
        raise SystemExit(str(refused)) from None
    return int(Level.STOP in levels)


def examine(config: Config, session: boto3.Session, context: dict[str, str]) -> Iterator[Finding]:
    """Yield the findings of every check, or only that the account is the wrong one."""
    try:
        number = account.check(config, session)
    except account.AccountRefused as refused:
        yield Finding(Level.STOP, "account", str(refused))
        return
    target = Target(config, session, number, assembly(context))
    yield Finding(Level.OK, "account", f"{config.name} goes to {number}, {target.region}")
    for check in CHECKS:
        yield from run(check, target)


def run(check: Check, target: Target) -> Iterator[Finding]:
    """Yield what a check finds; what may not be looked up, or cannot, is a finding, too."""
    try:
        yield from check(target)
    except (ClientError, BotoCoreError) as error:
        yield Finding(Level.NOTE, check.__name__, f"cannot be looked up: {error}")


def _say(finding: Finding) -> Level:
    print(finding, flush=True)
    return finding.level


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
