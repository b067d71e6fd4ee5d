"""The parts that pages are put together from."""

from django import forms
from django.template import Context, Template
from django.test import RequestFactory


def render(source: str, **context: object) -> str:
    return Template("{% load shop %}" + source).render(Context({"request": RequestFactory().get("/"), **context}))


class Form(forms.Form):
    town = forms.CharField(label="Town", help_text="Where you live")


def test_a_field_in_error_names_its_help_and_its_error() -> None:
    html = render("{% field form.town %}", form=Form({"town": ""}))
    assert 'aria-invalid="true"' in html
    described = html.split('aria-describedby="')[1].split('"')[0].split()
    assert described == ["id_town_helptext", "id_town_error"]
    assert all(f'id="{name}"' in html for name in described)
    assert "icons.svg#alert" in html


def test_the_error_summary_links_to_each_field() -> None:
    html = render('{% include "components/errors.html" %}', form=Form({"town": ""}))
    assert 'role="alert"' in html
    assert 'href="#id_town"' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert not render('{% include "components/errors.html" %}', form=Form({"town": "Bonn"})).strip()


def test_an_optional_field_says_so() -> None:
    assert "(optional)" in render("{% field form.town optional=True %}", form=Form())


def test_a_reduction_is_struck_through_and_named() -> None:
    html = render("{% price 2400 'EUR' was=3000 %}")
    assert '<s class="price__was"><span class="hidden">, was </span>€30.00</s>' in html


def test_what_is_no_reduction_is_not_shown_as_one() -> None:
    for was in (None, 2400, 2300):
        assert "<s " not in render("{% price 2400 'EUR' was=was %}", was=was)


def test_no_category_path_is_below_its_neighbour() -> None:
    assert (
        render("{{ a|under:b }}{{ b|under:b }}{{ c|under:b }}", a="prints-old", b="prints", c="prints/a")
        == "FalseTrueTrue"
    )


def test_everything_a_template_takes_is_escaped() -> None:
    html = render(
        '{% include "components/notice.html" with title=bad text=bad %}{% crumbs trail bad %}',
        bad="<b>",
        trail=[("<i>", "<u>")],
    )
    assert not any(tag in html for tag in ("<b>", "<i>", "<u>"))


def test_a_time_line_marks_what_was_reached() -> None:
    steps = [{"title": "Placed", "at": "2026-11-21T08:00:00.000Z", "state": "current"}, {"title": "Sent"}]
    html = render('{% include "components/timeline.html" %}', steps=steps)
    assert html.count("data-done") == 1
    assert '<time datetime="2026-11-21T08:00:00.000Z">' in html
