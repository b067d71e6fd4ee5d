"""The wish list's addresses."""

from django.urls import path

from storefront.wish import alert_views, share_views, views

app_name = "wish"
urlpatterns = [
    path("", views.show, name="show"),
    path("change/", views.change, name="change"),
    path("share/", share_views.share, name="share"),
    path("shared/<slug:key>/", share_views.show_shared, name="shared"),
    path("alerts/", alert_views.show, name="alerts"),
    path("alerts/ask/", alert_views.ask, name="ask"),
    path("alerts/stop/", alert_views.stop, name="stop-alert"),
    path("alerts/stop-all/", alert_views.stop_kind, name="stop-alerts"),
    path("alerts/<slug:kind>/<str:sku>/<slug:key>/", alert_views.link, name="alert"),
    path("alerts/<slug:kind>/<str:sku>/<slug:key>/unsubscribe/", alert_views.unsubscribe, name="unsubscribe"),
]
