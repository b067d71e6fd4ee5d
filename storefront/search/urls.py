"""The addresses of the search and of category lists."""

from django.urls import path

from storefront.search import category_views, views

app_name = "search"
urlpatterns = [
    path("search/", views.results_page, name="results"),
    path("search/suggestions/", views.suggest, name="suggest"),
    path("shop/", category_views.listing, name="shop"),
    path("shop/<path:path>/", category_views.listing, name="category"),
]
