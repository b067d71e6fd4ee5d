"""Pictures: staff and reviewers send files straight to a bucket, a function checks and makes them anew, and CloudFront
serves what it made and what may be seen."""

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_s3 as s3
from constructs import Construct

from backend.contracts import shop
from infra.config import Config
from infra.constructs import grants
from infra.constructs.bucket import private_bucket
from infra.constructs.queue import dead_letters
from infra.constructs.resources import Resources
from infra.constructs.served_bucket import access_control, bucket_by_name, open_to_distributions, serve_files
from infra.constructs.service import Service

MAKING, MAKER_MEMORY = cdk.Duration.seconds(60), 2048  # a picture of forty megapixels, decoded, and one scaled copy
INCOMING, MADE = "incoming/*", "pictures/*"
SENT, UNUSED, WAITING, SHOWN = "reviews/*", "unused/*", "waiting/*", "pictures/reviews/*"
"""Pictures of reviews: as they were sent, and the folders of `backend/picture/review_storage.py`."""
UNUSED_DAYS, FORGOTTEN_DAYS = 7, 7
"""After which a picture that no review has is gone, and one that was removed from a review is gone for good."""
RETRY, RETRIES = cdk.Duration.hours(24), 185


class Picture(Service):
    """Two buckets, so that what came from outside never lies beside what is served.

    It consumes S3's events and publishes none.
    """

    def __init__(self, scope: Construct, resources: Resources) -> None:
        memory = {"Handler": MAKER_MEMORY, "Consumer": MAKER_MEMORY}  # both decode
        super().__init__(scope, "picture", resources, streamed=False, expires=True, memory=memory)
        config = resources.config
        self.incoming = private_bucket(self.data, "Incoming", config, cdk.RemovalPolicy.DESTROY, days=1)
        self.pictures = private_bucket(self.data, "Pictures", config, cdk.RemovalPolicy.RETAIN)
        came, self.made = self.incoming.arn_for_objects(INCOMING), self.pictures.arn_for_objects(MADE)
        sent = self.incoming.arn_for_objects(SENT)
        unused, waiting, shown = map(self.pictures.arn_for_objects, (UNUSED, WAITING, SHOWN))
        self.http_function(
            table=("GetItem", "PutItem", "UpdateItem"),
            policies=[
                grants.statement(["s3:PutObject"], came),
                grants.statement(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], sent),
                grants.statement(["s3:GetObject", "s3:PutObject"], unused),
                grants.statement(["s3:GetObject"], waiting),
            ],
            INCOMING=self.incoming.bucket_name,
            PICTURES=self.pictures.bucket_name,
            RETURN_ORIGIN=resources.storefront_url,
        )
        self.consumer(
            table=("BatchGetItem", "PutItem"),
            timeout=MAKING,
            batch=1,
            policies=[
                grants.statement(["s3:GetObject", "s3:DeleteObject"], came),
                grants.statement(["s3:PutObject"], self.made),
                grants.statement(["s3:DeleteObject", "s3:GetObject"], unused),
                grants.statement(["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], waiting),
                grants.statement(["s3:DeleteObject"], shown),
            ],
            INCOMING=self.incoming.bucket_name,
            PICTURES=self.pictures.bucket_name,
        )
        self._send_upload_events()
        self._forget_pictures_of_reviews()
        open_to_distributions(self.pictures, MADE)
        # Where the shop has a CloudFront of its own, that one reads the bucket, too.
        address = resources.storefront_url if config.is_hosted else self._distribution_address(config)
        # there the storefront serves them: nothing answers under such names
        self.url = "" if config.local else address

    @property
    def outputs(self) -> dict[str, str]:
        return super().outputs | {"PictureUrl": self.url}

    @property
    def kept_outputs(self) -> dict[str, str]:
        return super().kept_outputs | {"PictureBucket": self.pictures.bucket_name}

    def _forget_pictures_of_reviews(self) -> None:
        """Have the bucket delete what no review took, and soon what was deleted: these pictures are people's."""
        gone = cdk.Duration.days(FORGOTTEN_DAYS)
        for folder, unused_for in ((UNUSED, cdk.Duration.days(UNUSED_DAYS)), (WAITING, None), (SHOWN, None)):
            self.pictures.add_lifecycle_rule(
                prefix=folder.removesuffix("*"), expiration=unused_for, noncurrent_version_expiration=gone
            )

    def _send_upload_events(self) -> None:
        """Have S3 send an event for each upload to EventBridge's default bus, and a rule put it into the queue."""
        bucket = self.incoming.node.default_child
        if not isinstance(bucket, s3.CfnBucket):
            raise TypeError(bucket)
        # CDK's own switch for this would bring a function with rights over every bucket of the stack.
        bucket.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            event_bridge_configuration=s3.CfnBucket.EventBridgeConfigurationProperty(event_bridge_enabled=True)
        )
        undelivered = dead_letters(self, "Untold")  # the id of a queue that is deployed
        self.dead_letters.append(undelivered)
        events.Rule(
            self,
            "Came",
            description="A file has come for the picture service",
            event_pattern=events.EventPattern(
                source=["aws.s3"],
                detail_type=["Object Created"],
                detail={
                    "bucket": {"name": [self.incoming.bucket_name]},
                    "object": {"key": [{"prefix": INCOMING.removesuffix("*")}]},
                },
            ),
            targets=[
                targets.SqsQueue(
                    self.make_queue(MAKING), dead_letter_queue=undelivered, max_event_age=RETRY, retry_attempts=RETRIES
                )
            ],
        )

    def _distribution_address(self, config: Config) -> str:
        """Return the address of a distribution that reads the bucket.

        Files are kept for good: a name never gets another content.
        """
        access = access_control(self, config, "pictures")
        distribution = cloudfront.Distribution(
            self,
            "Distribution",
            comment=f"{shop.NAME}'s pictures",
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            default_behavior=serve_files(bucket_by_name(self, "PicturesByName", self.pictures), access, compress=False),
        )
        return f"https://{distribution.distribution_domain_name}"
