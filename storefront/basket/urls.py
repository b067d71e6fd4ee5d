"""The basket's addresses."""

from django.urls import path

from storefront.basket import views

app_name = "basket"
urlpatterns = [
    path("", views.show, name="show"),
    path("add/", views.add, name="add"),
    path("set/", views.change, name="set"),
    path("remove/", views.remove, name="remove"),
    path("clear/", views.clear, name="clear"),
    path("country/", views.deliver_to, name="country"),
]
