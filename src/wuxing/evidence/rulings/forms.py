"""Forms of what people say beside the records."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form
from wuxing.evidence.rulings.actions import EVIDENCE_KINDS

LONG = forms.Textarea(attrs={"rows": 4})


class RulingForm(Form):
    """How much of an indicator is met, why, and from when."""

    share = forms.DecimalField(
        label=_("Met to"), min_value=Decimal(0), max_value=Decimal(100), max_digits=5, decimal_places=2
    )
    reason = forms.CharField(label=_("What was looked at, and what was found"), max_length=2000, widget=LONG)
    valid_from = forms.DateField(label=_("Counts from"))
    valid_until = forms.DateField(
        label=_("Counts until"), required=False, help_text=_("nothing: until it is ruled on again")
    )
    units = {"share": "%"}


class ExclusionForm(Form):
    """Why an indicator does not apply."""

    reason = forms.CharField(label=_("Why it does not apply"), max_length=2000, widget=LONG)


class SpecialForm(Form):
    """A point off, or on, outside the indicators."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=[("deduction", _("special deduction")), ("bonus", _("special bonus"))]
    )
    ground = forms.ChoiceField(label=_("Ground of a deduction"), required=False)
    description = forms.CharField(label=_("What happened"), max_length=2000, widget=LONG)
    occurred_on = forms.DateField(label=_("Day it happened"))

    def __init__(self, *args: Any, grounds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(ground=[("", "—"), *grounds])


class EvidenceForm(Form):
    """A piece of evidence that no record of the system shows."""

    kind = forms.ChoiceField(label=_("Kind of evidence"))
    title = forms.CharField(label=_("What it is"), max_length=200)
    valid_on = forms.DateField(label=_("Day it speaks of"))
    expires_on = forms.DateField(label=_("Valid until"), required=False, help_text=_("nothing: it does not expire"))
    owner = forms.TypedChoiceField(label=_("Who keeps it up to date"), coerce=int, empty_value=None, required=False)
    document_number = forms.CharField(label=_("Number of a controlled document"), max_length=60, required=False)
    file = forms.FileField(label=_("File"), required=False, help_text=_("a picture or a PDF, at most 15 MB"))
    note = forms.CharField(label=_("What it shows"), max_length=2000, widget=LONG, required=False)

    def __init__(self, *args: Any, kinds: list[tuple[str, str]], people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(kind=kinds)
        self.offer(owner=[("", "—"), *people])


class ReasonForm(Form):
    """Why something is declined or withdrawn."""

    reason = forms.CharField(label=_("Why"), max_length=500)


class CorrectionForm(Form):
    """What was corrected, and when."""

    correction = forms.CharField(label=_("What was corrected, and how it was checked"), max_length=2000, widget=LONG)
    corrected_on = forms.DateField(label=_("Corrected on"))


__all__ = [
    "EVIDENCE_KINDS",
    "CorrectionForm",
    "EvidenceForm",
    "ExclusionForm",
    "ReasonForm",
    "RulingForm",
    "SpecialForm",
]
