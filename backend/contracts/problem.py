"""RFC 9457 problem replies: one shape for every refusal."""

import msgspec

CONTENT_TYPE = "application/problem+json"


class FieldError(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is wrong with one field; `field` is its path in the body, such as `address.town`.

    `holder` is the id of the product that has what must be unique, such as a SKU.
    """

    field: str
    message: str
    holder: str = ""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """`type` is a stable word of ours (`stale-version`, `total-changed` …) that a client may decide by.

    `by` and `at` name who did it before, and when.
    """

    type: str
    title: str
    status: int
    detail: str = ""
    errors: tuple[FieldError, ...] = ()
    version: int | None = None
    total: int | None = None
    by: str = ""
    at: str = ""


class Refused(Exception):
    """Raised by the domain or the repository; the HTTP handler answers with its problem, and nothing has changed."""

    def __init__(self, status: int, type: str, title: str, detail: str = "", **more: object) -> None:
        super().__init__(title)
        self.problem = msgspec.convert(
            {"status": status, "type": type, "title": title, "detail": detail, **more}, Problem
        )


def invalid_body(*errors: FieldError) -> Refused:
    """Return the 422 reply to a body with these fields wrong."""
    return Refused(422, "invalid", "The body does not have the right shape", errors=errors)
