"""What the stage costs while nobody shops, counted from its templates, and what 1,000 orders cost, as benchmarked.

At `infra.prices`, the list prices of us-east-1 without free tiers.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from infra import prices
from infra.preflight.finding import Finding, Level, Target
from infra.sizing import MEMORY

ORDER = Path(__file__).parent.parent.parent / "bench" / "results" / "confirmed.json"
POLLERS, POLL = 5, 20  # Lambda's long polls of an idle queue, and how many seconds each takes
SWEEP = 0.1  # seconds that a sweeper needs to see that nothing is due
MONTH = prices.HOURS * 3600  # seconds


def costs(target: Target) -> Iterator[Finding]:
    """Yield what is billed each month, and what each thousand orders adds."""
    items = idle(target)
    named = ", ".join(f"{name} ${dollars:.2f}" for name, dollars in sorted(items.items(), key=lambda item: -item[1]))
    yield Finding(Level.OK, "cost", f"about ${sum(items.values()):.2f} a month while nobody shops: {named}")
    yield Finding(Level.OK, "cost", f"about ${per_thousand_orders():.2f} more for each 1,000 confirmed orders")


def idle(target: Target) -> dict[str, float]:
    """Return dollars a month by what they are for; what costs less than a cent is left out."""

    def count(type: str) -> int:
        return len(target.resources(type))

    items = {
        "alarms": prices.ALARM.of(count("AWS::CloudWatch::Alarm")),
        "composite alarms": prices.COMPOSITE_ALARM.of(count("AWS::CloudWatch::CompositeAlarm")),
        "dashboards": prices.DASHBOARD.of(count("AWS::CloudWatch::Dashboard")),
        "secrets": prices.SECRET.of(count("AWS::SecretsManager::Secret")),
        "keys": prices.KEY.of(count("AWS::KMS::Key")),
        "firewall": _firewall(target),
        "idle queues": _queues(target),
        "sweepers": _sweepers(target),
        "search domain": _domain(target),
    }
    return {name: dollars for name, dollars in items.items() if dollars >= 0.01}


def per_thousand_orders() -> float:
    """Return dollars for 1,000 orders until they are confirmed, mails included: what `make bench` wrote down."""
    figures = json.loads(ORDER.read_text(encoding="utf-8"))["figures"]
    return float(next(each["value"] for each in figures if each["name"].startswith("a confirmed order")))


def _queues(target: Target) -> float:
    polled = [each for each in target.resources("AWS::Lambda::EventSourceMapping") if "ScalingConfig" in each]
    return prices.QUEUE.of(len(polled) * POLLERS * MONTH / POLL)


def _sweepers(target: Target) -> float:
    rules = [each.get("ScheduleExpression") for each in target.resources("AWS::Events::Rule")]
    calls = rules.count("rate(1 minute)") * MONTH / 60
    return prices.LAMBDA_REQUESTS.of(calls) + prices.LAMBDA_TIME.of(calls * SWEEP * MEMORY / 1024)


def _firewall(target: Target) -> float:
    lists = target.resources("AWS::WAFv2::WebACL")
    return prices.WEB_ACL.of(len(lists)) + prices.WEB_ACL_RULE.of(sum(len(each.get("Rules", [])) for each in lists))


def _domain(target: Target) -> float:
    total = 0.0
    for each in target.resources("AWS::OpenSearchService::Domain"):
        nodes = each["ClusterConfig"]["InstanceCount"]
        total += prices.OPENSEARCH_NODE.of(nodes * prices.HOURS)
        total += prices.OPENSEARCH_DISK.of(nodes * each["EBSOptions"]["VolumeSize"] * prices.GIGABYTE)
    return total
