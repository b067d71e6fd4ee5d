"""The shop's addresses. Each app names its own below its prefix."""

from django.urls import include, path

urlpatterns = [
    path("", include("storefront.product.urls")),
    path("", include("storefront.search.urls")),
    path("basket/", include("storefront.basket.urls")),
    path("checkout/", include("storefront.checkout.urls")),
    path("orders/", include("storefront.order.urls")),
    path("account/", include("storefront.account.urls")),
    path("", include("storefront.contact.urls")),
    path("staff/", include("storefront.staff.urls")),
    path("mail/", include("storefront.account.mail_urls")),
    path("", include("storefront.site.urls")),
]

handler400 = "storefront.site.error_pages.bad_request"
handler403 = "storefront.site.error_pages.permission_denied"
handler404 = "storefront.site.error_pages.page_not_found"
handler500 = "storefront.site.error_pages.server_error"
