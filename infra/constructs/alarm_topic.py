"""The topic that every alarm publishes to; `alarm_email` in the stage's file subscribes somebody to it."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from backend.contracts import shop
from infra.config import Config


def alarm_topic(scope: Construct, config: Config) -> sns.Topic:
    """Create the topic, and allow the alarms of this account to publish to it."""
    topic = sns.Topic(scope, "Topic", display_name=f"{shop.NAME} alarms", enforce_ssl=True)
    # A topic with its own policy loses the default one, which lets the account's alarms publish.
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={"StringEquals": {"aws:SourceAccount": cdk.Stack.of(scope).account}},
        )
    )
    if config.alarm_email:
        topic.add_subscription(subscriptions.EmailSubscription(config.alarm_email))
    return topic
