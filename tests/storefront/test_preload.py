"""What threads that answer side by side would import is there before the first request."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

import manage
from storefront.web import preload

ROOT = Path(__file__).parent.parent.parent
IMPORTED = """
import sys

from django.core.wsgi import get_wsgi_application

get_wsgi_application()
from storefront.urls import urlpatterns
from storefront.web.preload import preload

before = set(sys.modules)
assert "babel.dates" not in before
assert not [app.urlconf_name for app in urlpatterns if app.urlconf_name in before]
preload()
assert not [app.urlconf_name for app in urlpatterns if app.urlconf_name not in sys.modules]
assert "storefront.basket.templatetags.basket" in sys.modules
first = set(sys.modules)
from django.test import Client

assert Client().get("/about/", headers={"host": "localhost"}).status_code == 200
late = {name for name in set(sys.modules) - first if name.startswith(("babel", "storefront"))}
late -= {"storefront.web.static_files"}  # alone, and without circles
assert not late, late
"""


def test_no_request_imports_a_page_or_babel_once_everything_is_loaded() -> None:
    script = [sys.executable, "-c", IMPORTED]
    environment = {"DJANGO_SETTINGS_MODULE": "storefront.settings", "DEBUG": "1", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(script, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_gunicorn_loads_it_in_each_process_before_the_first_request(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(preload, "preload", lambda: calls.append("loaded"))
    runpy.run_path(str(ROOT / "gunicorn.conf.py"))["post_worker_init"](None)
    assert calls == ["loaded"]


@pytest.mark.parametrize(
    ("arguments", "run_main", "loads"),
    [
        (["runserver"], "true", True),
        (["runserver"], "", False),  # the autoreloader's parent answers nobody
        (["runserver", "--noreload"], "", True),
        (["check"], "", False),
        (["check"], "true", False),
    ],
)
def test_a_development_server_loads_it_before_it_has_threads(
    arguments: list[str], run_main: str, loads: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setenv("SHOP_OUTPUTS", "outputs.json")
    monkeypatch.setenv("RUN_MAIN", run_main)
    monkeypatch.setattr(sys, "argv", ["manage.py", *arguments])
    monkeypatch.setattr(preload, "preload", lambda: calls.append("loaded"))
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda _: calls.append("served"))
    manage.main()
    assert calls == (["loaded"] if loads else []) + ["served"]


def test_a_page_that_cannot_be_imported_is_left_to_the_server_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def fail() -> None:
        raise ImportError("a typing error in a view")

    monkeypatch.setenv("SHOP_OUTPUTS", "outputs.json")
    monkeypatch.setenv("RUN_MAIN", "true")
    monkeypatch.setattr(sys, "argv", ["manage.py", "runserver"])
    monkeypatch.setattr(preload, "preload", fail)
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda _: calls.append("served"))
    manage.main()
    assert calls == ["served"]
