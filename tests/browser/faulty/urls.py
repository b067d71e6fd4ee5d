"""The shop's addresses, and one for each failure that no shopper can bring about."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.urls import path

from storefront import urls


def unreadable(request: HttpRequest) -> NoReturn:
    raise SuspiciousOperation


def not_theirs(request: HttpRequest) -> NoReturn:
    raise PermissionDenied


def mistaken(request: HttpRequest) -> NoReturn:
    raise ZeroDivisionError


failures = [path("fail/400/", unreadable), path("fail/403/", not_theirs), path("fail/500/", mistaken)]
urlpatterns = [*failures, *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
