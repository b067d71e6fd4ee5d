"""The addresses of the home page and of products."""

from django.urls import path, re_path

from storefront.product import local_pictures, picks, views

app_name = "product"
urlpatterns = [
    path("", views.home, name="home"),
    path("product/<slug:slug>/", views.detail, name="detail"),
    path("picks/", picks.show, name="picks"),
    path("picks/switch/", picks.switch, name="switch-picks"),
    re_path(
        r"^pictures/uploaded/(?P<name>[0-9a-f]{40}-[0-9]{3,4}\.(?:avif|webp))$", local_pictures.serve, name="uploaded"
    ),
    re_path(
        r"^pictures/reviews/(?P<review_id>[0-9a-f]{32})/(?P<name>[0-9a-f]{32}-[0-9]{3,4}\.(?:avif|webp))$",
        local_pictures.serve_of_review,
        name="reviewed",
    ),
]
