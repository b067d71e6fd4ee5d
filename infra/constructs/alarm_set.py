"""All alarms of a stage, and the two that tell somebody."""

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.config import Config
from infra.constructs.alarms import add_alarms, add_composite, alarm_rows
from infra.constructs.objectives import BURNS_FAST, BURNS_SLOWLY, burn_rows, burn_rules, objectives


class AlarmSet:
    """`single` are the alarms on one metric each; `composite` are what the topic is told of."""

    def __init__(self, scope: Construct, config: Config, topic: sns.ITopic) -> None:
        shop_objectives = objectives(config)
        burning = [row for objective in shop_objectives for row in burn_rows(config, objective)]
        burns = {row.name: alarm for row, alarm in add_alarms(scope, config, burning).items()}
        alarms_of_rows = add_alarms(scope, config, alarm_rows(config))
        self.single: list[cloudwatch.Alarm] = [*burns.values(), *alarms_of_rows.values()]
        self.composite: list[cloudwatch.CompositeAlarm] = []
        urgent = [alarm for row, alarm in alarms_of_rows.items() if row.is_urgent]
        later = [alarm for row, alarm in alarms_of_rows.items() if not row.is_urgent]
        urgent_rules = [*burn_rules(burns, shop_objectives, BURNS_FAST), *urgent]
        later_rules = [*burn_rules(burns, shop_objectives, BURNS_SLOWLY), *later]
        for name, rules, what, page in (
            ("ShopIsHurt", urgent_rules, "The shop is hurt: shoppers notice it now", "shop-is-hurt"),
            ("MustRepair", later_rules, "Somebody must repair something today", "must-repair"),
        ):
            self.composite.append(add_composite(scope, name, rules, what, page, topic))
