"""The addresses of reviews."""

from django.urls import path

from storefront.review import reading, visitors, writing

app_name = "review"
urlpatterns = [
    path("product/<slug:product_id>/reviews/", reading.listing, name="listing"),
    path("orders/<slug:order_id>/review/<slug:product_id>/", writing.write, name="write"),
    path("reviews/<slug:review_id>/vote/", visitors.vote, name="vote"),
    path("reviews/<slug:review_id>/report/", visitors.report, name="report"),
]
