"""The storefront's settings, with sessions in this process and stand-ins for the drawn pictures' files."""

import atexit
import json
import os
import shutil
import tempfile
from pathlib import Path

from tests.storefront.service import API, PROVIDER

_FOLDER = Path(tempfile.mkdtemp(prefix="halftone-bench-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
os.environ["SHOP_OUTPUTS"] = str(_FOLDER / "outputs.json")
_SHOP = {"ApiUrl": API, "Region": "us-east-1", "UserPoolId": "pool", "ClientId": "client", "LoginUrl": "http://login.test",
         "Issuer": "http://login.test/pool", "SessionTable": "sessions", "ProviderUrl": PROVIDER}  # fmt: skip
(_FOLDER / "outputs.json").write_text(json.dumps({"Shop": _SHOP}))

from storefront.settings import *  # noqa: E402, F403 - it reads the environment

SESSION_ENGINE = "django.contrib.sessions.backends.cache"
PICTURES = _FOLDER / "pictures"
