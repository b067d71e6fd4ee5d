"""The addresses of what a shop says of itself."""

from django.urls import path

from storefront.contact import views

app_name = "contact"
urlpatterns = [
    path("contact/", views.contact, name="contact"),
    path("contact/sent/", views.message_sent, name="sent"),
    path("withdrawal/", views.withdrawal, name="withdrawal"),
    path("imprint/", views.imprint, name="imprint"),
    path("terms/", views.terms, name="terms"),
]
