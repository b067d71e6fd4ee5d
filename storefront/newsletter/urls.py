"""The newsletter's addresses."""

from django.urls import path

from storefront.newsletter import views

app_name = "newsletter"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("own/", views.change_own, name="own"),
    path("<slug:key>/", views.link, name="link"),
    path("<slug:key>/unsubscribe/", views.unsubscribe, name="unsubscribe"),
]
