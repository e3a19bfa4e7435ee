"""Forms of papers and seals."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from wuxing.certification.certificate.models import Certificate
from wuxing.certification.credentials.wordings import LANGUAGES
from wuxing.core.forms import Form

_LONG = {"rows": 2}


class DuplicateForm(Form):
    """A paper in the place of a lost one."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=list(LANGUAGES.items()))
    reason = forms.CharField(
        label=gettext_lazy("How it was lost, and who says so"), max_length=500, widget=forms.Textarea(attrs=_LONG)
    )


class RenewForm(Form):
    """A seal anew."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is sealed anew"), max_length=1000, widget=forms.Textarea(attrs=_LONG)
    )


class RenameForm(Form):
    """Another name or address of the holder."""

    name = forms.CharField(label=pgettext_lazy("of an organisation", "Name"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English, for translations"), max_length=200, required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    correction = forms.BooleanField(label=gettext_lazy("It was written wrongly"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs=_LONG))
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"), max_length=2000, required=False, widget=forms.Textarea(attrs=_LONG)
    )

    @classmethod
    def of(cls, found: Certificate) -> "RenameForm":
        """Return the form filled with what stands now."""
        return cls(initial={"name": found.holder, "name_en": found.holder_en, "address": found.address})
