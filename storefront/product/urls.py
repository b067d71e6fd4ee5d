"""The addresses of the catalogue and of the shop's own pages."""

from django.urls import path, re_path
from django.views.generic import TemplateView

from storefront.product import delivery, local_pictures, seo, sitemap, styles, views

urlpatterns = [
    path("", views.home, name="home"),
    path("shop/", views.listing, name="shop"),
    path("shop/<path:path>/", views.listing, name="category"),
    path("product/<slug:slug>/", views.detail, name="product"),
    path("about/", TemplateView.as_view(template_name="pages/about.html"), name="about"),
    path("delivery/", delivery.page, name="delivery"),
    path("privacy/", TemplateView.as_view(template_name="pages/privacy.html"), name="privacy"),
    re_path(r"^pictures/uploaded/(?P<name>[0-9a-f]{40}-[0-9]{3,4}\.(?:avif|webp))$", local_pictures.serve, name="uploaded"),
    path("styles.<str:mark>.css", styles.serve, name="styles"),
    path("manifest.webmanifest", seo.manifest, name="manifest"),
    path("robots.txt", seo.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-pages.xml", sitemap.pages, name="sitemap-pages"),
    path("sitemap-products-<int:number>.xml", sitemap.products, name="sitemap-products"),
    path("favicon.ico", seo.favicon),
]
