"""Pictures look as they should, whatever their colours are kept in; what cannot is refused by name."""

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms

from backend.picture import domain
from backend.picture.colour import to_srgb
from backend.picture.domain import PictureRejected
from backend.picture.render import render_picture
from tests.backend.picture.files import chunk

SIZE = (320, 320)
Colour = tuple[int, int, int]


def encode(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png(kind: int, bits: int, row: bytes, *more: bytes) -> bytes:
    """A PNG of that colour type and depth, all of whose rows are the same."""
    header = struct.pack(">IIBBBBB", *SIZE, bits, kind, 0, 0, 0)
    rows = zlib.compress((b"\0" + row) * SIZE[1])
    chunks = chunk(b"IHDR", header) + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def at(content: bytes, part: float, ending: str = "webp") -> Colour:
    """The colour at that part of the width, as the files have it."""
    files = dict(render_picture(content).files())
    shown = Image.open(
        io.BytesIO(next(file for name, file in files.items() if name.endswith(f"320.{ending}")))
    ).convert("RGB")
    found = shown.getpixel((min(round(part * shown.width), shown.width - 1), shown.height // 2))
    assert isinstance(found, tuple)
    return found[0], found[1], found[2]


def near(found: Colour, wanted: Colour, within: int = 6) -> bool:
    return all(abs(one - other) <= within for one, other in zip(found, wanted, strict=True))


RAMP = [round(65535 * x / (SIZE[0] - 1)) for x in range(SIZE[0])]
GREY16 = png(0, 16, b"".join(struct.pack(">H", value) for value in RAMP))
RGB16 = png(2, 16, b"".join(struct.pack(">HHH", value, value, value) for value in RAMP))
LA16 = png(4, 16, b"".join(struct.pack(">HH", value, 65535) for value in RAMP))
RGBA16 = png(6, 16, b"".join(struct.pack(">HHHH", value, value, value, 65535) for value in RAMP))


@pytest.mark.parametrize("ending", ["webp", "avif"])
@pytest.mark.parametrize(
    "content", [GREY16, RGB16, LA16, RGBA16], ids=["grey", "rgb", "grey with alpha", "rgb with alpha"]
)
def test_sixteen_bits_a_channel_are_scaled_and_not_cut_off(content: bytes, ending: str) -> None:
    for part, level in ((0.25, 64), (0.5, 128), (0.75, 191)):
        assert near(at(content, part, ending), (level, level, level))


def test_the_value_that_is_transparent_among_sixteen_bits_of_grey_is_that_one_alone() -> None:
    row = struct.pack(">H", 0x8000) * 160 + struct.pack(">H", 0x8001) * 160
    content = png(0, 16, row, chunk(b"tRNS", struct.pack(">H", 0x8000)))
    assert near(at(content, 0.2), (255, 255, 255))
    assert near(at(content, 0.8), (128, 128, 128))


@pytest.mark.parametrize(("mode", "colour", "wanted"), [
    ("1", 1, (255, 255, 255)), ("1", 0, (0, 0, 0)), ("L", 90, (90, 90, 90)), ("LA", (90, 255), (90, 90, 90)),
    ("LA", (90, 0), (255, 255, 255)), ("P", 0, (0, 0, 0)), ("RGB", (200, 40, 90), (200, 40, 90)),
    ("RGBA", (200, 40, 90, 255), (200, 40, 90)), ("RGBA", (200, 40, 90, 0), (255, 255, 255)),
    ("I;16", 0x4000, (64, 64, 64)), ("I;16B", 0x4000, (64, 64, 64)), ("I", 0x4000, (64, 64, 64)), ("PA", (0, 255), (0, 0, 0)),
    ("RGBa", (100, 20, 45, 128), (228, 147, 172)), ("La", (45, 128), (172, 172, 172)), ("CMYK", (0, 255, 255, 0), (255, 0, 0)),
    ("RGBX", (200, 40, 90, 0), (200, 40, 90)), ("HSV", (0, 255, 255), (255, 0, 0)), ("YCbCr", (128, 128, 128), (128, 128, 128)),
])  # fmt: skip
def test_every_mode_that_a_decoder_may_give_is_shown(mode: str, colour: Any, wanted: Colour) -> None:
    shown = to_srgb(Image.new(mode, (4, 4), colour), None)
    found = shown.getpixel((1, 1))
    assert shown.mode == "RGB"
    assert isinstance(found, tuple)
    assert near((found[0], found[1], found[2]), wanted, 2)


@pytest.mark.parametrize(("mode", "colour"), [("F", 0.5), ("I", 70_000), ("I", -1), ("LAB", (50, 0, 0))])
def test_what_cannot_be_shown_as_it_is_meant_is_refused_by_name(mode: str, colour: Any) -> None:
    with pytest.raises(PictureRejected, match=rf"\({mode}\)"):
        to_srgb(Image.new(mode, (4, 4), colour), None)


def profile(name: str) -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()  # type: ignore[arg-type]


def wide() -> bytes:
    """A profile whose red is far redder than sRGB's: the sRGB profile with its red and green exchanged says so plainly."""
    whole = bytearray(profile("sRGB"))
    count = struct.unpack_from(">I", whole, 128)[0]
    tags = {bytes(whole[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    whole[red + 4 : red + 12], whole[green + 4 : green + 12] = whole[green + 4 : green + 12], whole[red + 4 : red + 12]
    return bytes(whole)


RED, GREEN = (230, 20, 20), (20, 230, 20)


def palette() -> Image.Image:
    image = Image.new("RGB", SIZE, RED)
    return image.quantize(4)


def clear_palette() -> Image.Image:
    image = palette()
    image.info["transparency"] = 3
    return image


@pytest.mark.parametrize(
    "image",
    [Image.new("RGB", SIZE, RED), Image.new("RGBA", SIZE, (*RED, 255)), palette(), clear_palette()],
    ids=["plain", "with alpha", "palette", "palette with a clear colour"],
)
def test_a_colour_profile_counts_whatever_the_mode(image: Image.Image) -> None:
    assert near(at(encode(image, icc_profile=wide()), 0.5), GREEN, 12)
    assert near(at(encode(image), 0.5), RED, 12)


def test_half_clear_colours_are_converted_before_they_are_laid_on_white() -> None:
    found = at(encode(Image.new("RGBA", SIZE, (*RED, 128)), icc_profile=wide()), 0.5)
    assert near(found, (137, 242, 137), 12)


@pytest.mark.parametrize("given", [b"", b"no profile", profile("LAB")], ids=["empty", "broken", "of other colours"])
@pytest.mark.parametrize(
    "image", [Image.new("CMYK", SIZE, (0, 200, 200, 0)), Image.new("L", SIZE, 120), Image.new("RGB", SIZE, RED)]
)
def test_a_profile_that_says_nothing_leaves_the_picture_as_it_is(image: Image.Image, given: bytes) -> None:
    assert near(at(encode(image, "JPEG", icc_profile=given), 0.5), at(encode(image, "JPEG"), 0.5))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_a_moving_picture_the_first_frame_is_shown(kind: str) -> None:
    frames = [Image.new("RGB", SIZE, GREEN)]
    content = encode(Image.new("RGB", SIZE, RED), kind, save_all=True, append_images=frames, duration=100)
    assert near(at(content, 0.5), RED, 12)


def test_a_tiff_is_refused_by_what_it_is_not() -> None:
    with pytest.raises(PictureRejected, match="no JPEG, PNG"):
        render_picture(encode(Image.new("F", SIZE, 0.5), "TIFF"))
    assert "TIFF" not in domain.FORMATS
