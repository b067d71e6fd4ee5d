"""The shop's addresses. Each app names its own below its prefix."""

from importlib.util import find_spec

from django.urls import include, path

from storefront.account import mail

_APPS = (("", "product"), ("basket/", "basket"), ("checkout/", "checkout"), ("orders/", "order"), ("account/", "account"))

urlpatterns = [
    path(prefix, include(f"storefront.{app}.urls"))
    for prefix, app in _APPS
    if find_spec(f"storefront.{app}") and find_spec(f"storefront.{app}.urls")
] + [path("mail/", mail.page, name="mail")]

handler400 = "storefront.errors.bad_request"
handler403 = "storefront.errors.forbidden"
handler404 = "storefront.errors.not_found"
handler500 = "storefront.errors.fault"
