"""Is the account ready: bootstrapped, large enough, watched by a budget?"""

from collections.abc import Iterator

from infra.preflight.finding import Finding, Level, Target

BOOTSTRAP = "/cdk-bootstrap/hnb659fds/version"
CONCURRENCY = "L-B99A9384"  # the code of Lambda's quota “Concurrent executions”
WANTED = 1_000  # what AWS gives an established account without asking
BUDGETS = "us-east-1"  # where the one endpoint of AWS Budgets is


def bootstrap(target: Target) -> Iterator[Finding]:
    """Yield whether `cdk bootstrap` has run in each region, and is new enough for these templates."""
    needed = max(
        version["requiresBootstrapStackVersion"]
        for stack in target.stacks()
        for version in (stack["properties"], stack["properties"].get("lookupRole", {}))
        if "requiresBootstrapStackVersion" in version
    )
    for region in target.regions():
        version, do = _version(target, region), f"run: make bootstrap STAGE={target.config.stage}"
        if version >= needed:
            yield Finding(Level.OK, "bootstrap", f"version {version} in {region}")
        elif version:
            yield Finding(Level.STOP, "bootstrap", f"version {version} in {region} is older than {needed}: {do}")
        else:
            yield Finding(Level.STOP, "bootstrap", f"{region} has not been bootstrapped: {do}")


def _version(target: Target, region: str) -> int:
    ssm = target.session.client("ssm", region_name=region)
    try:
        return int(ssm.get_parameter(Name=BOOTSTRAP)["Parameter"]["Value"])
    except ssm.exceptions.ParameterNotFound:
        return 0


def concurrency(target: Target) -> Iterator[Finding]:
    """Yield whether all functions that wake by themselves can run at once; visitors' requests come on top."""
    limits = target.session.client("lambda").get_account_settings()["AccountLimit"]
    allowed, needed = int(limits["ConcurrentExecutions"]), needed_at_once(target)
    if allowed > needed:
        yield Finding(Level.OK, "lambda", f"{allowed} functions at once; queues, streams and sweepers need {needed}")
        return
    ask = (
        "aws service-quotas request-service-quota-increase --service-code lambda "
        f"--quota-code {CONCURRENCY} --desired-value {WANTED} --region {target.region}"
    )
    yield Finding(
        Level.NOTE if target.config.trial else Level.STOP,
        "lambda",
        f"the account allows {allowed} functions at once, and queues, streams and sweepers alone need {needed}: "
        f"messages would be throttled into the dead letters. Ask for more: {ask}",
    )


def needed_at_once(target: Target) -> int:
    """Return how many functions queues, streams and schedules may run at once."""
    mappings = target.resources("AWS::Lambda::EventSourceMapping")
    scheduled = [rule for rule in target.resources("AWS::Events::Rule") if "ScheduleExpression" in rule]
    return sum(int(each.get("ScalingConfig", {}).get("MaximumConcurrency", 1)) for each in mappings) + len(scheduled)


def budget(target: Target) -> Iterator[Finding]:
    """Yield whether somebody is told when the bill grows."""
    budgets = (
        target.session.client("budgets", region_name=BUDGETS)
        .describe_budgets(AccountId=target.account)
        .get("Budgets", [])
    )
    if budgets:
        yield Finding(Level.OK, "budget", ", ".join(sorted(each["BudgetName"] for each in budgets)))
    else:
        console = "https://console.aws.amazon.com/billing/home#/budgets"
        yield Finding(Level.NOTE, "budget", f"nobody is told when the bill grows: make a budget at {console}")
