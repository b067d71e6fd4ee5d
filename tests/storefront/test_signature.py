"""Our own signature of a call to AWS is the one that botocore makes."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from storefront.hosting.secret_key import HEADERS, SERVICE
from storefront.hosting.signature import Call, Caller, sign

ROOT = Path(__file__).parent.parent.parent
HEAVY = """
import sys
from storefront.hosting import secret_key
assert not {"boto3", "botocore", "urllib3", "requests"} & {name.partition(".")[0] for name in sys.modules}
"""


@pytest.mark.parametrize("token", ["", "IQoJb3JpZ2luX2VjE//////////wEaDGV1LWNlbnRyYWwtMSJ+="], ids=["a user", "a role"])
@pytest.mark.parametrize("host", ["secretsmanager.eu-central-1.amazonaws.com", "127.0.0.1:4566"])
@pytest.mark.parametrize("body", [b"", '{"SecretId": "arn:…/ö"}'.encode()], ids=["nothing", "words"])
def test_a_call_is_signed_as_botocore_signs_it(token: str, host: str, body: bytes) -> None:
    theirs = AWSRequest("POST", f"https://{host}/", headers=dict(HEADERS), data=body)
    credentials = Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token or None)
    SigV4Auth(credentials, SERVICE, "eu-central-1").add_auth(theirs)
    at = datetime.strptime(theirs.headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ")
    caller = Caller(credentials.access_key, credentials.secret_key, token)
    ours = sign(Call(host, SERVICE, "eu-central-1", HEADERS, body), caller, at)
    assert ours["Authorization"] == theirs.headers["Authorization"]
    assert ours["X-Amz-Date"] == theirs.headers["X-Amz-Date"]
    assert ours.get("X-Amz-Security-Token", "") == token


def test_a_function_reads_its_key_before_anything_heavy_is_imported() -> None:
    subprocess.run([sys.executable, "-c", HEAVY], cwd=ROOT, check=True)
