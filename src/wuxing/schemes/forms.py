"""Forms of schemes: start a draft, adopt an edition, send a workbook, give a draft up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form


class StartForm(Form):
    """A new scheme, with nothing in it."""

    scheme = forms.CharField(
        label=_("Id of the new scheme"),
        max_length=100,
        help_text=_("small letters with dots, from the country down: cn.org.scheme"),
    )


class AdoptForm(Form):
    """From which day the organisation is assessed by an edition."""

    since = forms.DateField(label=_("In force from"))


class WorkbookForm(Form):
    """A workbook that was exported here."""

    file = forms.FileField(
        label=_("Excel workbook"),
        help_text=_("exported from this draft, at most 5 MB; what others changed meanwhile stays"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class DiscardForm(Form):
    """Why a draft is given up."""

    reason = forms.CharField(label=_("Why the draft is given up"), max_length=300)
