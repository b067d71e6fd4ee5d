"""Django's messages, kept in a signed cookie that only this very host can set where all is https."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse

from storefront.web import signed_cookies

OLD = "messages"
"""The cookie's name in earlier versions, which is read once more and removed."""
UNTIL_SIGN_IN = "until-sign-in"
"""The extra tag of a message that is of use only until somebody signs in."""


Messages = list[Message] | None


class MessageStorage(CookieStorage):
    """The messages that the next page shows."""

    def __init__(self, request: HttpRequest, *arguments: object, **named: object) -> None:
        super().__init__(request, *arguments, **named)
        self.cookie_name = signed_cookies.full_name(OLD)

    def _get(self, *arguments: object, **named: object) -> tuple[Messages, bool]:
        loaded, all_of_them = super()._get(*arguments, **named)  # type: ignore[misc]
        if loaded or self.cookie_name == OLD:
            return loaded, all_of_them
        return self._decode(self.request.COOKIES.get(OLD)), True  # type: ignore[attr-defined]

    def _store(self, messages: Messages, response: HttpResponse, *arguments: object, **named: object) -> Messages:
        if self.cookie_name != OLD and OLD in self.request.COOKIES:
            response.delete_cookie(OLD)
        unstored: Messages = super()._store(messages, response, *arguments, **named)  # type: ignore[misc]
        return unstored


def after_sign_in(request: HttpRequest) -> None:
    """Drop what was said only until somebody signs in."""
    for message in list(messages.get_messages(request)):
        if UNTIL_SIGN_IN not in (message.extra_tags or ""):
            messages.add_message(request, message.level, message.message, message.extra_tags or "")
