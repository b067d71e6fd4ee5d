"""What the newsletter's form may send."""

from django import forms

from backend.contracts.types import Email
from storefront.account.forms import ASCII_EMAIL, EmailField


class SubscribeForm(forms.Form):
    """Which address shall get it."""

    use_required_attribute = False
    email = EmailField(Email, ASCII_EMAIL)
