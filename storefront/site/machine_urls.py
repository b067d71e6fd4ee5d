"""The addresses of what machines read: one for all languages."""

from django.urls import path

from storefront.site import offline, seo, sitemap
from storefront.web import styles

app_name = "machine"
urlpatterns = [
    path("styles.<str:mark>.css", styles.serve, name="styles"),
    path("manifest.webmanifest", seo.manifest, name="manifest"),
    path("service-worker.js", offline.service_worker, name="service-worker"),
    path("robots.txt", seo.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap-pages"),
    path("sitemap-products-<int:number>.xml", sitemap.products, name="sitemap-products"),
    path("favicon.ico", seo.favicon),
]
