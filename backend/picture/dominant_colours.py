"""The colours that a picture is mostly made of."""

from collections import Counter

from PIL import Image

from backend.contracts.colours import NEUTRAL, Colour, name_colour
from backend.contracts.product.models import MAX_COLOURS

_SIDE = 64  # pixels; the picture is looked at this small, so that dots and lines mix as they do for the eye
_MIN_SHARE = 0.1


def dominant_colours(image: Image.Image) -> tuple[Colour, ...]:
    """Return the colours that cover a tenth of the picture or more, the largest first, and neutral ones last."""
    pixels = image.convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX).tobytes()
    counts = Counter[Colour]()
    for channels, count in Counter(zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True)).items():
        counts[name_colour(*channels)] += count
    large = [colour for colour, count in counts.most_common() if count >= _MIN_SHARE * _SIDE * _SIDE]
    return tuple(sorted(large, key=NEUTRAL.__contains__))[:MAX_COLOURS]
