"""The addresses of the local cloud's mailbox."""

from django.urls import path

from storefront.account import local_mail

app_name = "mail"
urlpatterns = [
    path("", local_mail.page, name="inbox"),
    path("<str:message_id>/", local_mail.html, name="message"),
]
