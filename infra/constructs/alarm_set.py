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
        chosen = objectives(config)
        burning = [row for objective in chosen for row in burn_rows(config, objective)]
        burns = {row.name: alarm for row, alarm in add_alarms(scope, config, burning).items()}
        others = add_alarms(scope, config, alarm_rows(config))
        self.single: list[cloudwatch.Alarm] = [*burns.values(), *others.values()]
        self.composite: list[cloudwatch.CompositeAlarm] = []
        urgent = [alarm for row, alarm in others.items() if row.is_urgent]
        later = [alarm for row, alarm in others.items() if not row.is_urgent]
        hurt = [*burn_rules(burns, chosen, BURNS_FAST), *urgent]
        repair = [*burn_rules(burns, chosen, BURNS_SLOWLY), *later]
        for name, rules, what, page in (
            ("ShopIsHurt", hurt, "The shop is hurt: shoppers notice it now", "shop-is-hurt"),
            ("MustRepair", repair, "Somebody must repair something today", "must-repair"),
        ):
            self.composite.append(add_composite(scope, name, rules, what, page, topic))
