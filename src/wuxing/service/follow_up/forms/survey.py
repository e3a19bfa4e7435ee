"""The survey as the customer sees it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.service.follow_up.rules.words import ASPECT_QUESTIONS
from wuxing.service.follow_up.states import ASPECTS
from wuxing.service.repair.forms.base import Form, words_field


class SurveyForm(Form):
    """Five marks, one recommendation, a few words; all of it may stay open, but not everything."""

    recommend = forms.TypedChoiceField(
        label=_("Would you recommend us to a friend?"),
        help_text=_("0: not at all · 10: certainly"),
        choices=[(str(mark), str(mark)) for mark in range(11)],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
    )
    comment = words_field(_("What should we know?"), most=1000, rows=3, required=False)
    wants_call = forms.BooleanField(label=_("Please call me"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks: dict[str, forms.Field] = {}
        for name in ASPECTS:
            marks[name] = forms.TypedChoiceField(
                label=wording.text(ASPECT_QUESTIONS[name]),
                choices=[(str(mark), str(mark)) for mark in range(1, 6)],
                coerce=int,
                empty_value=None,
                widget=forms.RadioSelect,
                required=False,
            )
            marks[name].unit = ""  # type: ignore[attr-defined]
        self.fields = {**marks, **self.fields}

    def details(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {
            "scores": {name: self.cleaned_data[name] for name in ASPECTS},
            "recommend": self.cleaned_data["recommend"],
            "comment": self.cleaned_data["comment"],
            "wants_call": self.cleaned_data["wants_call"],
        }
