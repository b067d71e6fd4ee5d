"""The schedule that compares the services' books, and the function that it starts, which runs the hosted storefront's
code."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.bundle import here
from infra.config import Config
from infra.constructs import grants
from infra.constructs.bucket import private_bucket
from infra.constructs.function import make_function
from infra.constructs.log_metrics import count_differences
from infra.nag_findings import BETWEEN_RUNS, PYTHON
from infra.nag_suppressions import acknowledge_finding, resource_pattern
from infra.storefront_bundle import storefront_bundles

HANDLER, FUNCTIONS = "storefront.reconcile.scheduled.handler", "FUNCTIONS"
"""The function, and its variable that names those which it asks, by service."""

SERVICES = ("inventory", "order", "payment", "promotion", "voucher")
"""Whose functions are asked."""
BOOKS, DAYS = "BOOKS", "DAYS"
"""Its variables that name the bucket between two runs, and the days between two comparisons."""

BETWEEN = {"daily": 1, "weekly": 7}
KEPT_DAYS = 7  # what a run leaves to the next: longer than a comparison may take
LONGEST = cdk.Duration.minutes(14)  # of a run, which is over before the next one is woken
MEMORY = 2_048  # MB: sixty thousand entries are held at once, three times where they differ
HOURS, MINUTE = "2-5", "2/15"  # UTC: when few buy. Once a night's comparison is done, who is woken looks and ends


class Reconciliation(Construct):
    """It may invoke the functions that answer for these services, and nothing else. `handlers` are these functions by
    service."""

    def __init__(self, scope: Construct, id: str, config: Config, handlers: Mapping[str, lambda_.IFunction]) -> None:
        super().__init__(scope, id)
        arns = {service: handlers[service].function_arn for service in SERVICES}
        between = private_bucket(self, "Between", config, cdk.RemovalPolicy.DESTROY, KEPT_DAYS)
        bundles = storefront_bundles(here()) if config.local else storefront_bundles()
        function, log = make_function(
            self,
            "Compares orders, stock, payments, promotions and vouchers",
            HANDLER,
            lambda_.Code.from_asset(str(bundles.code)),
            LONGEST,
            [
                grants.statement(["lambda:InvokeFunction"], *arns.values()),
                grants.statement(["s3:GetObject", "s3:PutObject"], between.arn_for_objects("*")),
                grants.statement(["s3:ListBucket"], between.bucket_arn),  # else S3 denies what is not there
            ],
            {
                FUNCTIONS: cdk.Stack.of(self).to_json_string(arns),
                BOOKS: between.bucket_name,
                DAYS: str(BETWEEN[config.reconcile]),
            },
            memory=MEMORY,
        )
        acknowledge_finding(function.node.default_child or function, "L1", PYTHON)
        self._acknowledge(between)
        count_differences(self, config, log)
        # What failed has rung already: Lambda's two more tries would read every order again, and ring again.
        function.configure_async_invoke(retry_attempts=0)
        events.Rule(
            self,
            "Night",
            description="Wakes what compares the services' books",
            schedule=events.Schedule.cron(minute=MINUTE, hour=HOURS),
            targets=[targets.LambdaFunction(function)],
        )

    def _acknowledge(self, between: s3.Bucket) -> None:
        acknowledge_finding(between.node.default_child or between, "S1", BETWEEN_RUNS)
        objects = resource_pattern(cdk.Stack.of(self).resolve(between.arn_for_objects("*")))
        role = self.node.find_child("Role")
        acknowledge_finding(role.node.default_child or role, f"IAM5[Resource::{objects}]", BETWEEN_RUNS)
