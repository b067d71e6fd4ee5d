"""How gunicorn serves the storefront: run `gunicorn` beside this file. docs/settings.md lists the shop's own variables.

GUNICORN_CMD_ARGS or the command line change any of it, such as `--bind 0.0.0.0:8000`; WEB_CONCURRENCY is the number of
processes.
"""

import multiprocessing
import os
import resource
import sys
from typing import Any

wsgi_app = "storefront.wsgi"
bind = "127.0.0.1:8000"
worker_class = "storefront.web.gunicorn_worker.Worker"
workers = int(os.environ.get("WEB_CONCURRENCY", multiprocessing.cpu_count()))
threads = 16  # a page waits for services most of its time
worker_connections = 1_000  # of a process, slow clients included
backlog = 1_024
keepalive = 15  # seconds: longer than most browsers take to the next click's first request, shorter than a proxy's 60
timeout = 60  # seconds without a sign of life until a process is replaced
graceful_timeout = 30
max_requests, max_requests_jitter = 20_000, 2_000
limit_request_line, limit_request_fields, limit_request_field_size = 4_094, 60, 16_380
control_socket_disable = True
accesslog = None  # the storefront logs each request itself, without what people typed
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

_most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (_most if 0 < _most < 65_536 else 65_536, _most))


def on_starting(server: Any) -> None:
    """End in one line where the settings are not right; each process would otherwise end with a trace, one after
    another."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        import storefront.settings  # noqa: F401
    except ImproperlyConfigured as error:
        sys.exit(str(error))


def post_worker_init(worker: Any) -> None:
    """Import what requests need before the first of them comes."""
    from storefront.web.preload import preload

    preload()
