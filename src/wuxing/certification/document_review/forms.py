"""Forms of the document review."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.certification.findings import words
from wuxing.certification.findings.rules import Seen
from wuxing.certification.findings.states import Grade, Kind
from wuxing.core.forms import Form


class PaperFindingForm(Form):
    """What is to be put right in a document."""

    text = forms.CharField(
        label=_("What is to be put right"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    leaf = forms.ChoiceField(label=_("Indicator"), required=False)
    grade = forms.ChoiceField(label=_("How grave"), required=False)

    def __init__(self, *args: Any, leaves: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", "—")
        self.offer(leaf=[none, *leaves])
        self.offer(grade=[none, *((one.value, words.grade(one)) for one in Grade)])

    def seen(self) -> Seen:
        """Return what was filled in."""
        data = self.cleaned_data
        grade = Grade(data["grade"]) if data["grade"] else None
        return Seen(kind=Kind.OBSERVATION, text=data["text"], leaf=data["leaf"], grade=grade)


class NoteForm(Form):
    """A remark on a verdict."""

    text = forms.CharField(label=_("Remark"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class WhyForm(Form):
    """Why a document is not needed."""

    text = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class VersionForm(Form):
    """The next version of a document."""

    file = forms.FileField(label=_("New version"), help_text=_("PDF, Word, Excel or a picture; at most 15 MB"))
