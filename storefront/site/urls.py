"""The addresses of pages that belong to no app, and of what machines read."""

from django.urls import path
from django.views.generic import TemplateView

from storefront.site import delivery, offline, resend, seo, sitemap
from storefront.web import styles
from storefront.web.caching import shareable

app_name = "site"
urlpatterns = [
    path("about/", shareable(TemplateView.as_view(template_name="pages/about.html")), name="about"),
    path("delivery/", delivery.page, name="delivery"),
    path("privacy/", shareable(TemplateView.as_view(template_name="pages/privacy.html")), name="privacy"),
    path("unsent/<slug:name>/", resend.show, name="unsent"),
    path("styles.<str:mark>.css", styles.serve, name="styles"),
    path("manifest.webmanifest", seo.manifest, name="manifest"),
    path("offline/", offline.page, name="offline"),
    path("service-worker.js", offline.service_worker, name="service-worker"),
    path("robots.txt", seo.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap-pages"),
    path("sitemap-products-<int:number>.xml", sitemap.products, name="sitemap-products"),
    path("favicon.ico", seo.favicon),
]
