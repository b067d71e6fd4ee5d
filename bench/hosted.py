"""Cold starts of the hosted storefront, until its first response, next to a bare Django app in the same bundle.

Both adapters that could turn a WSGI application into a Lambda function are measured around the bare app: apig-wsgi,
which calls it in the same process, and gunicorn, which Lambda's Web Adapter would talk to. The aim applies to processor
time: a cold start waits for nothing, and this machine may be busy with other things.
"""

import json
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

import gunicorn

from bench.cold import runtime
from bench.figure import Figure, table
from infra.bundle import BUILD, here
from infra.storefront_bundle import storefront_bundles

RUNS = 10
AIM = 1.5
PORT = 8765
FLOOR = "bare Django by apig-wsgi"
BARE = """
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.core.wsgi import get_wsgi_application
urlpatterns = [path("healthz", lambda request: HttpResponse("ok"))]
part = "django.{}.middleware.{}Middleware".format
settings.configure(
    ROOT_URLCONF=__name__, SECRET_KEY="x" * 50, ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["django.contrib.messages", "django.contrib.sessions", "django.contrib.staticfiles"],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware", "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)
application = get_wsgi_application()
"""
DIRECT = (
    BARE
    + """
from django.test import RequestFactory

assert application.get_response(RequestFactory().get("/healthz")).status_code == 200
"""
)
ADAPTED = (
    BARE
    + """
import json, sys
from apig_wsgi import make_lambda_handler
assert make_lambda_handler(application)(json.loads(sys.argv[1]), None)["statusCode"] == 200
"""
)
STOREFRONT = """
import json, sys
from storefront.lambda_handler import handler
assert handler(json.loads(sys.argv[1]), None)["statusCode"] == 200
"""
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "storefront.settings", "SHOP_URL": "https://shop.example", "SHOP_OUTPUTS": "/nowhere",
    "SHOP_SECRET_KEY": "k" * 30 + "0123456789abcdefghij", "SHOP_ORIGIN_SECRET": "s", "LOG_LEVEL": "ERROR",
}  # fmt: skip


def run() -> list[Figure]:
    task = BUILD / "bench" / storefront_bundles(here()).code.stem
    if not task.exists():
        zipfile.ZipFile(storefront_bundles(here()).code).extractall(task)
    starts: dict[str, Callable[[], None]] = {
        "bare Django without an adapter": lambda: _start(task, DIRECT),
        FLOOR: lambda: _start(task, ADAPTED),
        "bare Django by gunicorn": lambda: _serve(task),
        "the storefront, /healthz": lambda: _start(task, STOREFRONT),
        "the storefront, a page": lambda: _start(task, STOREFRONT, "/about/"),
    }
    times: dict[str, list[float]] = {name: [] for name in starts}
    for _ in range(RUNS):
        for name, start in starts.items():
            before = _processor_seconds()
            start()
            times[name].append((_processor_seconds() - before) * 1000)
    return _figures(times)


def _figures(times: dict[str, list[float]]) -> list[Figure]:
    least = {name: min(each) for name, each in times.items()}
    rows = [(name, least[name], median(each), least[name] / least[FLOOR]) for name, each in times.items()]
    print(table([("start", "cpu min", "median", "× floor"), *rows]))
    note = f"least processor time of {RUNS} starts until the first answer"
    aims = {"the storefront, /healthz": AIM}
    ratios = [
        Figure(name, round(ms / least[FLOOR], 2), "× floor", aims.get(name), note)
        for name, ms in least.items()
        if name != FLOOR
    ]
    return [*ratios, Figure(f"the floor, {FLOOR}", round(least[FLOOR], 1), "ms", None, note)]


def _event(path: str) -> str:
    http = {"method": "GET", "path": path, "protocol": "HTTP/1.1", "sourceIp": "203.0.113.9"}
    headers = {"host": "shop.example", "x-origin-secret": ENVIRONMENT["SHOP_ORIGIN_SECRET"]}
    event = {"version": "2.0", "rawPath": path, "rawQueryString": "", "headers": headers, "isBase64Encoded": False}
    return json.dumps({**event, "requestContext": {"http": http, "stage": "$default"}})


def _environment(task: Path) -> dict[str, str]:
    lambdas = str(runtime(BUILD / "bench"))
    return {"PATH": os.environ["PATH"], "PYTHONPATH": f"{task}{os.pathsep}{lambdas}", **ENVIRONMENT}


def _start(task: Path, code: str, path: str = "/healthz") -> None:
    command = [sys.executable, "-S", "-B", "-c", code, _event(path)]
    subprocess.run(command, cwd=task, env=_environment(task), check=True, stderr=subprocess.DEVNULL)


def _serve(task: Path) -> None:
    """Start gunicorn, which is not in the bundle, ask once, and end it."""
    environment = _environment(task)
    environment["PYTHONPATH"] += os.pathsep + str(_only(Path(gunicorn.__file__).parent))
    code = f"{BARE}\nfrom gunicorn.app.base import BaseApplication\n" + (
        "class Served(BaseApplication):\n"
        "    def load_config(self):\n"
        f"        self.cfg.set('bind', '127.0.0.1:{PORT}')\n"
        "    def load(self):\n        return application\n"
        "Served().run()\n"
    )
    command = [sys.executable, "-S", "-B", "-c", code]
    process = subprocess.Popen(command, cwd=task, env=environment, stderr=subprocess.DEVNULL)
    try:
        _ask()
    finally:
        process.terminate()
        process.wait()


def _only(package: Path) -> Path:
    """A folder that holds this package alone."""
    folder = BUILD / "bench" / "server"
    folder.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        (folder / package.name).symlink_to(package)
    return folder


def _ask() -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=5)
        try:
            connection.request("GET", "/healthz")
            assert connection.getresponse().status == 200
            return
        except OSError:
            time.sleep(0.02)
        finally:
            connection.close()
    raise TimeoutError("gunicorn does not answer")


def _processor_seconds() -> float:
    """Processor seconds of all processes that were started here and have ended."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
