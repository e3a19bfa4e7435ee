"""The upload and the choice of a mapping."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wuxing.core.forms import Form

SUFFIXES = ".xes,.gz,.csv,.txt,.tsv,.xlsx"


class UploadForm(Form):
    """A file of service records."""

    file = forms.FileField(
        label=gettext_lazy("File of service records"),
        help_text=gettext_lazy(
            "XES, .xes.gz, CSV or XLSX, from any system; one row an event, or one row a service order"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": SUFFIXES}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT_BYTES:
            raise forms.ValidationError(
                _("the file is over %(limit)s MB; split it by year") % {"limit": settings.UPLOAD_LIMIT_BYTES >> 20}
            )
        return file


class MappingForm(Form):
    """How to read the file, and up to which day."""

    mapping = forms.CharField(
        label=gettext_lazy("Mapping"),
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "false", "class": "wx-yaml", "wrap": "off"}),
        help_text=gettext_lazy("which column is what, what each activity means, which promises to judge by"),
        max_length=200_000,
        strip=False,
    )
    as_of = forms.DateField(
        label=gettext_lazy("Last day of the period"),
        required=False,
        help_text=gettext_lazy("empty: the day of the last call in the file"),
    )
