"""The URLs of pages that belong to no app."""

from django.urls import path
from django.views.generic import TemplateView

from storefront.site import delivery, offline, resend
from storefront.web.caching import shareable

app_name = "site"
urlpatterns = [
    path("about/", shareable(TemplateView.as_view(template_name="pages/about.html")), name="about"),
    path("delivery/", delivery.page, name="delivery"),
    path("privacy/", shareable(TemplateView.as_view(template_name="pages/privacy.html")), name="privacy"),
    path("unsent/<slug:name>/", resend.show, name="unsent"),
    path("offline/", offline.page, name="offline"),
]
