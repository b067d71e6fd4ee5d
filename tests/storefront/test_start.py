"""A function that starts waits for nothing that its first answer does not need."""

import os
import subprocess
import sys

from tests.support.markers import ROOT

HEALTH_CHECK = """
import sys
from storefront.wsgi import application
from django.test import RequestFactory
assert application.get_response(RequestFactory().get("/healthz")).status_code == 200
assert not {"requests", "urllib3", "charset_normalizer", "boto3", "botocore.session"} & sys.modules.keys()
"""


def test_a_health_check_is_answered_before_any_http_library_is_imported() -> None:
    subprocess.run([sys.executable, "-c", HEALTH_CHECK], cwd=ROOT, env=os.environ, check=True)
