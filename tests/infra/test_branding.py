"""The look of Cognito's sign-in pages, held against what Cognito takes."""

import base64
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest

from infra.constructs.branding import settings
from tests.infra.template import Template

BRANDING = "AWS::Cognito::ManagedLoginBranding"
LARGEST_REQUEST, LARGEST_ASSET, MOST_ASSETS = 2_000_000, 1_000_000, 40
"""Bytes, Base64 characters of a picture and pictures:
https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateManagedLoginBranding.html and
API_AssetType.html"""

READABLE = 4.5
"""WCAG 2.2, 1.4.3: contrast of text."""


@pytest.fixture
def looks(template: Template) -> list[dict[str, Any]]:
    return list(template.all(BRANDING).values())


def test_each_look_is_the_shops_own_for_cognito_takes_no_settings_beside_its_own_values(
    looks: list[dict[str, Any]],
) -> None:
    assert [each["Settings"] for each in looks] == [settings()] * 2
    assert not [each for each in looks if each.get("UseCognitoProvidedValues")]


def test_a_look_is_within_cognitos_limits(looks: list[dict[str, Any]]) -> None:
    for look in looks:
        assert len(look["Assets"]) <= MOST_ASSETS
        assert max(len(each["Bytes"]) for each in look["Assets"]) <= LARGEST_ASSET
        assert len(repr(look)) < LARGEST_REQUEST


def test_its_pictures_are_drawings_that_load_nothing_from_elsewhere(looks: list[dict[str, Any]]) -> None:
    for asset in looks[0]["Assets"]:
        drawing = base64.b64decode(asset["Bytes"]).decode()
        assert ElementTree.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"
        assert not re.findall(r"href|url\(|<script|<style", drawing)
    assert {(each["Category"], each["ColorMode"]) for each in looks[0]["Assets"]} == {
        ("FORM_LOGO", "LIGHT"), ("FORM_LOGO", "DARK"), ("FAVICON_SVG", "DYNAMIC")
    }  # fmt: skip


def test_every_colour_has_an_opacity() -> None:
    colours = [value for path, value in _leaves(settings()) if path[-1].lower().endswith("color")]
    assert len(colours) > 50
    assert not [each for each in colours if not re.fullmatch("[0-9a-f]{6}ff", str(each))]


@pytest.mark.parametrize("mode", ["lightMode", "darkMode"])
def test_text_can_be_read_light_and_dark(mode: str) -> None:
    parts, classes = settings()["components"], settings()["componentClasses"]
    form = parts["form"][mode]["backgroundColor"]  # type: ignore[index]
    pairs = [
        *((text, form) for text in parts["pageText"][mode].values()),  # type: ignore[index]
        *((state["textColor"], form) for state in classes["link"][mode].values()),  # type: ignore[index]
        (classes["inputLabel"][mode]["textColor"], form),  # type: ignore[index]
        *(
            (state["textColor"], state["backgroundColor"])
            for button in ("primaryButton", "secondaryButton")
            for state in parts[button][mode].values()  # type: ignore[index]
        ),
        (parts["pageText"][mode]["bodyColor"], parts["alert"][mode]["error"]["backgroundColor"]),  # type: ignore[index]
    ]
    assert not [(text, ground) for text, ground in pairs if _contrast(text, ground) < READABLE]


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    if not isinstance(value, dict):
        yield path, value
        return
    for name, inner in value.items():
        yield from _leaves(inner, (*path, name))


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[index : index + 2], 16) / 255 for index in (0, 2, 4))
    linear = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
