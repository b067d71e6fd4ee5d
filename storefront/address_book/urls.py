"""The address book's addresses. No page of it is kept anywhere."""

from django.urls import path
from django.views.decorators.cache import never_cache

from storefront.address_book import views

app_name = "address_book"
urlpatterns = [
    path("", never_cache(views.show), name="show"),
    path("new/", never_cache(views.add), name="add"),
    path("check/", never_cache(views.check), name="check"),
    path("<slug:address_id>/", never_cache(views.change), name="change"),
    path("<slug:address_id>/default/", never_cache(views.make_default), name="default"),
    path("<slug:address_id>/invoices/", never_cache(views.use_for_invoices), name="invoices"),
    path("<slug:address_id>/no-invoices/", never_cache(views.stop_for_invoices), name="no-invoices"),
    path("<slug:address_id>/remove/", never_cache(views.remove), name="remove"),
]
