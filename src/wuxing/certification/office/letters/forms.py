"""The form of a letter written by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.certification.office.letters.kinds import Kind
from wuxing.certification.office.letters.words import kind
from wuxing.core.forms import Form


class LetterForm(Form):
    """Which letter, with which reasons, due when."""

    kind = forms.ChoiceField(label=_("Letter"))
    reasons = forms.CharField(
        label=_("Reasons or points"), required=False, max_length=4000, widget=forms.Textarea({"rows": 4})
    )
    due = forms.DateField(label=_("Day named in the letter"), required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.offer(kind=[(one.value, kind(one)) for one in Kind])


class MailForm(Form):
    """To whom a letter is mailed."""

    letter_id = forms.IntegerField(widget=forms.HiddenInput)
    address = forms.EmailField(label=_("E-mail address"), max_length=254)


class LetterheadForm(Form):
    """A Word file to write letters on."""

    file = forms.FileField(
        label=_("Word file (.docx)"),
        help_text=_("A paragraph {{letter}} marks where the letter stands; without it, at the end."),
    )
