"""The mails that the user pool sends by itself, in the look of all others: a code, and an invitation of staff.

Cognito puts code and address in the places `{####}` and `{username}`, and takes up to 20,000 characters:
https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
"""

from aws_cdk import aws_cognito as cognito

from backend.contracts import mail_layout as layout
from backend.contracts import shop
from backend.contracts.shop import Seller

CODE = "{####}"


def code_mail(seller: Seller) -> cognito.UserVerificationConfig:
    """Return the mail with a code.

    Cognito has one text for every code, be it for a new account, a new password or a changed address; so it is true of
    each of them.
    """
    return cognito.UserVerificationConfig(
        email_style=cognito.VerificationEmailStyle.CODE,
        email_subject=f"Your code for {shop.NAME}",
        email_body=_page(
            "Here is your code.",
            f"Type it on the page of {shop.NAME} that asks for it, to prove that this address is yours.",
            "If you did not ask for a code, there is nothing to do: nothing changes without it.",
            seller,
        ),
    )


def invitation(seller: Seller) -> cognito.UserInvitationConfig:
    """Return what `manage.py staff add` has Cognito send; its own text names neither the shop nor the reason."""
    return cognito.UserInvitationConfig(
        email_subject=f"Your account at {shop.NAME}",
        email_body=_page(
            "You are one of us.",
            f"Somebody who runs {shop.NAME} has made an account for {{username}}. Sign in with this password:",
            "It is good for three days and for one time: you are then asked for one of your own.",
            seller,
        ),
    )


def _page(heading: str, before: str, after: str, seller: Seller) -> str:
    blocks = (
        layout.element("h1", heading, "heading"),
        layout.element("p", before, "paragraph"),
        layout.element("p", CODE, "code"),
        layout.element("p", after, "paragraph"),
    )
    return layout.page(heading, before, blocks, layout.signature(seller))
