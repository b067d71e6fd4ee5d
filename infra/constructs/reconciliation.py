"""The schedule that compares the services' books, and the function that it wakes: the hosted storefront's own code."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.bundle import here
from infra.config import Config
from infra.constructs import grants
from infra.constructs.function import make_function
from infra.constructs.log_metrics import count_differences
from infra.nag_findings import PYTHON
from infra.nag_suppressions import acknowledge_finding
from infra.storefront_bundle import storefront_bundles

HANDLER, FUNCTIONS = "storefront.reconcile.scheduled.handler", "FUNCTIONS"
"""The function, and its variable that names those which it asks, by service."""

SERVICES = ("inventory", "order", "payment", "promotion", "voucher")
"""Whose functions are asked."""
LONGEST = cdk.Duration.minutes(15)  # that Lambda lets a function run: some hundred thousand orders
MEMORY = 1_024  # MB: all books are held at once
HOUR, MINUTE = "3", "17"  # UTC: when few buy, and not when everybody's schedules wake


class Reconciliation(Construct):
    """It may invoke the functions that answer for these services, and nothing else.

    `handlers` are these functions by service.
    """

    def __init__(self, scope: Construct, id: str, config: Config, handlers: Mapping[str, lambda_.IFunction]) -> None:
        super().__init__(scope, id)
        arns = {service: handlers[service].function_arn for service in SERVICES}
        bundles = storefront_bundles(here()) if config.local else storefront_bundles()
        function, log = make_function(
            self,
            "Compares orders, stock, payments, promotions and vouchers",
            HANDLER,
            lambda_.Code.from_asset(str(bundles.code)),
            LONGEST,
            [grants.statement(["lambda:InvokeFunction"], *arns.values())],
            {FUNCTIONS: cdk.Stack.of(self).to_json_string(arns)},
            memory=MEMORY,
        )
        acknowledge_finding(function.node.default_child or function, "L1", PYTHON)
        count_differences(self, config, log)
        # What failed has rung already: Lambda's two more tries would read every order again, and ring again.
        function.configure_async_invoke(retry_attempts=0)
        weekday = "MON" if config.reconcile == "weekly" else "*"
        events.Rule(
            self,
            "Night",
            description="Wakes what compares the services' books",
            schedule=events.Schedule.cron(minute=MINUTE, hour=HOUR, week_day=weekday),
            targets=[targets.LambdaFunction(function)],
        )
