"""The basket's addresses."""

from django.urls import path

from storefront.basket import views, voucher_balance

app_name = "basket"
urlpatterns = [
    path("", views.show, name="show"),
    path("add/", views.add, name="add"),
    path("set/", views.change, name="set"),
    path("remove/", views.remove, name="remove"),
    path("clear/", views.clear, name="clear"),
    path("code/", views.enter_code, name="code"),
    path("code/remove/", views.remove_code, name="remove-code"),
    path("voucher/", voucher_balance.show, name="voucher"),
    path("country/", views.deliver_to, name="country"),
]
