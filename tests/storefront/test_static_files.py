"""Static files and pictures."""

import os
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

STRANGE = [
    "../secret.txt",
    "..%2fsecret.txt",
    "%2e%2e/secret.txt",
    "a/../../secret.txt",
    "\\..\\secret.txt",
    "%00",
    "secret.txt%00",
]
STRANGE += ["", "folder", "./a.webp", "//a.webp", "link.txt/.."]


@pytest.fixture
def pictures(settings: Settings, tmp_path: Path) -> Path:
    settings.PICTURES = tmp_path / "pictures"
    settings.PICTURES.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (settings.PICTURES / "folder").mkdir()
    return tmp_path / "pictures"


def test_a_picture_is_found_once_it_is_drawn_and_kept_for_ever(pictures: Path) -> None:
    browser = Client()
    assert browser.get("/pictures/harbour-1-320.webp").status_code == 404
    (pictures / "harbour-1-320.webp").write_bytes(b"picture")
    answer = browser.get("/pictures/harbour-1-320.webp")
    assert b"".join(answer) == b"picture"
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert browser.post("/pictures/harbour-1-320.webp").status_code == 405


@pytest.mark.parametrize("path", STRANGE)
def test_nothing_else_is_reached_by_a_pictures_address(pictures: Path, path: str) -> None:
    assert Client().get(f"/pictures/{path}").status_code in (400, 404)


@pytest.mark.parametrize("name", ["drawn-from", "notes.txt", "a.webp.part", "index.html", ".a.webp.4711"])
def test_a_note_of_ours_beside_the_pictures_is_not_served(pictures: Path, name: str) -> None:
    (pictures / name).write_text("ours")
    assert Client().get(f"/pictures/{name}").status_code == 404


def test_a_picture_that_cannot_be_read_is_not_there(pictures: Path) -> None:
    os.mkfifo(pictures / "pipe.webp")
    assert Client().get("/pictures/pipe.webp").status_code == 404


def test_a_static_file_is_served_without_collecting(pictures: Path) -> None:
    answer = Client().get("/static/css/tokens.css")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/css")
    assert "Access-Control-Allow-Origin" not in answer
