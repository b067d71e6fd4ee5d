"""The headers by which browsers keep pages to themselves: the Content-Security-Policy, and those Django has no setting
for."""

from urllib.parse import urlsplit

from csp.constants import HEADER, SELF
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from storefront.clients.outputs import OutputsMissing, outputs
from storefront.web import payment_pages, pictures
from storefront.web.memoize import memoize

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class SecurityHeaders(CSPMiddleware):
    """The Content-Security-Policy, and the headers Django has no setting for."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Forms may end at the hosted login and the provider's card page: a browser holds redirects after a form to
        `form-action` too."""
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not (
            settings.DEBUG and response.status_code in (404, 500)
        ):  # Django's own pages of these bring their style with them
            upload = getattr(response, "upload_to", "")  # a page with an upload's form names the bucket
            nonce = getattr(request, "_csp_nonce", None)
            framing = getattr(response, "framing", False)  # a page that shows others of our own in frames says so
            policy = _policy((*_form_targets(), upload), pictures.host(), bool(nonce), framing)
            response.headers.setdefault(HEADER, policy.replace(_NONCE, nonce or ""))
        if getattr(request, "_csp_nonce", None) is None:
            # one that is asked for from now on would come too late
            request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response


_NONCE = "{nonce}"


@memoize
def _policy(forms: tuple[str, ...], pictures: str, nonced: bool, framing: bool) -> str:
    """Return the policy with these addresses for forms and pictures.

    The library builds it from the settings for each response anew.
    """
    update = {"form-action": [form for form in forms if form], "img-src": [pictures] if pictures else []}
    update |= {"frame-src": [SELF]} if framing else {}
    return build_policy(update=update, nonce=_NONCE if nonced else None)


def _form_targets() -> tuple[str, ...]:
    try:
        return _origin(outputs().shop.login_url), payment_pages.origin()
    except OutputsMissing:
        return ()


@memoize
def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
