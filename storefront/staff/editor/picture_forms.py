"""The formset of a product's pictures: described, put in order, removed."""

from typing import Unpack

from django import forms
from django.forms.formsets import ORDERING_FIELD_NAME, BaseFormSet, formset_factory
from django.http import QueryDict

from backend.contracts.product.models import MAX_PICTURES, Picture
from backend.contracts.shop import LANGUAGES
from storefront.staff.editor import local_alts
from storefront.staff.editor.fields import EditorField, PositionField
from storefront.staff.editor.forms import EditorForm, FormOptions
from storefront.staff.language_names import NAMES


class PictureForm(EditorForm):
    """A picture's description; its position and whether it is removed are the formset's."""

    src = forms.CharField(widget=forms.HiddenInput, required=False)
    alt = EditorField()

    def __init__(self, data: QueryDict | None = None, *, picture: Picture, **others: Unpack[FormOptions]) -> None:
        super().__init__(data, **others)
        self.picture = picture
        self.fields |= {local_alts.name(language): EditorField() for language in LANGUAGES[1:]}

    @property
    def local_fields(self) -> list[tuple[str, forms.BoundField]]:
        """What the picture shows in each further language: the language's name, and the field."""
        return [(NAMES[language], self[local_alts.name(language)]) for language in LANGUAGES[1:]]


class PictureForms(BaseFormSet):  # type: ignore[type-arg]  # no generic at run time
    """The forms of a product's pictures, in its order."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Picture]:
        kwargs = super().get_form_kwargs(index)
        return {"picture": kwargs["pictures"][index or 0]}

    def add_fields(self, form: PictureForm, index: int | None) -> None:
        super().add_fields(form, index)
        position = None if index is None else index + 1
        form.fields[ORDERING_FIELD_NAME] = PositionField(label="Position", initial=position, required=False)


PictureFormSet = formset_factory(
    PictureForm, PictureForms, extra=0, can_order=True, can_delete=True, max_num=MAX_PICTURES, absolute_max=MAX_PICTURES
)
