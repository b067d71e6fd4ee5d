"""The account's addresses. Cognito knows `callback` letter by letter. No page of it is kept anywhere."""

from django.urls import path
from django.views.decorators.cache import never_cache

from storefront.account import (
    closing,
    data_export,
    email_change,
    names,
    registration_views,
    second_factor_views,
    views,
    where_signed_in,
)

app_name = "account"
urlpatterns = [
    path("", never_cache(views.home), name="home"),
    path("sign-in", never_cache(views.sign_in), name="sign-in"),
    path("callback", never_cache(views.callback), name="callback"),
    path("sign-out", never_cache(views.sign_out), name="sign-out"),
    path("sign-out-everywhere", never_cache(views.sign_out_everywhere), name="sign-out-everywhere"),
    path("where-signed-in", never_cache(where_signed_in.show), name="where-signed-in"),
    path("second-factor", never_cache(second_factor_views.set_up), name="second-factor"),
    path("second-factor/code", never_cache(second_factor_views.ask), name="second-factor-code"),
    path("second-factor/remove", never_cache(second_factor_views.remove), name="second-factor-remove"),
    path("name", never_cache(names.change_name), name="name"),
    path("email", never_cache(email_change.change_email), name="email"),
    path("email/code", never_cache(email_change.confirm_email), name="email-code"),
    path("data/", never_cache(data_export.show), name="data"),
    path("data/download", never_cache(data_export.download), name="data-download"),
    path("close", never_cache(closing.close_account), name="close"),
    path("sign-up", never_cache(registration_views.sign_up), name="sign-up"),
    path("confirm", never_cache(registration_views.confirm), name="confirm"),
    path("confirm/resend", never_cache(registration_views.resend), name="resend"),
    path("forgotten-password", never_cache(registration_views.forgotten_password), name="forgotten-password"),
    path("new-password", never_cache(registration_views.new_password), name="new-password"),
]
