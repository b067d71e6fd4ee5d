"""A release's static files, put into the bucket that CloudFront reads before the release's pages name them."""

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk.aws_s3_assets import Asset
from constructs import Construct

from infra import static_upload
from infra.bundle import ROOT
from infra.constructs import grants
from infra.constructs.function import make_function
from infra.sizing import MEMORY

FOLDER = "static"  # the path that pages name them by
TIMEOUT = cdk.Duration.seconds(60)
WAIT = cdk.Duration.seconds(120)  # CloudFormation's; by itself it waits for an hour


class StaticFiles(Construct):
    """A function that CloudFormation calls with each release whose files differ; `files` is their zip file.

    A construct that depends on this one is changed once the files are there.
    """

    def __init__(self, scope: Construct, id: str, bucket: s3.IBucket, files: Path) -> None:
        super().__init__(scope, id)
        archive = Asset(self, "Archive", path=str(files))
        may = [
            grants.statement(["s3:GetObject"], archive.bucket.arn_for_objects(archive.s3_object_key)),
            grants.statement(["s3:PutObject"], bucket.arn_for_objects(f"{FOLDER}/*")),
        ]
        text = (ROOT / "infra" / "static_upload.py").read_text(encoding="utf-8")
        function, _ = make_function(
            self,
            "Puts static files where CloudFront reads them",
            f"index.{static_upload.handler.__name__}",
            lambda_.Code.from_inline(text),
            TIMEOUT,
            may,
            {},
            memory=MEMORY,
        )
        cdk.CustomResource(
            self,
            "Files",
            resource_type="Custom::StaticFiles",
            service_token=function.function_arn,
            service_timeout=WAIT,
            properties={
                "Archive": archive.s3_bucket_name,
                "Key": archive.s3_object_key,
                "Bucket": bucket.bucket_name,
                "Folder": FOLDER,
            },
        )
