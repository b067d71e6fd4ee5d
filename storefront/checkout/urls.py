"""The checkout's addresses, one per step."""

from django.urls import path

from storefront.checkout import views

app_name = "checkout"
urlpatterns = [
    path("", views.address, name="address"),
    path("check/", views.check, name="check"),
    path("delivery/", views.delivery, name="delivery"),
    path("review/", views.review, name="review"),
]
