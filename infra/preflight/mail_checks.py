"""Will mails arrive: is the sender verified, and the account out of SES's sandbox?"""

from collections.abc import Iterator, Mapping

from infra.preflight.finding import Finding, Level, Target

_ABOUT = "mail"


def mail(target: Target) -> Iterator[Finding]:
    """Yield what SES says of the account, and of the sender."""
    if not target.config.mail_from:
        yield Finding(Level.NOTE, _ABOUT, "no mail will be sent, not even of an order: name “mail_from” to send them")
        return
    yield from _account(target.session.client("sesv2").get_account(), target.region)
    yield from _identity(target)


def _account(account: Mapping[str, object], region: str) -> Iterator[Finding]:
    if not account.get("SendingEnabled", True) or account.get("EnforcementStatus") == "SHUTDOWN":
        yield Finding(
            Level.STOP, _ABOUT, f"SES has stopped this account's sending in {region}: answer its support case"
        )
    elif account.get("ProductionAccessEnabled"):
        yield Finding(Level.OK, _ABOUT, f"the account may send to anybody in {region}")
    else:
        yield Finding(
            Level.NOTE,
            _ABOUT,
            f"the account is in SES's sandbox in {region}: only verified addresses get mail. Ask for production "
            f"access: https://console.aws.amazon.com/ses/home?region={region}#/account",
        )


def _identity(target: Target) -> Iterator[Finding]:
    config, ses = target.config, target.session.client("sesv2")
    name = config.mail_domain if config.mail_identity.endswith("domain") else config.mail_from
    try:
        verified = bool(ses.get_email_identity(EmailIdentity=name)["VerifiedForSendingStatus"])
    except ses.exceptions.NotFoundException:
        yield from _unknown(name, config.mail_verified)
        return
    if not config.mail_verified and not target.is_ours(name):
        yield Finding(
            Level.STOP,
            _ABOUT,
            f"SES knows {name} already, so this stack cannot make it: say mail_identity = "
            f"“existing-{config.mail_identity}”",
        )
    elif verified:
        yield Finding(Level.OK, _ABOUT, f"{name} is verified")
    else:
        yield Finding(
            Level.STOP if config.mail_verified else Level.NOTE,
            _ABOUT,
            f"{name} waits to be verified: open the mail that SES sent there, or set the DNS records "
            "that its page names",
        )


def _unknown(name: str, should_exist: bool) -> Iterator[Finding]:
    if should_exist:
        yield Finding(
            Level.STOP, _ABOUT, f"SES does not know {name}: verify it first, or leave “existing-” out of mail_identity"
        )
    else:
        yield Finding(Level.NOTE, _ABOUT, f"SES will be asked to verify {name}: until then no mail leaves")
