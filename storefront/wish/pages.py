"""Pages of a long wish list."""

from django.http import HttpRequest

from backend.contracts.wish.models import MAX_WISHES, PAGE_SIZE, WishPage


def page_number(request: HttpRequest) -> int:
    """Return the page asked for; the first for what is no page of any list."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    return number if 1 <= number <= -(-MAX_WISHES // PAGE_SIZE) else 1


def describe_page(page: WishPage, number: int, address: str) -> dict[str, object]:
    """Return what a template needs of a page of the list at this address, and of those before and after it."""
    last = max(-(-page.count // PAGE_SIZE), 1)
    return {
        "page": page,
        "place": {"number": number, "preceding": f"{address}?page={number - 1}" if number > 1 else None},
        "next": f"{address}?page={number + 1}" if number < last else None,
        "of": last,
    }
