"""Upload, signature and withdrawal of a licensed table."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wuxing.core.forms import Form
from wuxing.schemes.licensing.actions import LIMIT_BYTES


class LoadForm(Form):
    """A licensed table, and where the copy comes from."""

    source = forms.CharField(
        label=gettext_lazy("Where the licensed copy comes from"),
        help_text=gettext_lazy("publisher, licence or order number, date"),
        min_length=5,
        max_length=300,
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX or CSV, at most 2 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        max_length=255,
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LIMIT_BYTES:
            raise forms.ValidationError(
                _("the file is over %(limit)s MB; send a smaller one") % {"limit": LIMIT_BYTES >> 20}
            )
        return file


class SignForm(Form):
    """The second person's word."""

    compared = forms.BooleanField(label=gettext_lazy("I compared every row with the licensed copy"))


class WithdrawForm(Form):
    """Why a table goes out of force."""

    reason = forms.CharField(label=gettext_lazy("Why it is withdrawn"), max_length=500)
