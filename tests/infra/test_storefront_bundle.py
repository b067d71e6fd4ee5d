"""The storefront's bundle for Lambda. What goes wrong comes first."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.utils import translation

from backend.contracts.shop import LANGUAGES
from bench.cold import RUNTIME
from infra.bundle import LAMBDA, here
from infra.static_upload import TYPES
from infra.storefront_bundle import LIST, storefront_bundles
from storefront.web.formats import money

MAX_BYTES = 100_000_000
"""Unzipped; Lambda takes 250 MB, and a larger package starts later."""
SECRET = "of the edge"
CALL = """
import json, sys
from storefront.lambda_handler import handler
for each in sys.argv[1:]:
    print(json.dumps(handler(json.loads(each), None)))
"""
VIEWS = """
import django
django.setup()
from django.urls import get_resolver
assert all(each.url_patterns for each in get_resolver().url_patterns)
"""
WORDS = """
import sys, django
django.setup()
from django.utils import translation
from storefront.web.formats import money
with translation.override(sys.argv[1]):
    print(money(290000, "EUR"), translation.gettext("Your basket"), sep="|")
"""


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle for this machine, unpacked; beside it what Lambda brings."""
    root = tmp_path_factory.mktemp("task")
    shutil.unpack_archive(storefront_bundles(here()).code, root / "task")
    (root / "runtime").mkdir()
    for name in RUNTIME:
        (root / "runtime" / name).symlink_to(Path(boto3.__file__).parent.parent / name)
    (root / "task").chmod(0o555)
    return root / "task"


def run(task: Path, code: str, *arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "PYTHONPATH": f"{task}{os.pathsep}{task.parent / 'runtime'}",
        "DJANGO_SETTINGS_MODULE": "storefront.settings",
        "SHOP_URL": "https://shop.example",
        "SHOP_SECRET_KEY": "k" * 30 + "0123456789abcdefghij",
        "SHOP_ORIGIN_SECRET": SECRET,
        "SHOP_OUTPUTS": "/nowhere",
    }
    return subprocess.run(
        [sys.executable, "-S", "-B", "-c", code, *arguments],
        cwd=task, env=environment | changed, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def event(path: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> str:
    """An HTTP API's event, payload 2.0."""
    request = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.9", "userAgent": "x"}
    own = {"host": "abc.execute-api.eu-central-1.amazonaws.com", "x-origin-secret": SECRET}
    return json.dumps(
        {"version": "2.0", "rawPath": path, "rawQueryString": "", "headers": own | (headers or {}),
         "requestContext": {"http": request, "stage": "$default"}, "isBase64Encoded": False}
    )  # fmt: skip


def answers(task: Path, *events: str, **changed: str) -> list[dict[str, Any]]:
    done = run(task, CALL, *events, **changed)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_function_without_the_edges_secret_does_not_start(task: Path) -> None:
    done = run(task, CALL, event("/healthz"), SHOP_ORIGIN_SECRET="")
    assert done.returncode != 0
    assert "needs the secret that the edge sends" in done.stderr


@pytest.mark.parametrize("given", ["", "of the edg", "of the edge ", "õ"])
def test_requests_that_bypass_the_edge_are_refused(task: Path, given: str) -> None:
    (answer,) = answers(task, event("/about/", headers={"x-origin-secret": given}))
    assert (answer["statusCode"], answer["headers"]["cache-control"]) == (403, "no-store")


def test_what_a_request_says_of_host_and_scheme_decides_nothing(task: Path) -> None:
    forged = {"host": "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http"}
    (answer,) = answers(task, event("/robots.txt", headers=forged), SHOP_PROXIED="2")
    assert answer["statusCode"] == 200
    assert "https://shop.example/sitemap.xml" in answer["body"]
    assert "evil" not in json.dumps(answer)


def test_it_is_small_and_holds_nothing_that_it_does_not_need() -> None:
    with zipfile.ZipFile(storefront_bundles(LAMBDA).code) as bundle:
        sizes = {each.filename: each.file_size for each in bundle.infolist()}
    assert sum(sizes.values()) <= MAX_BYTES
    for unused in (
        "numpy/",
        "PIL/",
        "boto3/",
        "gunicorn/",
        "storefront/demo/art/",
        "django/conf/locale/es/",
        "babel/locale-data/es.dat",
        "backend/order/",
    ):
        assert not [name for name in sizes if name.startswith(unused)], unused
    assert [name for name in sizes if name.endswith(".so")]
    assert not [name for name in sizes if "x86_64" in name]


def test_every_page_can_be_imported_from_the_bundle_alone(task: Path) -> None:
    done = run(task, VIEWS)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_that_is_offered_is_written_as_on_every_other_machine(task: Path, language: str) -> None:
    done = run(task, WORDS, language, PYTHONIOENCODING="utf-8")
    with translation.override(language):
        assert done.stdout.strip() == f"{money(290000, 'EUR')}|{translation.gettext('Your basket')}", done.stderr
    assert (language == "en") == done.stdout.startswith("€2,900.00")


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_a_page_of_each_language_answers(task: Path, language: str) -> None:
    (page,) = answers(task, event(f"/{language}/delivery/"))
    assert page["statusCode"] == 200
    assert f'<html lang="{language}"' in page["body"]


def test_it_answers_from_a_folder_that_cannot_be_written_to(task: Path) -> None:
    health, page = answers(task, event("/healthz"), event("/about/"))
    assert (health["statusCode"], health["body"]) == (200, "ok\n")
    assert page["statusCode"] == 200
    assert "s-maxage" not in page["headers"]["cache-control"]  # its menu is missing: there is no backend
    assert page["headers"]["strict-transport-security"]


def test_the_function_brings_no_static_files_along_but_the_styles_that_it_joins(task: Path) -> None:
    assert [each.name for each in (task / "staticfiles").iterdir()] == [LIST]
    assert [each.name for each in (task / "storefront" / "static").iterdir()] == ["css"]
    (answer,) = answers(task, event("/static/js/shop.js"))
    assert answer["statusCode"] == 404


def test_every_static_file_that_pages_name_is_there_for_cloudfront_under_its_hashed_name(task: Path) -> None:
    names = json.loads((task / "staticfiles" / LIST).read_text())["paths"]
    with zipfile.ZipFile(storefront_bundles(here()).static) as files:
        assert sorted(files.namelist()) == sorted(set(names.values()))
    assert len(names) > 20
    assert all(re.search(r"\.[0-9a-f]{12}\.\w+$", hashed) for hashed in names.values())
    (page,) = answers(task, event("/about/"))
    assert f'src="/static/{names["js/shop.js"]}"' in page["body"]


def test_every_static_file_has_a_content_type() -> None:
    with zipfile.ZipFile(storefront_bundles(here()).static) as files:
        assert {Path(name).suffix for name in files.namelist()} <= TYPES.keys()
