"""The addresses of reviews."""

from django.urls import path

from storefront.review import picture_views, reading, visitors, writing

app_name = "review"
urlpatterns = [
    path("product/<slug:product_id>/reviews/", reading.listing, name="listing"),
    path("orders/<slug:order_id>/review/<slug:product_id>/", writing.write, name="write"),
    path(
        "orders/<slug:order_id>/review/<slug:product_id>/pictures/<slug:picture_id>/",
        picture_views.show,
        name="picture",
    ),
    path("reviews/<slug:review_id>/vote/", visitors.vote, name="vote"),
    path("reviews/<slug:review_id>/report/", visitors.report, name="report"),
]
