"""An uploaded catalogue file: what it would change, then the import, each in steps that continue by themselves; and
their reports."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe
from msgspec.structs import replace

from storefront.account.shopper import shopper
from storefront.clients import api
from storefront.imports.encoding import ENCODINGS
from storefront.imports.entry import NotReadable
from storefront.imports.formats import READERS
from storefront.imports.prices import MARKS
from storefront.imports.report import HEADER
from storefront.staff import import_job, upload_storage, uploads_bucket
from storefront.staff.decorators import staff_only
from storefront.staff.import_form import ImportForm
from storefront.staff.import_job import ImportJob, ImportOptions, Mode
from storefront.staff.import_report import sections
from storefront.web.htmx import is_htmx
from storefront.web.redirect import SeeOther


@require_safe
@staff_only
@uploads_bucket.with_upload
def review(request: HttpRequest, name: str) -> HttpResponse:
    """Render what the file would change: each look at the page goes on with it, until all of it is known."""
    upload, form = _upload(name), ImportForm(request.GET)
    if form.wrong:
        return _page(request, upload, Mode.LOOK, None, how=form.how, wrong=form.wrong, status=422)
    import_job.start(upload, Mode.LOOK, replace(form.how, stock=False))
    return _on(request, upload, Mode.LOOK)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
@uploads_bucket.with_upload
def importing(request: HttpRequest, name: str) -> HttpResponse:
    """POST begins the import; each look at the page goes on with what was begun.

    Leaving it and coming back loses nothing.
    """
    upload = _upload(name)
    if request.method != "POST":
        return _on(request, upload, Mode.PUT) if import_job.find(upload, Mode.PUT) else SeeOther("staff:import", name)
    form = ImportForm(request.POST)
    if form.wrong:
        return _page(request, upload, Mode.LOOK, None, how=form.how, wrong=form.wrong, status=422)
    import_job.start(upload, Mode.PUT, form.how, again=True)
    import_job.forget(upload, Mode.LOOK)
    return SeeOther("staff:importing", name)


@require_safe
@staff_only
@uploads_bucket.with_upload
def report(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """Render all that a look or an import has told, as CSV."""
    upload = _upload(name)
    job = import_job.find(upload, Mode(kind)) if kind in set(Mode) else None
    if job is None:
        raise Http404
    head = ",".join(HEADER)
    reply = HttpResponse(
        f"\ufeff{head}\r\n{import_job.to_csv(upload, Mode(kind), job)}", content_type="text/csv; charset=utf-8"
    )
    reply.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return reply


def _upload(name: str) -> Path:
    if (path := upload_storage.find(name)) is None:
        raise Http404
    return path


def _on(request: HttpRequest, upload: Path, kind: Mode) -> HttpResponse:
    """Go on, and tells how far it is. A service that does not answer is told, and nothing is lost."""
    wrong, status = "", 200
    try:
        if request.method != "HEAD":
            import_job.run_step(upload, kind, str(getattr(shopper(request), "token", "")))
    except NotReadable as error:
        wrong, status = f"The file cannot be imported: {error}.", 422
    except api.Unavailable as error:
        wrong, status = f"The {error} service does not answer. Nothing is lost; continue when it does.", 503
    job = import_job.find(upload, kind)
    return _page(request, upload, kind, job, how=job.how if job else ImportOptions(), wrong=wrong, status=status)


def _page(
    request: HttpRequest,
    upload: Path,
    kind: Mode,
    job: ImportJob | None,
    *,
    how: ImportOptions,
    wrong: str,
    status: int,
) -> HttpResponse:
    going = not wrong and not (job and job.is_done)
    page = {
        "name": upload.name,
        "dry": kind is Mode.LOOK,
        "kind": kind,
        "walk": job,
        "how": how,
        "wrong": wrong,
        "readable": job is not None and job.count is not None,
        "going": going,
        "figures": job.summary.figures(dry=kind is Mode.LOOK) if job else "",
        "sections": sections(upload, kind, job) if job and not going else [],
        "formats": READERS,
        "encodings": ENCODINGS,
        "marks": MARKS,
    }
    # htmx shows nothing of a page that says that it failed
    return render(request, "staff/import.html", page, status=200 if is_htmx(request) else status)
