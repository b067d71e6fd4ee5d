"""The sender of mails, what happens to mails that are not delivered, and the rights to send: Amazon SES."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ses as ses
from constructs import Construct

from infra.config import Config
from infra.constructs import grants
from infra.nag_findings import TRIAL_RECIPIENT
from infra.nag_suppressions import acknowledge_finding, resource_pattern

CONFIGURATION = "ses:configuration-set"  # the tag that SES itself puts on each mail


_BOUNCES = "bounces"
"""The subdomain that bounces go to, so that SPF speaks for the sender's own domain."""


class Mail(Construct):
    """The sender's identity, unless SES has it already, and a configuration set that counts bounces and complaints.

    SES suppresses addresses that bounced or complained, and pauses an account whose rates stay high:
    https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html
    """

    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "Mail")
        self._config = config
        self.records: dict[str, str] = {}
        if not config.mail_verified:
            self._verify(scope, config)
        self.configuration = ses.ConfigurationSet(
            self, "Sent", reputation_metrics=True, suppression_reasons=ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS
        )
        dimension = ses.CloudWatchDimension(
            source=ses.CloudWatchDimensionSource.MESSAGE_TAG, name=CONFIGURATION, default_value="none"
        )
        self.configuration.add_event_destination(
            "Counted",
            destination=ses.EventDestination.cloud_watch_dimensions([dimension]),
            events=[ses.EmailSendingEvent.BOUNCE, ses.EmailSendingEvent.COMPLAINT, ses.EmailSendingEvent.REJECT],
        )

    def _verify(self, scope: Construct, config: Config) -> None:
        """Have SES verify the sender's address, or its domain by the records that the outputs name."""
        whole = config.mail_identity == "domain"
        sender = ses.EmailIdentity(
            scope,
            "Sender",
            identity=ses.Identity.domain(config.mail_domain) if whole else ses.Identity.email(config.mail_from),
            mail_from_domain=f"{_BOUNCES}.{config.mail_domain}" if whole else None,
        )
        # It stays with the account, so that a later deploy may call it existing.
        sender.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        if whole:
            self.records = _records(sender, config.mail_domain)

    @property
    def policies(self) -> iam.PolicyStatement:
        """Return the rights to send from the identity. In SES's sandbox the recipient's identity is checked, too, so a
        trial may use every identity."""
        name = self._config.mail_domain if self._config.mail_identity.endswith("domain") else self._config.mail_from
        identities = [self._arn("identity", name if self._config.is_production else "*")]
        return grants.statement(
            ["ses:SendEmail"], *identities, self._arn("configuration-set", self.configuration.configuration_set_name)
        )

    def acknowledge_any_identity(self, function: lambda_.Function) -> None:
        """Tell cdk-nag why a trial's function may send to and from every identity of the account."""
        role: iam.IRole | None = function.role
        if role is None or role.node.default_child is None:
            raise LookupError("the function has no role of ours")
        identities = resource_pattern(cdk.Stack.of(self).resolve(self._arn("identity", "*")))
        acknowledge_finding(role.node.default_child, f"IAM5[Resource::{identities}]", TRIAL_RECIPIENT)

    def _arn(self, resource: str, name: str) -> str:
        return cdk.Stack.of(self).format_arn(service="ses", resource=resource, resource_name=name)


def _records(sender: ses.EmailIdentity, domain: str) -> dict[str, str]:
    """Return the DNS records for the owner of the domain, by output: DKIM, SPF for bounces, and DMARC.

    Without them mail providers refuse the shop's mails, or mark them as spam:
    https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-dmarc.html
    """
    dkim = {
        f"MailDkim{number}": f"{record.name} CNAME {record.value}"
        for number, record in enumerate(sender.dkim_records, start=1)
    }
    bounces = f"{_BOUNCES}.{domain}"
    return dkim | {
        "MailBounces": f"{bounces} MX 10 feedback-smtp.{cdk.Aws.REGION}.amazonses.com",
        "MailSpf": f'{bounces} TXT "v=spf1 include:amazonses.com ~all"',
        "MailDmarc": f'_dmarc.{domain} TXT "v=DMARC1; p=quarantine;"',
    }
