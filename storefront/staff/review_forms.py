"""What staff type about a review: a form for each thing that they do with one."""

from typing import get_type_hints

from django import forms

from backend.contracts.review.models import AnswerReview
from backend.contracts.types import MAX_SAFE_INTEGER, ShortText
from storefront.staff.review_pictures import PictureIdsField
from storefront.web.fields import UNREADABLE_TEXT, ContractCharField, ContractTextField


class ReviewForm(forms.Form):
    """A form about one review; `version` is the one that was read."""

    use_required_attribute = False
    version = forms.IntegerField(min_value=1, max_value=MAX_SAFE_INTEGER, widget=forms.HiddenInput)


class PublishForm(ReviewForm):
    """Publish it, without the pictures that are ticked."""

    without = PictureIdsField()


class RefuseForm(ReviewForm):
    """Refuse it, and tell its writer why."""

    reason = ContractCharField(
        ShortText,
        UNREADABLE_TEXT,
        label="Reason, as a mail to the writer",
        error_messages={"required": "Say why: the writer is told.", "max_length": "Keep it to 200 characters."},
    )


class PublicAnswerForm(ReviewForm):
    """Answer it in public; an empty answer takes the one before back."""

    text = ContractTextField(
        get_type_hints(AnswerReview, include_extras=True)["text"],
        UNREADABLE_TEXT,
        rows=4,
        required=False,
        label="Answer, for everybody to read",
        error_messages={"max_length": "Please say it in 2,000 characters."},
    )


FORMS: dict[str, type[ReviewForm]] = {"publish": PublishForm, "refuse": RefuseForm, "answer": PublicAnswerForm}
"""By the name of the button that was pressed."""
