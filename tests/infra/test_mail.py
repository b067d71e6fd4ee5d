"""The sender of mails: how SES comes to trust it, what bounces do, and what Cognito writes."""

import json

from backend.contracts import shop
from tests.infra.template import Template, target

SENDER = "AWS::SES::EmailIdentity"


def output(template: Template, name: str) -> str:
    """An output as text, what only AWS knows in angle brackets."""
    value = template.json["Outputs"][name]["Value"]
    parts = value["Fn::Join"][1] if isinstance(value, dict) else [value]
    return "".join(part if isinstance(part, str) else f"<{next(iter(part.values()))}>" for part in parts)


def test_a_domain_is_verified_with_bounces_at_a_subdomain_of_it(selling: Template) -> None:
    sender = selling.one(SENDER)
    assert sender["EmailIdentity"] == "shop.example.com"
    assert sender["MailFromAttributes"] == {"MailFromDomain": "bounces.shop.example.com"}


def test_the_outputs_name_every_record_that_the_domain_needs(selling: Template) -> None:
    for number in (1, 2, 3):
        record = output(selling, f"MailDkim{number}")
        assert " CNAME " in record
        assert f"DkimDNSTokenName{number}" in record
        assert f"DkimDNSTokenValue{number}" in record
    assert output(selling, "MailBounces") == (
        "bounces.shop.example.com MX 10 feedback-smtp.<AWS::Region>.amazonses.com"
    )
    assert output(selling, "MailSpf") == 'bounces.shop.example.com TXT "v=spf1 include:amazonses.com ~all"'
    assert output(selling, "MailDmarc") == '_dmarc.shop.example.com TXT "v=DMARC1; p=quarantine;"'


def test_bounces_and_complaints_suppress_and_ring(selling: Template) -> None:
    configuration = selling.one("AWS::SES::ConfigurationSet")
    assert sorted(configuration["SuppressionOptions"]["SuppressedReasons"]) == ["BOUNCE", "COMPLAINT"]
    counted = selling.starting("AWS::SES::ConfigurationSetEventDestination", "NotificationMailSentCounted")
    assert {"bounce", "complaint"} <= set(counted["EventDestination"]["MatchingEventTypes"])
    rung = {
        (alarm.get("Namespace"), alarm.get("MetricName")) for alarm in selling.all("AWS::CloudWatch::Alarm").values()
    }
    assert {("AWS/SES", "Reputation.BounceRate"), ("AWS/SES", "Reputation.ComplaintRate")} <= rung


def test_bounces_and_complaints_about_the_shops_own_mails_reach_the_service_that_sent_them(
    selling: Template,
) -> None:
    told = selling.starting("AWS::SES::ConfigurationSetEventDestination", "NotificationMailSentTold")[
        "EventDestination"
    ]
    assert sorted(told["MatchingEventTypes"]) == ["bounce", "complaint"]
    assert json.dumps(told["EventBridgeDestination"]).count("event-bus/default") == 1  # SES knows no other
    rule = selling.starting("AWS::Events::Rule", "NotificationFeedback")
    assert "EventBusName" not in rule
    assert rule["EventPattern"]["detail-type"] == ["Email Bounced", "Email Complaint Received"]
    (by,) = rule["EventPattern"]["detail"]["mail"]["tags"]["ses:configuration-set"]
    assert target(by).startswith("NotificationMailSent")
    (to,) = rule["Targets"]
    assert target(to["Arn"]).startswith("NotificationQueue")
    assert target(to["DeadLetterConfig"]["Arn"]).startswith("NotificationUntold")
    assert to["RetryPolicy"] == {"MaximumEventAgeInSeconds": 86_400, "MaximumRetryAttempts": 185}


def test_an_invitation_names_the_shop_and_holds_what_cognito_puts_in(selling: Template) -> None:
    invitation = selling.one("AWS::Cognito::UserPool")["AdminCreateUserConfig"]["InviteMessageTemplate"]
    assert shop.NAME in invitation["EmailSubject"]
    assert shop.NAME in invitation["EmailMessage"]
    # Cognito refuses a text without these two.
    assert "{username}" in invitation["EmailMessage"]
    assert "{####}" in invitation["EmailMessage"]


def test_without_a_domain_there_are_no_records(template: Template) -> None:
    assert not [name for name in template.json["Outputs"] if name.startswith(("MailDkim", "MailDmarc"))]


def test_cognito_mails_by_ses_once_its_sender_is_verified_for_its_own_stops_at_fifty_a_day(
    selling: Template, template: Template
) -> None:
    verified = Template(mail_from="orders@shop.example.com", mail_identity="existing-domain")
    sender = verified.one("AWS::Cognito::UserPool")["EmailConfiguration"]
    assert (sender["EmailSendingAccount"], sender["From"]) == ("DEVELOPER", f"{shop.NAME} <orders@shop.example.com>")
    for without in (selling, template):  # a pool that names an identity which is not verified yet could not be made
        assert "EmailConfiguration" not in without.one("AWS::Cognito::UserPool")
