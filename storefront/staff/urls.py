"""The back office's addresses."""

from django.urls import path
from django.views.generic import RedirectView

from storefront.staff import orders, stock, synonyms

app_name = "staff"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="staff:orders"), name="home"),
    path("orders/", orders.listing, name="orders"),
    path("orders/<slug:order_id>/", orders.move, name="move"),
    path("stock/", stock.listing, name="stock"),
    path("holds/", stock.holds, name="holds"),
    path("synonyms/", synonyms.edit, name="synonyms"),
]
