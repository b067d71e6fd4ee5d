"""A picture is downloaded from whatever host a catalogue names: none of them is trusted."""

import gzip
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storefront.imports import download as downloads
from storefront.imports.download import NotFetched, download
from tests.storefront.imports.other_host import OtherHost, other_host

PICTURE = b"\xff\xd8\xff\xe0 a picture"


@pytest.fixture
def host() -> Iterator[OtherHost]:
    with other_host() as host:
        yield host


def failure(address: str, private_hosts: bool = True) -> str:
    with pytest.raises(NotFetched) as failed:
        download(address, private_hosts)
    assert "\n" not in str(failed.value)
    return str(failed.value)


@pytest.mark.parametrize("path", ["/a.jpg", "/a.jpg?v=1&width=2000", "/a%20b/%C3%B6.png"])
def test_what_is_there_is_returned_byte_for_byte(host: OtherHost, path: str) -> None:
    assert download(host.serve(path, PICTURE), private_hosts=True) == PICTURE


def test_an_address_that_moved_is_followed(host: OtherHost) -> None:
    host.answers["/old"] = (301, {"Location": "/new"}, b"")
    host.serve("/new", PICTURE)
    assert download(f"{host.url}/old", private_hosts=True) == PICTURE


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/a.jpg",
        "http://localhost/a.jpg",
        "http://[::1]/a.jpg",
        "http://[::ffff:127.0.0.1]/a.jpg",
        "http://10.0.0.7/a.jpg",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://10.0.0.7\\@93.184.216.34/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::a00:7]/",
        "http://[2002:a00:7::1]/",
        "http://[fec0::1]/",
        "http://[ff0e::1]/",
        "http://224.0.0.1/",
    ],
)
def test_a_private_network_is_not_looked_into(address: str) -> None:
    assert "is in a private network" in failure(address, private_hosts=False)


def test_a_public_host_that_leads_into_a_private_network_is_not_followed(
    host: OtherHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.answers["/a.jpg"] = (302, {"Location": "http://10.0.0.7/secret"}, b"")
    real = socket.getaddrinfo

    def resolve(name: str, *arguments: Any, **named: Any) -> Any:
        public = [(2, 1, 6, "", ("93.184.216.34", 80))]
        return public if name == "127.0.0.1" else real(name, *arguments, **named)

    check = downloads._check_host
    monkeypatch.setattr(downloads, "_check_host", lambda *arguments: _with(resolve, monkeypatch, check, *arguments))
    assert "10.0.0.7 is in a private network" in failure(f"{host.url}/a.jpg", private_hosts=False)
    assert host.requests == [("GET", "/a.jpg")]


def _with(resolve: Any, monkeypatch: pytest.MonkeyPatch, check: Any, *arguments: Any) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", resolve)
        check(*arguments)


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_a_public_address_may_be_asked(ip: str) -> None:
    assert downloads._is_public(ip)


def test_the_host_that_is_checked_is_the_one_that_is_asked(host: OtherHost) -> None:
    host.answers["/a.jpg"] = (302, {"Location": f"{host.url}\\@93.184.216.34/secret"}, b"")
    assert "answers 404" in failure(f"{host.url}/a.jpg")
    assert "127.0.0.1 is in a private network" in failure(f"{host.url}\\@93.184.216.34/", private_hosts=False)


def test_no_host_is_sent_a_password(host: OtherHost, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("default login staff password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    host.serve("/new", PICTURE)
    host.answers["/old"] = (302, {"Location": f"{host.url.replace('//', '//me:secret@')}/new"}, b"")
    assert download(f"{host.url}/old", private_hosts=True) == PICTURE
    assert host.passwords == [None, None]


def test_a_redirect_to_letters_that_are_not_ascii_is_followed(host: OtherHost) -> None:
    host.answers["/old"] = (302, {"Location": "/sch\u00f6n.jpg".encode().decode("latin-1")}, b"")
    host.serve("/sch%C3%B6n.jpg", PICTURE)
    assert download(f"{host.url}/old", private_hosts=True) == PICTURE


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://cdn.example/a.jpg", "//cdn.example/a.jpg", "a.jpg", ""]
)
def test_an_invalid_web_address_is_not_requested(address: str) -> None:
    assert failure(address) == "its address is none of http"


@pytest.mark.parametrize("name", ["no-such-host.invalid", "a" * 70 + ".example", "xn--.invalid", "a..example"])
def test_a_host_that_does_not_exist_is_named(name: str) -> None:
    assert failure(f"https://{name}/a.jpg") == f"there is no host {name}"


@pytest.mark.parametrize("status", [204, 401, 404, 410, 500, 503])
def test_an_answer_that_is_no_picture_is_named(host: OtherHost, status: int) -> None:
    host.answers["/a.jpg"] = (status, {}, b"")
    assert failure(f"{host.url}/a.jpg") == f"its host answers {status}"


def test_an_address_that_leads_to_itself_ends(host: OtherHost) -> None:
    host.answers["/a.jpg"] = (302, {"Location": "/a.jpg"}, b"")
    assert failure(f"{host.url}/a.jpg") == "its address leads on to others without an end"
    assert len(host.requests) == downloads.MAX_REDIRECTS + 1


@pytest.mark.parametrize("headers", [{}, {"Content-Encoding": "gzip"}], ids=["plain", "packed"])
def test_more_than_a_picture_may_have_is_not_read_to_its_end(
    host: OtherHost, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    monkeypatch.setattr(downloads, "MAX_UPLOAD_BYTES", 1 << 20)
    zeros = bytes(5 << 20)
    address = host.serve("/a.jpg", gzip.compress(zeros) if headers else zeros, **headers)
    assert failure(address) == "it has more than 1 MB"


def test_a_host_that_drips_is_given_up(host: OtherHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MAX_SECONDS", 0)
    assert failure(host.serve("/a.jpg", PICTURE)) == "its host does not answer in time"


def test_a_host_that_goes_on_dripping_is_given_up_before_a_piece_is_whole(
    host: OtherHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = iter([0.0, 0.0, 0.0])
    monkeypatch.setattr(downloads, "MAX_SECONDS", 2)
    monkeypatch.setattr(downloads.time, "monotonic", lambda: next(waits, 9.0))
    host.piece_bytes, host.drip_seconds = 1, 0.05
    assert failure(host.serve("/a.jpg", bytes(200))) == "its host does not answer in time"
    assert host.pieces < 100


def test_a_host_that_says_nothing_is_given_up(host: OtherHost, monkeypatch: pytest.MonkeyPatch) -> None:
    host.drip_seconds = 1.0
    monkeypatch.setattr(downloads, "TIMEOUT", (5.0, 0.1))
    assert failure(host.serve("/a.jpg", PICTURE)) in ("its host does not answer in time", "its host does not answer")


def test_empty_and_truncated_files_are_no_pictures(host: OtherHost) -> None:
    assert failure(host.serve("/empty.jpg", b"")) == "it is empty"
    assert failure(host.serve("/cut.jpg", PICTURE, **{"Content-Length": "5000"})) == "its host does not answer"
    assert failure(f"{host.url}/a.jpg".replace("http:", "https:")) == "its host does not answer"
