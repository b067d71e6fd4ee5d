"""What the storefront and the cache before it (CloudFront) agree on."""

ORIGIN_SECRET = "X-Origin-Secret"  # noqa: S105 - a header's name
"""The header by which the cache proves itself to the storefront: nobody passes it by."""

COOKIES = ("session", "csrf", "guest", "basket", "country", "seen", "theme", "messages", "wishes")
"""All cookies that the storefront sets or reads; the cache keeps the pages of two visitors apart by them, and passes on
no others. CloudFront takes ten:
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
"""


def cookie_name(name: str) -> str:
    """Return a cookie's whole name where all is https: one that only this very host can set."""
    return f"__Host-{name}"


STATIC, PICTURES = "/static/", "/pictures/"
"""Where the edge serves files from buckets. It asks the storefront for one of these only if its bucket has it not."""
