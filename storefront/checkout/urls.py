"""The checkout's addresses, one per step."""

from django.urls import path

from storefront.checkout import gate, payment, views

app_name = "checkout"
urlpatterns = [
    path("", views.address, name="address"),
    path("start/", gate.start, name="start"),
    path("start/check/", gate.check, name="check-email"),
    path("check/", views.check, name="check"),
    path("delivery/", views.delivery, name="delivery"),
    path("delivery/choose/", views.choose, name="choose"),
    path("payment/", payment.payment, name="payment"),
    path("card/", payment.back, name="card"),
    path("review/", views.review, name="review"),
]
