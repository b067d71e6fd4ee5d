"""The mails that the user pool itself sends, in the look of all others: a code, and an invitation for staff.

Cognito replaces the placeholders `{####}` and `{username}` by code and address, and allows up to 20,000 characters:
https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
"""

from aws_cdk import aws_cognito as cognito

from backend.contracts import mail_layout as layout
from backend.contracts import shop
from backend.contracts.shop import Seller
from backend.contracts.types import Language

CODE = "{####}"
_FURTHER: dict[Language, str] = {
    "de": (
        f"Ihr Code: Geben Sie ihn auf der Seite von {shop.NAME} ein, die danach fragt, und zeigen Sie so, dass diese "
        "Adresse Ihnen gehört. Haben Sie keinen Code angefordert, müssen Sie nichts tun: Ohne ihn ändert sich nichts."
    ),
    "fr": (
        f"Votre code\u00a0: saisissez-le sur la page de {shop.NAME} qui le demande, pour montrer que cette adresse est "
        "la vôtre. Si vous n’avez pas demandé de code, vous n’avez rien à faire\u00a0: rien ne change sans lui."
    ),
}
"""What a code is for, in the languages of the pages beside English."""


def code_mail(seller: Seller) -> cognito.UserVerificationConfig:
    """Return the mail with a code.

    Cognito has one text for every code, for a new account, a new password or a changed address, so the text fits each
    of them. It does not know the reader's language either, so the text is in all of them.
    """
    return cognito.UserVerificationConfig(
        email_style=cognito.VerificationEmailStyle.CODE,
        email_subject=f"Your code for {shop.NAME}",
        email_body=_page(
            "Here is your code.",
            f"Type it on the page of {shop.NAME} that asks for it, to prove that this address is yours.",
            "If you did not ask for a code, there is nothing to do: nothing changes without it.",
            seller,
            *(
                f'<div lang="{each}">{layout.element("p", _FURTHER[each], "paragraph")}</div>'
                for each in shop.LANGUAGES[1:]
            ),
        ),
    )


def invitation(seller: Seller) -> cognito.UserInvitationConfig:
    """Return the mail that Cognito sends for `manage.py staff add`; its default names neither the shop nor the
    reason."""
    return cognito.UserInvitationConfig(
        email_subject=f"Your account at {shop.NAME}",
        email_body=_page(
            "You are one of us.",
            f"Somebody who runs {shop.NAME} has made an account for {{username}}. Sign in with this password:",
            "It is good for three days and for one time: you are then asked for one of your own.",
            seller,
        ),
    )


def _page(heading: str, before: str, after: str, seller: Seller, *further: str) -> str:
    blocks = (
        layout.element("h1", heading, "heading"),
        layout.element("p", before, "paragraph"),
        layout.element("p", CODE, "code"),
        layout.element("p", after, "paragraph"),
        *further,
    )
    return layout.page(heading, before, blocks, layout.signature(seller))
