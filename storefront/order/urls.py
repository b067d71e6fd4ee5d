"""The orders' addresses."""

from django.urls import path

from storefront.order import views

app_name = "order"
urlpatterns = [
    path("", views.history, name="history"),
    path("<slug:order_id>/", views.show, name="show"),
]
