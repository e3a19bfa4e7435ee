"""Fields: label above, help, optional, the error below with what to do, linked for those who listen."""

import pytest
from django import forms
from django.utils import translation

from wuxing.web.forms import Form


class Complaint(Form):
    """A form with one field of each sort that matters."""

    units = {"hours": "hours"}

    hours = forms.IntegerField(label="Answer within", min_value=1, help_text="safety: 24 or less")
    note = forms.CharField(label="Note", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="Told")


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def test_what_is_optional_is_marked_and_nothing_else() -> None:
    drawn = str(Complaint())
    assert drawn.count("wx-optional") == 1
    assert 'Note<span class="wx-optional">optional</span>' in drawn


def test_an_error_stands_with_its_field_and_is_linked_to_it() -> None:
    drawn = str(Complaint({"hours": "0", "kind": "a", "told": "on"})["hours"].as_field_group())
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="complaint_hours_helptext complaint_hours_error"' in drawn
    assert 'id="complaint_hours_error"' in drawn
    assert 'id="complaint_hours_helptext"' in drawn
    assert '<span class="wx-unit">hours</span>' in drawn


def test_two_errors_make_a_summary_with_links() -> None:
    drawn = str(Complaint({"kind": "a"}))
    assert "2 places need your attention" in drawn
    assert '<a href="#complaint_hours">Answer within</a>: fill this in' in drawn


def test_what_is_chosen_is_not_asked_to_be_filled_in() -> None:
    with translation.override("zh-hans"):
        assert Complaint({}).errors == {"hours": ["请填写"], "kind": ["请选择"], "told": ["请填写"]}


def test_one_error_makes_no_summary() -> None:
    assert "data-wrong" not in str(Complaint({"hours": "2", "kind": "a"}))


def test_choices_are_a_group_with_a_legend() -> None:
    drawn = str(Complaint()["kind"].as_field_group())
    assert drawn.startswith('<fieldset class="wx-field"')
    assert "<legend>Kind</legend>" in drawn


def test_a_field_that_is_added_later_is_like_the_others() -> None:
    form = Complaint({"hours": "2", "kind": "a", "told": "on", "day": "soon"})
    form.fields["day"] = forms.DateField(label="Day")
    assert 'type="date"' in str(form["day"])
    assert form.errors == {"day": ["write the date as 2026-11-18"]}
