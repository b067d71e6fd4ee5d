"""A KMS key of the shop's own that encrypts everything it stores: a stage with `hardened = true`.

Its policy is like those of AWS's own keys: whoever may use a table may use the key by way of DynamoDB, and nobody
directly. So the functions' roles need not mention it.
"""

from collections.abc import Iterable

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct, IConstruct

from infra.config import Config

USE = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*")
BY_WAY_OF = ("dynamodb", "s3", "secretsmanager", "sns", "sqs")
SENDERS = ("cloudwatch", "delivery.logs", "events")
"""Services that write to our queues, topic and buckets in their own name."""
REUSED = 300  # seconds that SQS uses a data key again, so that few requests to KMS are paid


def own_key(scope: Construct, config: Config) -> kms.Key:
    """Return the key. It is rotated each year, and kept as long as what it encrypted."""
    stack = cdk.Stack.of(scope)
    key = kms.Key(
        scope,
        "Key",
        description=f"Encrypts what {config.name} keeps",
        enable_key_rotation=True,
        removal_policy=config.removal_policy,
    )
    for statement in _statements(stack):
        key.add_to_resource_policy(statement)
    return key


def encrypt(stacks: Iterable[cdk.Stack], key: str) -> None:
    """Have all tables, buckets, queues, topics, logs and secrets of the stacks encrypted by the key of this ARN."""
    for stack in stacks:
        for each in stack.node.find_all():
            _encrypt(each, key)


def _encrypt(resource: IConstruct, key: str) -> None:
    match resource:
        case dynamodb.CfnTable():
            resource.sse_specification = dynamodb.CfnTable.SSESpecificationProperty(
                sse_enabled=True, sse_type="KMS", kms_master_key_id=key
            )
        case s3.CfnBucket():
            resource.bucket_encryption = _by_key(key)
        case sqs.CfnQueue():
            resource.kms_master_key_id, resource.kms_data_key_reuse_period_seconds = key, REUSED
            resource.sqs_managed_sse_enabled = None
        case sns.CfnTopic():
            resource.kms_master_key_id = key
        case logs.CfnLogGroup() | secretsmanager.CfnSecret():
            resource.kms_key_id = key


def _by_key(key: str) -> s3.CfnBucket.BucketEncryptionProperty:
    """Return a bucket's default: by the key, of which S3 asks once for many objects."""
    default = s3.CfnBucket.ServerSideEncryptionByDefaultProperty(sse_algorithm="aws:kms", kms_master_key_id=key)
    rule = s3.CfnBucket.ServerSideEncryptionRuleProperty(
        server_side_encryption_by_default=default, bucket_key_enabled=True
    )
    return s3.CfnBucket.BucketEncryptionProperty(server_side_encryption_configuration=[rule])


def _statements(stack: cdk.Stack) -> Iterable[iam.PolicyStatement]:
    """Yield who may use the key beside the account's administrators."""
    ours = {"kms:CallerAccount": stack.account}
    ways = [f"{service}.{stack.region}.{stack.url_suffix}" for service in BY_WAY_OF]
    yield _may(iam.AnyPrincipal(), USE, {"StringEquals": {**ours, "kms:ViaService": ways}})
    grants = {"StringEquals": {**ours, "kms:ViaService": ways[:1]}, "Bool": {"kms:GrantIsForAWSResource": "true"}}
    yield _may(iam.AnyPrincipal(), ("kms:CreateGrant",), grants)
    for service in SENDERS:
        sender = iam.ServicePrincipal(f"{service}.amazonaws.com")
        yield _may(sender, USE, {"StringEquals": {"aws:SourceAccount": stack.account}})
    distributions = stack.format_arn(service="cloudfront", region="", resource="distribution", resource_name="*")
    yield _may(
        iam.ServicePrincipal("cloudfront.amazonaws.com"),
        ("kms:Decrypt",),
        {"ArnLike": {"aws:SourceArn": distributions}},
    )
    groups = stack.format_arn(service="logs", resource="*")
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    yield _may(
        iam.ServicePrincipal(f"logs.{stack.region}.amazonaws.com"),
        USE,
        {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    )


def _may(who: iam.IPrincipal, actions: Iterable[str], conditions: dict[str, object]) -> iam.PolicyStatement:
    return iam.PolicyStatement(principals=[who], actions=list(actions), resources=["*"], conditions=conditions)
