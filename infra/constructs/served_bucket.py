"""Buckets that CloudFront serves from: private, with files whose content never changes under the same name."""

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.config import Config

MISSING = [403, 404]
"""What S3 says of a file that is not there: the first to whoever may not list the bucket, as CloudFront may not."""


def access_control(scope: Construct, config: Config, word: str) -> cloudfront.S3OriginAccessControl:
    """Return what signs CloudFront's requests. Its name is unique in the whole account, so it names the region, too."""
    name = f"{config.name}-{word}-{cdk.Aws.REGION}"
    return cloudfront.S3OriginAccessControl(scope, "AccessControl", origin_access_control_name=name)


def serve_files(
    bucket: s3.IBucket,
    access: cloudfront.S3OriginAccessControl,
    headers: cloudfront.IResponseHeadersPolicy = cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
    *,
    compress: bool,
    otherwise: cloudfront.IOrigin | None = None,
) -> cloudfront.BehaviorOptions:
    """Return how files of the bucket are served: each place of the edge asks for one once. `compress`: CloudFront
    compresses what is text. `headers`: what CloudFront adds to each answer. `otherwise`: who is asked for a file that
    the bucket has not.
    """
    files = origins.S3BucketOrigin.with_origin_access_control(bucket, origin_access_control=access)
    return cloudfront.BehaviorOptions(
        origin=origins.OriginGroup(primary_origin=files, fallback_origin=otherwise, fallback_status_codes=MISSING)
        if otherwise
        else files,
        viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
        response_headers_policy=headers,
        compress=compress,
    )


def open_to_distributions(bucket: s3.Bucket, names: str) -> None:
    """Let CloudFront read objects of such names, as `pictures/*`, for distributions of this account.

    None is named: its stack could then not be deployed after the bucket's.
    """
    cloudfront_arn = cdk.Stack.of(bucket).format_arn(
        service="cloudfront", region="", resource="distribution", resource_name="*"
    )
    bucket.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal("cloudfront.amazonaws.com")],
            actions=["s3:GetObject"],
            resources=[bucket.arn_for_objects(names)],
            conditions={"ArnLike": {"AWS:SourceArn": cloudfront_arn}},
        )
    )


def bucket_by_name(scope: Construct, id: str, bucket: s3.IBucket) -> s3.IBucket:
    """Return a bucket of another stack, open to distributions already, as an origin that changes no policy of it."""
    by_name = s3.Bucket.from_bucket_attributes(
        scope,
        id,
        bucket_arn=bucket.bucket_arn,
        bucket_name=bucket.bucket_name,
        bucket_regional_domain_name=bucket.bucket_regional_domain_name,
    )
    warning = "@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac"
    cdk.Annotations.of(scope).acknowledge_warning(warning, "its policy is written where the bucket is made")
    return by_name
