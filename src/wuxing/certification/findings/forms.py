"""Forms of findings, for the team and for the client."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wuxing.certification.findings import words
from wuxing.certification.findings.rules import Seen
from wuxing.certification.findings.states import Grade, Kind, Source
from wuxing.core.forms import Form

_FILES = _("pictures, PDF, Word or Excel; at most 15 MB each")


class FilesInput(forms.ClearableFileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, or none."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[type-arg]
        """Return the files that were sent, as a list."""
        several = data if isinstance(data, list | tuple) else [data] if data else []
        if not several:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in several]


def _files() -> FilesField:
    return FilesField(label=_("Files"), required=False, help_text=_FILES)


def _long(label: object, most: int, rows: int = 4) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}))  # type: ignore[arg-type]


class FindingForm(Form):
    """What was found. The lists of indicators, sites and reasons are those of the case."""

    kind = forms.ChoiceField(label=_("Kind of finding"))
    leaf = forms.ChoiceField(label=_("Indicator"), required=False)
    grade = forms.ChoiceField(label=_("How grave"), required=False)
    text = _long(_("What was found"), 2000)
    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("record, document, function of the person asked, place; no names of persons"),
    )
    sample_size = forms.IntegerField(
        label=_("Looked at"), required=False, min_value=1, help_text=_("for indicators that lose points by share")
    )
    failures = forms.IntegerField(label=_("Failed"), required=False, min_value=1)
    reason_code = forms.ChoiceField(label=_("Reason of the special deduction"), required=False)
    site_id = forms.TypedChoiceField(
        label=pgettext_lazy("finding", "Where"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[Kind],
        leaves: Sequence[tuple[str, str]],
        reasons: Sequence[tuple[str, str]],
        sites: Sequence[tuple[int, str]],
        with_files: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        none = ("", "—")
        choices: dict[str, list[tuple[Any, Any]]] = {
            "kind": [(kind.value, words.kind(kind)) for kind in kinds],
            "leaf": [none, *leaves],
            "grade": [none, *((grade.value, words.grade(grade)) for grade in Grade)],
            "reason_code": [none, *reasons],
            "site_id": [none, *sites],
        }
        self.offer(**choices)
        if with_files:
            self.fields["sent"] = _files()

    def seen(self, source: Source, paper_id: int | None = None) -> Seen:
        """Return what was filled in."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "sent"}
        grade = Grade(data["grade"]) if data["grade"] else None
        return Seen(**(data | {"kind": Kind(data["kind"]), "grade": grade, "source": source, "paper_id": paper_id}))


class ReasonForm(Form):
    """Why something is returned or taken back."""

    reason = _long(_("Why"), 1000, 3)


class VerifyForm(Form):
    """What a member of the team saw of the correction."""

    text = _long(_("What was looked at, and what it shows"), 4000)


class SpotForm(VerifyForm):
    """The same, while the team is there, with files."""

    sent = _files()


class ExtendForm(Form):
    """More time for a correction."""

    due_on = forms.DateField(label=_("Due on"))
    reason = _long(_("Why"), 1000, 3)


class FilesForm(Form):
    """More files beside a finding."""

    sent = _files()


class PlanForm(Form):
    """A client's plan of correction."""

    correction = _long(_("Correction: what is put right now"), 4000)
    cause = _long(_("Cause: why it came about"), 2000)
    action = _long(_("Action: what keeps it from coming again"), 2000)
    due_on = forms.DateField(label=_("Done on"))


class AnswerForm(Form):
    """A client's evidence."""

    text = _long(_("What was done"), 4000)
    sent = _files()
