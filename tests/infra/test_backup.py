"""Nightly copies: of what could not be filled again, in a vault that outlives the tables, and told of where they fail."""

import json
import re
from pathlib import Path
from typing import Any

from infra.preflight.costs import costs, monthly_per_gigabyte
from infra.recovery import REBUILT
from tests.infra.preflight.stubs import StubbedSession, run_check, target
from tests.infra.template import SAFE, Template
from tests.infra.template import target as referred

TABLE, BUCKET = "AWS::DynamoDB::Table", "AWS::S3::Bucket"
KEEP_DAYS = SAFE["backup"]["keep_days"]
SETTINGS = Path(__file__).parents[2] / "docs" / "settings.md"


def _recoverable_tables(template: Template) -> set[str]:
    """The tables that can be set back."""
    return {
        id
        for id, table in template.all(TABLE).items()
        if table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    }


def test_without_a_word_in_the_file_nothing_is_copied(template: Template, production: Template) -> None:
    for each in (template, production):
        assert not [id for id, resource in each.resources.items() if resource["Type"].startswith("AWS::Backup::")]


def test_each_night_every_table_is_copied_that_can_be_set_back_and_no_other(safe: Template) -> None:
    selection = safe.one("AWS::Backup::BackupSelection")["BackupSelection"]
    made = [each for each in selection["Resources"] if "Fn::GetAtt" in each]
    assert {referred(each) for each in made} == _recoverable_tables(safe)
    assert len(selection["Resources"]) == len(made) + len(SAFE["restored"])
    (rule,) = safe.one("AWS::Backup::BackupPlan")["BackupPlan"]["BackupPlanRule"]
    assert rule["ScheduleExpression"] == "cron(0 3 * * ? *)"
    assert rule["Lifecycle"] == {"DeleteAfterDays": KEEP_DAYS}


def test_a_locked_vault_keeps_each_copy_for_as_long_as_the_plan_says_and_outlives_the_stack(safe: Template) -> None:
    lock = safe.one("AWS::Backup::BackupVault")["LockConfiguration"]
    assert lock == {"MinRetentionDays": KEEP_DAYS, "ChangeableForDays": 3}
    (vault,) = [each for each in safe.resources.values() if each["Type"] == "AWS::Backup::BackupVault"]
    assert vault["DeletionPolicy"] == "Retain"


def test_only_aws_backup_may_take_the_role_that_copies(safe: Template) -> None:
    role = safe.starting("AWS::IAM::Role", "BackupRole")
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": "backup.amazonaws.com"}
    assert "Policies" not in role
    assert json.dumps(role["ManagedPolicyArns"]).count("AWSBackupServiceRolePolicyForBackup") == 1


def test_a_failed_backup_is_mailed_like_an_alarm(safe: Template) -> None:
    rule = safe.starting("AWS::Events::Rule", "ObservabilityBackupFailed")
    pattern = rule["EventPattern"]
    assert (pattern["source"], pattern["detail-type"]) == (["aws.backup"], ["Backup Job State Change"])
    assert pattern["detail"]["state"] == ["ABORTED", "EXPIRED", "FAILED"]
    (topic,) = safe.all("AWS::SNS::Topic")
    assert [each["Arn"] for each in rule["Targets"]] == [{"Ref": topic}]
    assert "events.amazonaws.com" in json.dumps(safe.one("AWS::SNS::TopicPolicy"))


def test_pictures_have_versions_and_what_lives_for_a_day_has_none(hosted_template: Template) -> None:
    def is_versioned(bucket: dict[str, Any]) -> bool:
        return bucket.get("VersioningConfiguration") == {"Status": "Enabled"}

    kept = {id.rstrip("0123456789ABCDEF") for id, each in hosted_template.all(BUCKET).items() if is_versioned(each)}
    assert kept == {"PicturePictures", "SearchIndex"}
    pictures = hosted_template.starting(BUCKET, "PicturePictures")
    (rule,) = [each for each in pictures["LifecycleConfiguration"]["Rules"] if "Prefix" not in each]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 35}
    assert "ExpirationInDays" not in rule
    for id, bucket in hosted_template.all(BUCKET).items():
        # uploads for a day, and the log of visits; static files come again with each deploy
        if not is_versioned(bucket) and not id.startswith("EdgeStatic"):
            assert bucket["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"] <= 30, id


def test_the_cost_of_recovery_per_gigabyte_is_printed_before_a_deploy(safe: Template, template: Template) -> None:
    nightly, none = (target(StubbedSession(), each.folder) for each in (safe, template))
    assert monthly_per_gigabyte(none) == {"recovery to any second": 0.20}
    assert monthly_per_gigabyte(nightly) == {"recovery to any second": 0.20, f"{KEEP_DAYS} nightly copies": 9.0}
    told = " ".join(each.text for each in run_check(costs, nightly))
    assert re.search(r"\$9\.20 more for each gigabyte of tables", told)


def test_the_settings_name_each_table_that_is_not_recovered() -> None:
    row = next(line for line in SETTINGS.read_text(encoding="utf-8").splitlines() if line.startswith("| `[backup]`"))
    for path in REBUILT:
        assert path.partition("/")[0 if path.endswith("Table") else 2].lower() in row, path
