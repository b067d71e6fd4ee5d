"""Why a service declined, refused or cancelled an order: its note in the page's language. Notes by staff stay in their
words."""

import re

from django.utils.translation import gettext, gettext_noop

NOTES = (
    gettext_noop("The card does not have enough funds."),
    gettext_noop("The card has expired."),
    gettext_noop("The security code does not fit the card."),
    gettext_noop("The bank did not get your confirmation."),
    gettext_noop("The card details had been used for another payment. Please enter the card again."),
    gettext_noop("The card details were no longer valid. Please enter the card again."),
    gettext_noop("The bank declined the card."),
    gettext_noop("The payment was not completed in time."),
    gettext_noop("Your bank took its approval back before the card was charged."),
    gettext_noop("Somebody else was quicker: not everything is left."),
    gettext_noop("A gift voucher could not be used: it was spent, blocked or expired a moment ago."),
)
"""The services' own words."""
USED_UP = " could not be used: it was used up a moment ago, or you used it before."
"""What follows the codes that an order was refused for."""

OTHERS_CAME = re.compile(
    r"(?P<received>\d+ × .+?) came instead of (?P<announced>\d+ × .+?)\.(?P<note>(?: .*)?)", re.DOTALL
)
"""What a return held where the shopper had announced something else; a note of staff may follow."""


def translate_note(note: str) -> str:
    """Return a note in the page's language, as far as it is a service's."""
    if note in NOTES:
        return gettext(note)
    if note.endswith(USED_UP):
        text = gettext("%(codes)s could not be used: it was used up a moment ago, or you used it before.")
        return text % {"codes": note.removesuffix(USED_UP)}
    if others := OTHERS_CAME.fullmatch(note):
        return gettext("%(received)s came instead of %(announced)s.") % others.groupdict() + others["note"]
    return note
