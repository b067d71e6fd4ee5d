"""How long logs are kept."""

from aws_cdk import aws_logs as logs

LOG_DAYS = logs.RetentionDays.ONE_MONTH
