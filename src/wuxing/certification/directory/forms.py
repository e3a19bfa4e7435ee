"""Forms of the directory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.certification.directory import exports, rules, words
from wuxing.core import wording
from wuxing.core.forms import Form


class CheckForm(Form):
    """Numbers, pasted."""

    numbers = forms.CharField(
        label=_("Certificate numbers, at most 50"), max_length=8_000,
        help_text=_("one a line, or separated by commas or spaces"),
        widget=forms.Textarea(attrs={"rows": 8, "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_numbers(self) -> list[str]:
        """Return the numbers, each once."""
        found, reason = rules.numbers_in(self.cleaned_data["numbers"])
        if reason:
            raise forms.ValidationError(wording.text(reason))
        return found


class ProfileForm(Form):
    """What a body says of itself."""

    approval = forms.CharField(label=_("Approval number"), max_length=60, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    website = forms.URLField(label=_("Website"), max_length=200, required=False, assume_scheme="https")
    fees = forms.CharField(
        label=_("How certification is paid for"),
        max_length=8_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    duties = forms.CharField(
        label=_("Rights and duties of applicants and clients"), max_length=8_000, required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip


class ExportForm(Form):
    """A file for an authority."""

    kind = forms.ChoiceField(label=_("For whom"))
    form = forms.ChoiceField(label=_("Kind of file"), choices=[(one, one.upper()) for one in exports.FORMATS])
    since = forms.DateField(label=_("Changes from (empty: all)"), required=False)
    until = forms.DateField(label=_("until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(kind=[(one, words.kind(one)) for one in (exports.NATIONAL, exports.IAF)])


class ReceiptForm(Form):
    """The receipt of an authority."""

    receipt = forms.CharField(label=_("Receipt of the authority"), max_length=200)
    received_on = forms.DateField(label=_("Received on"))
