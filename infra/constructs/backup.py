"""Nightly copies of the tables by AWS Backup, in a vault that outlives them."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_backup as backup
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.config import Config
from infra.constructs.random_ending import random_ending
from infra.nag_suppressions import acknowledge_finding

AT = events.Schedule.cron(hour="3", minute="0")  # UTC
LOCK_GRACE_DAYS = cdk.Duration.days(3)
"""How long a new lock can still be taken away: AWS's least.
https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html"""
POLICY = "service-role/AWSBackupServiceRolePolicyForBackup"
_AWS_OWN = (
    "AWS's own policy for backups: it names what a copy takes of each kind of resource, and AWS changes it with that"
)
NOT_MADE = ("ABORTED", "EXPIRED", "FAILED")
"""States of a backup job that left no copy.
https://docs.aws.amazon.com/aws-backup/latest/devguide/eventbridge.html"""


class Backups(Construct):
    """The vault, the plan, and the tables that it copies."""

    def __init__(self, scope: Construct, id: str, config: Config, tables: Sequence[dynamodb.ITable]) -> None:
        super().__init__(scope, id)
        self.vault = backup.BackupVault(
            self,
            "Vault",
            backup_vault_name=f"{config.name}-{random_ending()}",
            removal_policy=cdk.RemovalPolicy.RETAIN,
            lock_configuration=_lock(config),
        )
        plan = backup.BackupPlan(self, "Plan", backup_vault=self.vault)
        plan.add_rule(
            backup.BackupPlanRule(
                rule_name="nightly",
                schedule_expression=AT,
                start_window=cdk.Duration.hours(1),
                completion_window=cdk.Duration.hours(8),
                delete_after=cdk.Duration.days(config.backup.keep_days),
            )
        )
        plan.add_selection(
            "Tables",
            role=self._role(),
            resources=[backup.BackupResource.from_arn(table.table_arn) for table in tables],
        )

    def _role(self) -> iam.IRole:
        policy = iam.ManagedPolicy.from_aws_managed_policy_name(POLICY)
        role = iam.Role(
            self, "Role", assumed_by=iam.ServicePrincipal("backup.amazonaws.com"), managed_policies=[policy]
        )
        resource = role.node.default_child
        if resource is None:
            raise LookupError(role)
        acknowledge_finding(resource, f"IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{POLICY}]", _AWS_OWN)
        return role.without_policy_updates()


def backup_failed(scope: Construct, vault: backup.IBackupVault) -> events.Rule:
    """Return the rule that matches each backup that failed."""
    return events.Rule(
        scope,
        "BackupFailed",
        description="A table was not backed up",
        event_pattern=events.EventPattern(
            source=["aws.backup"],
            detail_type=["Backup Job State Change"],
            detail={"state": list(NOT_MADE), "backupVaultName": [vault.backup_vault_name]},
        ),
    )


def _lock(config: Config) -> backup.LockConfiguration | None:
    if not config.backup.lock:
        return None
    days = cdk.Duration.days(config.backup.keep_days)
    return backup.LockConfiguration(min_retention=days, changeable_for=LOCK_GRACE_DAYS)
