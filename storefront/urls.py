"""The shop's addresses. Each app names its own below its prefix."""

from storefront.web.lazy_urls import lazy_include

urlpatterns = [
    lazy_include("", "storefront.product.urls", "product"),
    lazy_include("basket/", "storefront.basket.urls", "basket"),
    lazy_include("wishes/", "storefront.wish.urls", "wish"),
    lazy_include("checkout/", "storefront.checkout.urls", "checkout"),
    lazy_include("orders/", "storefront.order.urls", "order"),
    lazy_include("account/addresses/", "storefront.address_book.urls", "address_book"),
    lazy_include("account/", "storefront.account.urls", "account"),
    lazy_include("staff/", "storefront.staff.urls", "staff"),
    lazy_include("mail/", "storefront.account.mail_urls", "mail"),
    lazy_include("", "storefront.search.urls", "search"),
    lazy_include("", "storefront.site.urls", "site"),
    lazy_include("", "storefront.contact.urls", "contact"),
    lazy_include("", "storefront.review.urls", "review"),
]

handler400 = "storefront.site.error_pages.bad_request"
handler403 = "storefront.site.error_pages.permission_denied"
handler404 = "storefront.site.error_pages.page_not_found"
handler500 = "storefront.site.error_pages.server_error"
