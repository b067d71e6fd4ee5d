"""A bare Django view that renders 24 cards from memory: no middleware, no session, no call, nothing but the view and
its template."""

# ruff: noqa: E402 - Django reads its settings before it is imported further
from typing import Any

import django
from django.conf import settings

CARD = """<li><article class="card"><div class="card__picture"><div class="picture picture--card"><picture>
<source type="image/avif" srcset="{% for width in widths %}/pictures/{{ card.src }}-{{ width }}.avif {{ width }}w{% if not forloop.last %}, {% endif %}{% endfor %}">
<img src="/pictures/{{ card.src }}-640.webp" width="{{ card.width }}" height="{{ card.height }}" alt="{{ card.alt }}" loading="lazy"></picture></div></div>
<div class="card__text"><p class="card__brand">{{ card.brand }}</p><h2 class="card__name"><a href="{% url 'product' card.id %}">{{ card.title }}</a></h2>
<p class="card__price"><span class="price">{{ card.price }}</span></p></div></article></li>"""  # noqa: E501 - it is one element
PAGE = (
    "<!doctype html><html lang=en><head><title>Cards</title></head><body><main><ul>{% for card in cards %}"
    + CARD
    + "{% endfor %}</ul></main></body></html>"
)
TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "OPTIONS": {
        "loaders": [
            ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", {"page.html": PAGE})])
        ]
    },
}
settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], TEMPLATES=[TEMPLATES], DEBUG=False, SECRET_KEY="bench", MIDDLEWARE=[]
)
django.setup()

from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from backend.contracts.product.models import PAGE_SIZE as CARDS
from bench import stock


def _card(number: int) -> dict[str, Any]:
    product = stock.PRODUCTS[number]
    picture = product.pictures[0]
    price = f"€{product.variants[0].price / 100:.2f}"
    texts = {"id": product.id, "title": product.title, "brand": product.brand, "price": price}
    return texts | {"src": picture.src, "alt": picture.alt, "width": str(picture.width), "height": str(picture.height)}


_CONTEXT = {"cards": [_card(number) for number in range(CARDS)], "widths": ("320", "640", "960", "1280")}


def _cards(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html", _CONTEXT)


urlpatterns = [
    path("product/<slug:slug>/", _cards, name="product"),
    path("", _cards),
    path("robots.txt", lambda request: HttpResponse()),
]
application = get_wsgi_application()
