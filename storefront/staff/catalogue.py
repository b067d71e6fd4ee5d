"""A catalogue's file through the browser: uploaded, looked at, imported some products at a time; and the shop's own to download."""

from dataclasses import dataclass, field
from io import StringIO
from itertools import islice
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from backend.contracts.product import LIST_CATEGORIES
from storefront import api
from storefront.account.shopper import shopper
from storefront.imports import export as shopify
from storefront.imports.catalogue import opened
from storefront.imports.entry import NotReadable
from storefront.imports.formats import READERS
from storefront.imports.opened import ENCODINGS
from storefront.imports.run import Import, Summary
from storefront.redirect import SeeOther
from storefront.staff import kept
from storefront.staff.forms import ImportForm
from storefront.staff.guard import staff_only

AT_ONCE = 20
"""Products of one request."""
MOST_WORDS = 100
"""Lines that a page tells."""
MOST_EXPORTED = 500
"""Products that a download may have; beyond that it is for the command."""


@dataclass
class Step:
    """What some products of a file came to. `after` is how many are done, `count` how many there are; `wrong` why it cannot be read."""

    after: int = 0
    count: int = 0
    format: str = ""
    wrong: str = ""
    words: list[str] = field(default_factory=list)
    summary: Summary = field(default_factory=Summary)

    @property
    def done(self) -> bool:
        return not self.wrong and self.after >= self.count


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def upload(request: HttpRequest) -> HttpResponse:
    """Takes a file, and goes on to what it would change."""
    file = request.FILES.get("file") if request.method == "POST" else None
    if request.method != "POST":
        return render(request, "staff/catalogue.html", {"limit": kept.LARGEST // 1024**2})
    wrong = "Choose a file." if not file else ""
    if file and (file.size or 0) > kept.LARGEST:
        wrong = f"The file is larger than {kept.LARGEST // 1024**2} MB. Import it with manage.py import_products."
    if not file or wrong:
        return render(request, "staff/catalogue.html", {"wrong": wrong, "limit": kept.LARGEST // 1024**2}, status=422)
    return SeeOther(reverse("staff:import", args=(kept.keep(file),)))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def review(request: HttpRequest, name: str) -> HttpResponse:
    """What the next products of the file would change; by POST they are imported."""
    path = kept.find(name)
    if path is None:
        raise Http404
    form = ImportForm(request.POST if request.method == "POST" else request.GET)
    told = form.cleaned_data if form.is_valid() else {"currency": "EUR", "format": "", "encoding": "", "after": 0}
    wrong = " ".join(str(each) for errors in form.errors.values() for each in errors)
    dry = request.method != "POST" or bool(wrong)
    step = Step(wrong=wrong) if wrong else _step(path, told, dry, str(getattr(shopper(request), "token", "")))
    page = {
        "step": step,
        "told": told,
        "formats": READERS,
        "encodings": ENCODINGS,
        "dry": dry,
        "next": min(AT_ONCE, step.count - step.after),
        "figures": step.summary.figures(dry=dry),
    }
    return render(request, "staff/import.html", page, status=422 if step.wrong else 200)


def _step(path: Path, told: dict[str, object], dry: bool, token: str) -> Step:
    """The next products, looked at or put in. A service that does not answer is told, and nothing is lost: the same step goes on."""
    after = int(str(told["after"] or 0))
    step = Step(after=after)
    try:
        how = {name: str(told[name]) for name in ("currency", "format", "encoding")}
        with path.open("rb") as raw, opened(raw, **how, most=kept.UNPACKED) as catalogue:
            step.format, step.count = catalogue.format, catalogue.count
            some = islice(catalogue, after, after + AT_ONCE)
            step.summary = Import(lambda line: step.words.append(line[:400]), dry=dry, token=token).run(some)
    except NotReadable as error:
        step.wrong = f"The file cannot be imported: {error}."
    except api.Unavailable as error:
        step.wrong = f"The {error} service does not answer. Nothing is lost: try the same again."
    else:
        step.after = after if dry else min(after + AT_ONCE, step.count)
    step.words = step.words[:MOST_WORDS]
    return step


@require_safe
@staff_only
def export(request: HttpRequest) -> HttpResponse:
    """The catalogue as a Shopify CSV, while it is small enough for a page."""
    if api.call(LIST_CATEGORIES).count > MOST_EXPORTED:
        messages.error(request, f"There are more than {MOST_EXPORTED} products. Export them with manage.py export_products.")
        return SeeOther("staff:catalogue")
    out = StringIO(newline="")
    shopify.write(shopify.catalogue(), out)  # as a whole, so that a service that stops is told and no half file is kept
    reply = HttpResponse(f"\ufeff{out.getvalue()}", content_type="text/csv; charset=utf-8")
    reply.headers["Content-Disposition"] = 'attachment; filename="products.csv"'
    return reply
