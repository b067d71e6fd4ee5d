"""The shop's addresses. Each app names its own below its prefix; pages for shoppers have the language before it."""

from storefront.web.lazy_urls import lazy_include, translated_include

urlpatterns = [
    translated_include("", "storefront.product.urls", "product"),
    translated_include("basket/", "storefront.basket.urls", "basket"),
    translated_include("wishes/", "storefront.wish.urls", "wish"),
    translated_include("newsletter/", "storefront.newsletter.urls", "newsletter"),
    translated_include("checkout/", "storefront.checkout.urls", "checkout"),
    translated_include("orders/", "storefront.order.urls", "order"),
    translated_include("account/addresses/", "storefront.address_book.urls", "address_book"),
    translated_include("account/", "storefront.account.urls", "account"),
    lazy_include("staff/", "storefront.staff.urls", "staff"),
    lazy_include("mail/", "storefront.account.mail_urls", "mail"),
    translated_include("", "storefront.search.urls", "search"),
    translated_include("", "storefront.site.urls", "site"),
    lazy_include("", "storefront.site.machine_urls", "machine"),
    translated_include("", "storefront.contact.urls", "contact"),
    translated_include("", "storefront.review.urls", "review"),
]

handler400 = "storefront.site.error_pages.bad_request"
handler403 = "storefront.site.error_pages.permission_denied"
handler404 = "storefront.site.error_pages.page_not_found"
handler500 = "storefront.site.error_pages.server_error"
