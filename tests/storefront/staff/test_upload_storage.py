"""How many uploaded catalogues are kept, and of whom."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.fixtures import Settings

from storefront.staff import upload_storage


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.UPLOADS = tmp_path / "uploads"
    return tmp_path / "uploads"


def upload(owner: str, age: float = 0.0) -> str:
    """The name of a file that was uploaded so many seconds ago, beside which an import has left its notes."""
    name = upload_storage.keep(SimpleUploadedFile("products.csv", b"Handle\na\n"), owner)
    path = upload_storage.find(name)
    assert path is not None
    upload_storage.sidecar_path(path, "look").write_text("{}")
    for each in (path, upload_storage.sidecar_path(path, "look")):
        os.utime(each, (time.time() - age, time.time() - age))
    return name


def test_the_last_ten_of_each_member_of_staff_are_kept(folder: Path) -> None:
    theirs = upload("grace", age=500)
    mine = [upload("ada", age=100 - place) for place in range(25)]
    assert [name for name in mine if upload_storage.find(name)] == mine[-upload_storage.MAX_UPLOADS :]
    assert upload_storage.find(theirs)
    assert len(list(folder.iterdir())) == 2 * (upload_storage.MAX_UPLOADS + 1)


def test_a_file_of_the_day_before_is_forgotten() -> None:
    old = upload("ada", age=25 * 3600)
    upload("grace")
    assert upload_storage.find(old) is None


def test_a_file_kept_by_an_earlier_version_is_still_found(folder: Path) -> None:
    folder.mkdir()
    (folder / ("a" * 43)).write_text("x")
    upload("ada")
    assert upload_storage.find("a" * 43)


def test_a_name_reveals_nothing_about_its_owner_and_cannot_be_guessed() -> None:
    one, other = upload("ada.."), upload("ada..")  # no dot is in a name by chance
    assert len(one) == len(other) == 43
    assert one[12:] != other[12:]
    assert "ada.." not in one
