"""The shop's addresses. Each app names its own below its prefix."""

from django.urls import include, path

from storefront.account import local_mail
from storefront.web import resend

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
    path("mail/", local_mail.page, name="mail"),
    path("mail/<str:message_id>/", local_mail.html, name="mail-html"),
]

handler400 = "storefront.web.error_pages.bad_request"
handler403 = "storefront.web.error_pages.permission_denied"
handler404 = "storefront.web.error_pages.page_not_found"
handler500 = "storefront.web.error_pages.server_error"
