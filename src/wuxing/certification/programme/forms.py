"""Forms of the body's rules."""

from django import forms
from django.utils.translation import gettext_lazy

from wuxing.certification.programme.models import ProgrammeStep
from wuxing.core.forms import Form


class DraftForm(Form):
    """Another version, as YAML."""

    file = forms.FileField(
        label=gettext_lazy("The rule as YAML"),
        help_text=gettext_lazy("Download the version that counts, change it, and hand it in again."),
    )
    note = forms.CharField(label=gettext_lazy("What is changed, and why"), max_length=1000)


class NoteForm(Form):
    """Publication or filing."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        choices=[
            (ProgrammeStep.Kind.PUBLISHED.value, gettext_lazy("published")),
            (ProgrammeStep.Kind.FILED.value, gettext_lazy("filed with CNCA")),
        ],
    )
    on = forms.DateField(label=gettext_lazy("On"))
    number = forms.CharField(label=gettext_lazy("Number of the filing"), max_length=60, required=False)
