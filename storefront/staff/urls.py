"""The back office's addresses."""

from django.urls import path
from django.views.generic import RedirectView

from storefront.staff import (
    catalogue,
    dead_letter_views,
    documents,
    importing,
    listing,
    menu,
    messages,
    orders,
    products,
    redrive_views,
    stock,
    synonyms,
    unlisted,
    uploads,
)

app_name = "staff"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="staff:orders"), name="home"),
    path("orders/", orders.listing, name="orders"),
    path("orders/<slug:order_id>/", orders.one, name="move"),
    path("orders/<slug:order_id>/documents/", documents.list_documents, name="documents"),
    path("orders/<slug:order_id>/documents/<slug:number>/", documents.show_document, name="document"),
    path("orders/<slug:order_id>/tracking/", orders.correct_tracking, name="tracking"),
    path("stock/", stock.listing, name="stock"),
    path("products/", listing.listing, name="products"),
    path("products/new/", products.create, name="create"),
    path("products/outside/", unlisted.listing, name="unlisted-list"),
    path("products/outside/<slug:product_id>/", products.edit_unlisted, name="unlisted"),
    path("products/outside/<slug:product_id>/preview/", unlisted.preview, name="preview"),
    path("products/<slug:product_id>/", products.edit, name="product"),
    path("products/<slug:product_id>/pictures/", uploads.add, name="picture"),
    path("products/<slug:product_id>/withdraw/", products.withdraw, name="withdraw"),
    path("holds/", stock.holds, name="holds"),
    path("catalogue/", catalogue.upload, name="catalogue"),
    path("catalogue/products.csv", catalogue.export, name="export"),
    path("catalogue/<str:name>/", importing.review, name="import"),
    path("catalogue/<str:name>/import/", importing.importing, name="importing"),
    path("catalogue/<str:name>/<str:kind>.csv", importing.report, name="report"),
    path("messages/", messages.listing, name="messages"),
    path("synonyms/", synonyms.edit, name="synonyms"),
    path("menu/", menu.edit, name="menu"),
    path("dead-letters/", dead_letter_views.queues, name="dead-letters"),
    path("dead-letters/<slug:queue>/", dead_letter_views.listing, name="dead-letter-queue"),
    path("dead-letters/<slug:queue>/redrive/", redrive_views.redrive_all, name="redrive"),
    path("dead-letters/<slug:queue>/<slug:letter_id>/", dead_letter_views.letter, name="dead-letter"),
]
