"""What people type when they review a product, or report a review. Limits are the contract's."""

from typing import get_type_hints

from django import forms
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from backend.contracts.review.models import MAX_STARS, MAX_WORDS, ReportReview, ReviewBody
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, ContractTextField
from storefront.web.formats import number

SHAPES = get_type_hints(ReviewBody, include_extras=True)
_number = lazy(number, str)
STARS = (
    gettext_lazy("Poor"),
    gettext_lazy("Not quite"),
    gettext_lazy("All right"),
    gettext_lazy("Good"),
    gettext_lazy("Very good"),
)
"""What one star to five mean, in words."""


class PicturesInput(forms.FileInput):
    """A choice of several files, in the formats that the picture service reads. Scripts make large ones smaller."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        formats = ",".join(f"image/{each}" for each in ("jpeg", "png", "webp", "avif", "gif"))
        super().__init__({"accept": formats, "multiple": True, "data-shrink": True})


class ReviewForm(forms.Form):
    """Stars, words for those who have some, and pictures. The files are read by `storefront.review.pictures`."""

    use_required_attribute = False
    stars = forms.TypedChoiceField(
        coerce=int,
        choices=[(stars, STARS[stars - 1]) for stars in range(MAX_STARS, 0, -1)],
        widget=forms.RadioSelect,
        label=gettext_lazy("How do you like it?"),
        error_messages={
            "required": gettext_lazy("Choose one to five stars."),
            "invalid_choice": gettext_lazy("Choose one to five stars."),
        },
    )
    title = ContractCharField(
        SHAPES["title"],
        UNREADABLE_TEXT,
        required=False,
        label=gettext_lazy("Title"),
        error_messages={"max_length": gettext_lazy("Keep it to 200 characters.")},
    )
    text = ContractTextField(
        SHAPES["text"],
        UNREADABLE_TEXT,
        rows=6,
        required=False,
        label=gettext_lazy("Your review"),
        help_text=gettext_lazy("What is it like, now that it is with you? Please name nobody else."),
        error_messages={
            "max_length": format_lazy(gettext_lazy("Please say it in {most} characters."), most=_number(MAX_WORDS))
        },
    )
    pictures = forms.Field(
        required=False,
        widget=PicturesInput,
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy(
            "Up to 3: JPEG, PNG, WebP, AVIF or GIF, at least 320 pixels wide, together at most 4 MB. We remove place "
            "and camera data. Nobody but us sees them before your review is published."
        ),
    )
    name = ContractCharField(
        SHAPES["name"],
        UNREADABLE_TEXT,
        label=gettext_lazy("Name to show"),
        help_text=gettext_lazy("Everybody sees it beside your review."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        error_messages={
            "required": gettext_lazy("Type a name, or an initial."),
            "max_length": gettext_lazy("Keep it to 60 characters."),
        },
    )


class ReportForm(forms.Form):
    """Why staff should look at a review."""

    use_required_attribute = False
    reason = ContractCharField(
        get_type_hints(ReportReview, include_extras=True)["reason"],
        UNREADABLE_TEXT,
        label=gettext_lazy("What is wrong with it?"),
        error_messages={
            "required": gettext_lazy("Tell us what is wrong."),
            "max_length": gettext_lazy("Keep it to 200 characters."),
        },
    )


def shown_name(name: str) -> str:
    """Return the name that a review is signed with unless its writer wants another: first name and initial."""
    first, *other_names = name.split()
    return f"{first} {other_names[-1][0]}." if other_names else first
