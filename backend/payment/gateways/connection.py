"""What every payment provider's module needs: HTTP with timeouts, and the errors of calls without a usable answer."""

import urllib3

TRANSIENT_STATUSES = (408, 409, 425, 429)  # the provider's own word for "again, later"
_RETRIES = urllib3.Retry(total=None, connect=1, read=0, redirect=0, status=0, other=0)
_pool = urllib3.PoolManager(timeout=urllib3.Timeout(connect=1, read=6), retries=_RETRIES)


class OutcomeUnknown(Exception):
    """The answer is lost, unreadable or about something else: only a query can tell what happened."""


class ProviderRejected(OutcomeUnknown):
    """The provider rejected our request: the key, address or body is wrong, and people must fix it."""


def send(method: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
    """Send one HTTP request; return status and body. Raise `OutcomeUnknown` if there is no reply."""
    try:
        reply = _pool.request(method, url, headers=headers, body=body)
    except urllib3.exceptions.HTTPError as error:
        raise OutcomeUnknown(type(getattr(error, "reason", None) or error).__name__) from None
    return reply.status, reply.data


def failure(status: int, why: str = "") -> OutcomeUnknown:
    """Return the error for a status without a usable answer. Whose fault it is decides whether people must act."""
    ours = 400 <= status < 500 and status not in TRANSIENT_STATUSES
    return (ProviderRejected if ours else OutcomeUnknown)(f"status {status} {why}".rstrip())
