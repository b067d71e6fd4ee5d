"""The search's addresses."""

from django.urls import path

from storefront.search import views

app_name = "search"
urlpatterns = [
    path("", views.results_page, name="results"),
    path("suggestions/", views.suggest, name="suggest"),
]
