"""One long field costs that field, never the product, and never without a word."""

import pytest

from backend.contracts.product.models import MAX_CATEGORY_DEPTH, MAX_PICTURES, MAX_TAGS
from tests.storefront.imports.files import file, row
from tests.storefront.imports.reading import bad, good

LONG = "wooden bowl on a table, " * 20


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"Image Src": "https://a.example/a.jpg", "Image Alt Text": LONG},
            "the picture's description has 479 characters; 200 is the most",
        ),
        ({"Title": LONG}, "the title has 479 characters; 200 is the most"),
        ({"Vendor": LONG}, "the brand has 479 characters; 200 is the most"),
        (
            {"Tags": ", ".join(f"tag {n}" for n in range(45))},
            "there are 45 tags; 30 is the most: left out are tag 30, tag 31",
        ),
        ({"Tags": "x" * 240}, "the tag has 240 characters; 200 is the most"),
        ({"Type": " > ".join("abcdefghij")}, "the category has 10 levels; 8 is the most: “i > j” is left out"),
        ({"Type": "x" * 240}, "the category has 240 characters; 200 is the most"),
        ({"Body (HTML)": "<p>word</p>" * 3000}, "the description has 33,000 characters; 20,000 is the most"),
        ({"Image Src": "https://a.example/" + "x" * 600}, "a picture's address has 618 characters; 500 is the most"),
        ({"Title": "Tea\x07pot"}, "the title holds control characters"),
        ({"Body (HTML)": "Tea\x07pot"}, "the description holds control characters"),
    ],
)
def test_texts_that_are_too_long_are_shortened_or_left_out_and_reported_with_their_line(
    cells: dict[str, str], said: str
) -> None:
    (found,) = good(file(row(**cells)))
    assert [line for line, note in found.notes if note.startswith(said)] == [2]


def test_pictures_beyond_the_most_are_left_out_and_named() -> None:
    more = [{"Handle": "teapot", "Image Src": f"https://a.example/p{n}.jpg"} for n in range(1, 25)]
    (found,) = good(file(row(**{"Image Src": "https://a.example/p0.jpg"}), *more))
    assert len(found.product.pictures) == MAX_PICTURES
    ((_, note),) = found.notes
    assert note == "there are 25 pictures; 20 is the most: left out are p20.jpg, p21.jpg, p22.jpg, p23.jpg, p24.jpg"


def test_a_title_is_cut_at_the_end_of_a_word_and_shows_that_it_was() -> None:
    (found,) = good(file(row(Title="word " * 60)))
    assert found.product.title.endswith("word…")
    assert len(found.product.title) <= 200


def test_a_description_is_not_cut_within_a_tag() -> None:
    text = good(file(row(**{"Body (HTML)": "<p title='some words here'>word</p>" * 1000})))[0].product.description
    assert text.removesuffix("…").rstrip().endswith((">", "word"))


def test_as_much_as_there_may_be_is_taken_without_a_word() -> None:
    cells = {
        "Title": "x" * 200,
        "Tags": ",".join(f"t{n}" for n in range(MAX_TAGS)),
        "Type": " > ".join("abcdefgh"[:MAX_CATEGORY_DEPTH]),
    }
    (found,) = good(file(row(**cells)))
    assert found.notes == ()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Option1 Name": "Size", "Option1 Value": "x" * 201}, "the value of Size has 201 characters; 200 is the most"),
        (
            {"Option1 Name": "x" * 201, "Option1 Value": "S"},
            "the name of the option has 201 characters; 200 is the most",
        ),
    ],
)
def test_what_a_variant_is_known_by_cannot_be_shortened_and_its_length_is_named(
    cells: dict[str, str], said: str
) -> None:
    ((line, reason),) = bad(file(row(**cells)))
    assert (line, reason.startswith(said)) == (2, True)


def test_too_many_variants_are_counted_by_the_line_of_the_first_beyond() -> None:
    rows = [row(**{"Option1 Name": "No.", "Option1 Value": str(n), "Variant SKU": f"T{n}"}) for n in range(43)]
    assert bad(file(*rows)) == [(42, "there are 43 variants; 40 is the most")]
