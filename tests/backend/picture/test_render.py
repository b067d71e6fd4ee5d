"""What is made of a picture, and what is refused, with the reason and within bounds."""

import io
import time
import tracemalloc

import pytest
from PIL import Image, ImageCms

from backend.picture import domain
from backend.picture.domain import PictureRejected
from backend.picture.render import render_picture
from tests.backend.picture.files import SVG, chunk, pack_zeros, picture, png

EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 800 800\n%%EndComments\n(/etc/passwd) (r) file\n"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
BOMB = {
    "one side of a PNG": png(60_000, 700),
    "a PNG of 900 megapixels": png(30_000, 30_000),
    "a GIF of 65,535 squared": b"GIF89a\xff\xff\xff\xff\x80\x00\x00"
    + bytes(6)
    + b",\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02L\x01\x00;",
    "a PNG with a text of 64 MB": png(800, 800, chunk(b"zTXt", b"Comment\0\0" + pack_zeros(64 << 20))),
}


def open_image(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SVG, "no JPEG"),
        (HTML, "no JPEG"),
        (EPS, "no JPEG"),
        (b"%PDF-1.7\n", "no JPEG"),
        (b"PK\x03\x04" + bytes(40), "no JPEG"),
        (b"BM" + bytes(60), "no JPEG"),
        (picture("TIFF"), "no JPEG"),
        (picture("PNG")[:200], "damaged"),
        (picture()[:-400], "damaged"),
        (picture("WEBP")[:60], "damaged|no JPEG"),
        (b"\xff\xd8\xff", "damaged|no JPEG"),
        (b"\x89PNG\r\n\x1a\n", "damaged|no JPEG"),
        (picture(size=(200, 300)), "200 pixels wide"),
        (picture(size=(400, 2000)), "long and narrow"),
    ],
    ids=[
        "svg",
        "html",
        "eps",
        "pdf",
        "zip",
        "bmp",
        "tiff",
        "cut-png",
        "cut-jpeg",
        "cut-webp",
        "jpeg-head",
        "png-head",
        "small",
        "narrow",
    ],
)
def test_what_is_no_whole_picture_of_a_kind_we_show_is_refused_with_the_reason(content: bytes, said: str) -> None:
    with pytest.raises(PictureRejected, match=said):
        render_picture(content)


@pytest.mark.parametrize("bomb", BOMB.values(), ids=BOMB)
def test_a_bomb_is_refused_before_it_unfolds(bomb: bytes) -> None:
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(PictureRejected):
        render_picture(bomb)
    spent, (_, peak) = time.process_time() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20
    assert spent < 2


@pytest.mark.parametrize("kind", domain.FORMATS)
def test_every_kind_that_people_have_becomes_avif_and_webp_in_every_size(kind: str) -> None:
    picture_made = render_picture(picture(kind))
    files = dict(picture_made.files())
    assert sorted(files) == sorted(
        f"{picture_made.src}-{width}.{ending}" for width in (320, 640, 800) for ending in ("avif", "webp")
    )
    for name, content in files.items():
        width = int(name.rpartition("-")[2].partition(".")[0])
        assert (open_image(content).size, open_image(content).format) == (
            (width, width * 5 // 4),
            name.rpartition(".")[2].upper(),
        )


def test_what_lies_behind_or_inside_a_picture_does_not_come_through() -> None:
    script = b"<script>alert(1)</script>"
    hidden = [picture() + b"PK\x03\x04" + script, picture("GIF") + b"*/=1;" + script, picture(comment=script.decode())]
    hidden.append(png(800, 1000, chunk(b"tEXt", b"Comment\0" + script)))
    for content in hidden:
        assert script in content
        assert all(script not in file for _, file in render_picture(content).files())


def test_nothing_of_where_and_with_what_it_was_taken_is_kept_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret Camera"
    exif.get_ifd(0x8825)[1] = "N"
    result = render_picture(picture(exif=exif.tobytes()))
    assert (result.width, result.height) == (1000, 800)
    for _, content in result.files():
        image = open_image(content)
        assert not image.getexif()
        assert b"Secret Camera" not in content
        red, blue = (image.convert("RGB").getpixel((image.width // 2, y)) for y in (20, image.height - 20))
        assert red[0] > red[2]  # type: ignore[index]
        assert blue[2] > blue[0]  # type: ignore[index]


def test_colours_of_another_space_become_the_webs_and_a_broken_profile_is_no_harm() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, b"no profile at all", lab[:200]):
        for _, content in render_picture(picture(icc_profile=profile)).files():
            assert "icc_profile" not in open_image(content).info


def test_only_the_first_frame_is_shown_and_what_is_clear_becomes_white() -> None:
    frames = [Image.new("RGB", (400, 400), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    _, content = next(iter(render_picture(file.getvalue()).files()))
    assert open_image(content).convert("RGB").getpixel((9, 9))[0] > 200  # type: ignore[index]
    blank = io.BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(blank, "PNG")
    (_, content), *_ = render_picture(blank.getvalue()).files()
    assert open_image(content).convert("RGB").getpixel((9, 9)) == (255, 255, 255)


def test_the_same_picture_has_the_same_name_and_another_one_another() -> None:
    assert (
        render_picture(picture("PNG")).src
        == render_picture(picture("PNG", compress_level=1)).src
        != render_picture(picture("PNG", size=(801, 1000))).src
    )
