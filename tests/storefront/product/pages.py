"""Product and list pages, read as people do."""

import re

from django.test import Client

LIMIT = 25_000  # bytes of HTML as sent, compressed


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def names(html: str) -> list[str]:
    return re.findall(r'class="card__link"[^>]*>([^<]*)</a>', html)


def links(html: str, rel: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(rf'rel="{rel}" href="([^"]*)"', html)]
