"""The style sheets as one."""

import gzip
import re

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from storefront.web import styles


def test_an_old_address_gets_the_new_style_sheet_and_is_not_kept(client: Client) -> None:
    response = client.get("/styles.000000000000.css")
    assert response.content == styles.sheet().text
    assert response.headers["Cache-Control"] == "no-store"


def test_a_browser_without_gzip_gets_plain_text(client: Client) -> None:
    response = client.get(styles.address(), headers={"Accept-Encoding": "identity"})
    assert response.content == styles.sheet().text
    assert "Content-Encoding" not in response.headers


def test_its_address_may_be_kept_for_good(client: Client) -> None:
    response = client.get(styles.address(), headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(response.content) == styles.sheet().text
    assert "immutable" in response.headers["Cache-Control"]
    assert "Accept-Encoding" in response.headers["Vary"]


def test_every_rule_of_every_file_is_sent() -> None:
    files = list((settings.STATICFILES_DIRS[0] / "css").glob("*.css"))
    text = styles.sheet().text.decode()
    assert {file.stem for file in files} == set(styles.PARTS)
    assert text.count("{") == sum(file.read_text().count("{") for file in files)
    assert text.count("{") == text.count("}")
    assert "/*" not in text


def test_what_it_names_is_there() -> None:
    named = re.findall(r'url\("([^"]+)"\)', styles.sheet().text.decode())
    assert named
    assert all(finders.find(address.removeprefix("/static/")) for address in named)
