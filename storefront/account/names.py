"""The page on which a shopper changes the account's name."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from storefront.account import attributes, limits
from storefront.account.own_forms import NameForm
from storefront.account.shopper import ENTRY, Shopper, login_required, shopper
from storefront.account.submission import is_accepted, page
from storefront.web.redirect import SeeOther


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_name(request: HttpRequest) -> HttpResponse:
    """Render or accept the name that greets the shopper and begins a form; orders keep theirs."""
    member = cast(Shopper, shopper(request))
    form = NameForm(request.POST if request.method == "POST" else None, initial={"name": member.name})
    if is_accepted(request, form, {limits.OWN: member.email}, lambda: _change(request, member, form)):
        messages.success(request, gettext("Your name is changed."))
        return SeeOther("account:home")
    return page(request, "account/name.html", form)


def _change(request: HttpRequest, member: Shopper, form: NameForm) -> None:
    attributes.change_name(member.token, form.cleaned_data["name"])
    request.session[ENTRY] = request.session[ENTRY] | {"name": form.cleaned_data["name"]}
