"""Forms of exclusions and overrides."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form

Choices = list[tuple[str, str]]
_REASON = forms.Textarea(attrs={"rows": 3})


class ExclusionForm(Form):
    """An indicator that does not apply."""

    leaf = forms.ChoiceField(label=_("Indicator that does not apply"))
    reason = forms.CharField(label=_("Why it does not apply to this client"), max_length=1000, widget=_REASON)

    def __init__(self, *args: Any, leaves: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(leaf=leaves)


class DecideForm(Form):
    """Yes or no to an exclusion."""

    exclusion_id = forms.IntegerField(widget=forms.HiddenInput)
    accept = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda given: given == "1")


class OverrideForm(Form):
    """Another share of an indicator."""

    leaf = forms.ChoiceField(label=_("Indicator"))
    after = forms.DecimalField(
        label=_("Met to"), min_value=Decimal(0), max_value=Decimal(100), max_digits=7, decimal_places=4
    )
    reason = forms.CharField(label=_("Why the share changes"), max_length=1000, widget=_REASON)
    units = {"after": "%"}

    def __init__(self, *args: Any, leaves: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(leaf=leaves)

    def clean_after(self) -> Decimal:
        """Return the share as a ratio."""
        return Decimal(self.cleaned_data["after"]) / 100


class AnswerForm(Form):
    """Yes or no to an override."""

    proposal_id = forms.IntegerField(widget=forms.HiddenInput)
    accept = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda given: given == "1")
    answer = forms.CharField(max_length=1000, required=False)


class TakeBackForm(Form):
    """One's own proposal taken back."""

    proposal_id = forms.IntegerField(widget=forms.HiddenInput)
