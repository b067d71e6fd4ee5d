"""Settings, as a process of its own finds them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SHOP_", "DJANGO_", "DEBUG", "AWS_"))
    }
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, timeout=60
    )


def setting(name: str, **environment: str) -> str:
    found = run("-c", f"from storefront import settings; print(settings.{name})", **environment)
    assert found.returncode == 0, found.stderr
    return found.stdout.strip()


SERVED = {"SHOP_URL": "https://halftone.example", "SHOP_SECRET_KEY": "k" * 30 + "0123456789abcdefghij"}


def test_django_finds_nothing_to_warn_of_where_the_shop_is_deployed() -> None:
    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **SERVED)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize(
    ("variable", "wanted"),
    [("", "False False"), ("includeSubDomains", "True False"), ("includeSubDomains preload", "True True")],
)
def test_the_names_below_the_shops_own_are_bound_to_https_by_their_owner_only(variable: str, wanted: str) -> None:
    found = setting("SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD", SHOP_HSTS=variable, **SERVED)
    assert found == wanted
    assert setting("SECURE_HSTS_SECONDS", SHOP_HSTS=variable, **SERVED) == str(365 * 24 * 3600)


def test_checks_need_no_backend() -> None:
    checked = run("manage.py", "check", SHOP_OUTPUTS="/nowhere")
    assert checked.returncode == 0, checked.stderr


def test_where_the_shop_is_deployed_cookies_are_for_https_and_this_host_only() -> None:
    assert setting("SESSION_COOKIE_NAME", **SERVED) == "__Host-session"
    assert setting("CSRF_COOKIE_NAME", **SERVED) == "__Host-csrf"
    assert (
        setting("SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT", **SERVED)
        == "True True True"
    )
    assert setting("ALLOWED_HOSTS", **SERVED) == "['halftone.example']"


def test_a_deployed_shop_without_its_key_does_not_start() -> None:
    started = run("manage.py", "check", SHOP_URL="https://halftone.example")
    assert started.returncode != 0
    assert "Set SHOP_SECRET_KEY" in started.stderr


def test_a_deployed_shop_with_a_short_key_does_not_start_and_says_so_in_one_line() -> None:
    started = run("manage.py", "check", SHOP_URL="https://halftone.example", SHOP_SECRET_KEY="k" * 49)
    assert started.returncode != 0
    assert started.stderr.startswith("SHOP_SECRET_KEY has 49 characters; it needs 50 or more")
    assert started.stderr.count("\n") == 1


def test_a_cookie_that_an_earlier_key_signed_is_still_believed_until_that_key_is_taken_away() -> None:
    sign = "import django; django.setup(); from django.core import signing; print(signing.dumps([1], salt='s'))"
    read = "import django; django.setup(); from django.core import signing; print(signing.loads('{}', salt='s'))"
    shop = {"DJANGO_SETTINGS_MODULE": "storefront.settings", **SERVED}
    signed = run("-c", sign, **shop).stdout.strip()
    rotated = shop | {"SHOP_SECRET_KEY": "n" * 60}
    kept = run("-c", read.format(signed), **rotated, SHOP_SECRET_KEY_FALLBACKS=SERVED["SHOP_SECRET_KEY"])
    assert kept.stdout.strip() == "[1]", kept.stderr
    assert "BadSignature" in run("-c", read.format(signed), **rotated).stderr


def test_a_short_key_does_on_this_machine_and_for_debugging() -> None:
    assert setting("SECRET_KEY", SHOP_SECRET_KEY="abc") == "abc"
    assert setting("SECRET_KEY", SHOP_SECRET_KEY="abc", SHOP_URL="https://halftone.example", DEBUG="1") == "abc"


@pytest.mark.parametrize(("value", "debug"), [("", "False"), ("0", "False"), ("true", "False"), ("1", "True")])
def test_debug_is_off_unless_asked_for(value: str, debug: str) -> None:
    assert setting("DEBUG", DEBUG=value) == debug


def test_the_local_key_is_made_once_and_is_nobody_elses() -> None:
    assert setting("SECRET_KEY") == setting("SECRET_KEY")
    assert (ROOT / ".local" / "secret-key").stat().st_mode & 0o077 == 0
