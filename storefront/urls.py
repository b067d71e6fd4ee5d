"""The shop's addresses. Each app names its own below its prefix."""

from django.urls import include, path

from storefront import resend
from storefront.account import mail

urlpatterns = [
    path("", include("storefront.product.urls")),
    path("search/", include("storefront.search.urls")),
    path("basket/", include("storefront.basket.urls")),
    path("checkout/", include("storefront.checkout.urls")),
    path("orders/", include("storefront.order.urls")),
    path("account/", include("storefront.account.urls")),
    path("", include("storefront.contact.urls")),
    path("staff/", include("storefront.staff.urls")),
    path("unsent/<slug:name>/", resend.show, name="unsent"),
    path("mail/", mail.page, name="mail"),
    path("mail/<str:message_id>/", mail.html, name="mail-html"),
]

handler400 = "storefront.errors.bad_request"
handler403 = "storefront.errors.forbidden"
handler404 = "storefront.errors.not_found"
handler500 = "storefront.errors.fault"
