"""Buckets that only named functions can reach."""

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.config import Config
from infra.recovery import RECOVERY_DAYS


def private_bucket(
    scope: Construct, id: str, config: Config, removal: cdk.RemovalPolicy, days: int = 0, *, versioned: bool = True
) -> s3.Bucket:
    """Create a bucket: private, encrypted, reached over TLS only.

    With `days`, everything in it is deleted after that many. Without, it has versions, unless a deploy can upload its
    content again: a deleted or overwritten file can be restored for as long as a table's items.
    """
    ends = cdk.Duration.days(days) if days else None
    has_versions = versioned and not days
    return s3.Bucket(
        scope,
        id,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=config.tls,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        versioned=has_versions,
        lifecycle_rules=[
            s3.LifecycleRule(
                expiration=ends,
                noncurrent_version_expiration=cdk.Duration.days(RECOVERY_DAYS) if has_versions else None,
                abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
            )
        ],
        removal_policy=removal,
    )
