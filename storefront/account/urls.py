"""The account's addresses. Cognito knows `callback` letter by letter."""

from django.urls import path

from storefront.account import views

app_name = "account"
urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in", views.sign_in, name="sign-in"),
    path("callback", views.callback, name="callback"),
    path("sign-out", views.sign_out, name="sign-out"),
    path("sign-up", views.sign_up, name="sign-up"),
    path("confirm", views.confirm, name="confirm"),
    path("confirm/resend", views.resend, name="resend"),
    path("forgotten-password", views.forgotten, name="forgotten-password"),
    path("new-password", views.new_password, name="new-password"),
]
