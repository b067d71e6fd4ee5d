"""The topic that every alarm tells; `alarm_email` in the stage's file subscribes somebody to it."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from backend.contracts import shop
from infra.config import Config


def alarm_topic(scope: Construct, config: Config) -> sns.Topic:
    """Make the topic, which the alarms of this account may publish on."""
    topic = sns.Topic(scope, "Topic", display_name=f"{shop.NAME} alarms", enforce_ssl=True)
    # A topic with a policy of its own loses the usual one, which let the account's alarms publish.
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
