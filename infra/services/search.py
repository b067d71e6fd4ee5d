"""Search: an index that costs nothing while nobody searches.

Its snapshots are in a bucket, its change log in the table.
"""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk.aws_lambda_event_sources import SqsDlq
from constructs import Construct

from infra.config import Config
from infra.constructs import grants
from infra.constructs.opensearch import Engine
from infra.constructs.queue import dead_letters
from infra.constructs.resources import Resources
from infra.constructs.service import Deliveries, Service

TAKING_IN, BATCH = cdk.Duration.seconds(60), 100
BUILDER, TRIES = cdk.Duration.minutes(15), 5
DISK = cdk.Size.gibibytes(4)  # two snapshots of a million products
FILE, SPARED = "index.sqlite", cdk.Duration.days(7)
WANTED = lambda_.FilterCriteria.filter({"dynamodb": {"NewImage": {"wanted": {"S": lambda_.FilterRule.exists()}}}})


class Search(Service):
    """It hears of products and their stock, and publishes nothing."""

    def __init__(self, scope: Construct, resources: Resources) -> None:
        # One append to the log for a batch, and few who want to append at once.
        batches = Deliveries(window=cdk.Duration.seconds(1), max_concurrency=2)
        super().__init__(scope, "search", resources, deliveries=batches, disk=DISK)
        config = resources.config
        self.index = _bucket(self.data, config)
        engine = Engine(self, config) if config.opensearch else None
        engine_variables = {"OPENSEARCH": engine.url} if engine else {}
        name, file = self.index.bucket_name, self.index.arn_for_objects(FILE)
        load = grants.statement(["s3:GetObjectVersion"], file)
        may_ask, may_take, may_fill = (engine.ask, engine.take, engine.fill) if engine else ([], [], [])
        self.http_function(
            table=("GetItem", "PutItem", "Query"),
            policies=[load, *may_ask],
            BUCKET=name,
            INDEX=FILE,
            **engine_variables,
        )
        reads_and_writes = ("BatchGetItem", "PutItem", "Query", "UpdateItem")
        self.consumer(table=reads_and_writes, policies=may_take, timeout=TAKING_IN, batch=BATCH, **engine_variables)
        keep = grants.statement(["s3:DeleteObjectVersion", "s3:PutObject"], file)
        self._builder([load, keep, *may_fill], BUCKET=name, INDEX=FILE, **engine_variables)

    def _builder(self, policies: list[iam.PolicyStatement], **environment: str) -> None:
        """Add the function that makes snapshots, woken by build requests in the table."""
        unbuilt = dead_letters(self, "Unbuilt")
        self.dead_letters.append(unbuilt)
        on_table = self._on(("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query"))
        woken = [grants.read_stream(self.table), grants.send(unbuilt)]
        lambda_.EventSourceMapping(
            self,
            "Wishes",
            target=self._function("Builder", "builder", BUILDER, [*on_table, *woken, *policies], **environment),
            event_source_arn=self.table.table_stream_arn,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            retry_attempts=TRIES,
            on_failure=SqsDlq(unbuilt),
            filters=[WANTED],
        )


def _bucket(scope: Construct, config: Config) -> s3.Bucket:
    """Private, encrypted, over TLS only.

    It outlives the stack: CloudFormation deletes no bucket that holds something.
    """
    return s3.Bucket(
        scope,
        "Index",
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=config.tls,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        versioned=True,
        lifecycle_rules=[
            s3.LifecycleRule(
                noncurrent_version_expiration=SPARED, abort_incomplete_multipart_upload_after=cdk.Duration.days(1)
            )
        ],
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )
