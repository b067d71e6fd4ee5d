"""The orders' addresses."""

from django.urls import path

from storefront.order import cancellation, documents, finding, order_again, retry_payment, returns, views

app_name = "order"
urlpatterns = [
    path("", views.history, name="history"),
    path("find/", finding.find, name="find"),
    path("<slug:order_id>/", views.show, name="show"),
    path("<slug:order_id>/open/", finding.open_link, name="open"),
    path("<slug:order_id>/pay/", retry_payment.retry, name="pay"),
    path("<slug:order_id>/cancel/", cancellation.cancel, name="cancel"),
    path("<slug:order_id>/again/", order_again.order_again, name="again"),
    path("<slug:order_id>/documents/", documents.list_documents, name="documents"),
    path("<slug:order_id>/documents/<slug:number>/", documents.show_document, name="document"),
    path("<slug:order_id>/return/", returns.send_back, name="return"),
]
