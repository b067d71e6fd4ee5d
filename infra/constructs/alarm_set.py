"""All alarms of a stage, and which of them notify somebody."""

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.config import Config
from infra.constructs.alarms import add_alarms, add_composite, alarm_rows, tell
from infra.constructs.objectives import burn_rows, burn_rules, objectives


class AlarmSet:
    """`single` are the alarms on one metric each.

    `urgent` is the composite alarm on what shoppers notice. All others notify by themselves: a composite alarm costs as
    much as five single ones, and hides a second failure behind the first.
    """

    def __init__(self, scope: Construct, config: Config, topic: sns.ITopic) -> None:
        shop_objectives = objectives(config)
        rows = [row for objective in shop_objectives for row in burn_rows(config, objective)]
        burns = {row.name: alarm for row, alarm in add_alarms(scope, config, rows).items()}
        alarms_of_rows = add_alarms(scope, config, alarm_rows(config))
        self.single: list[cloudwatch.Alarm] = [*burns.values(), *alarms_of_rows.values()]
        urgent = [alarm for row, alarm in alarms_of_rows.items() if row.is_urgent]
        what = "The shop is hurt: shoppers notice it now"
        self.urgent = add_composite(
            scope, "ShopIsHurt", [*burn_rules(burns, shop_objectives), *urgent], what, "shop-is-hurt", topic
        )
        for row, alarm in alarms_of_rows.items():
            if not row.is_urgent:
                tell(alarm, topic)
