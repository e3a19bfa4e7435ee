"""Forms of self-assessments."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form

_LONG = forms.Textarea(attrs={"rows": 5})


class PlanForm(Form):
    """A self-assessment that is planned."""

    title = forms.CharField(label=_("Title"), max_length=200)
    scope = forms.CharField(label=_("Scope: products, outlets, period"), max_length=500, required=False)
    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"))
    leader_id = forms.TypedChoiceField(label=_("Leader"), coerce=int)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(leader_id=people)


class AssignForm(Form):
    """Who owns the work of some indicators, and who evaluates it."""

    owner_id = forms.TypedChoiceField(label=_("Owner of the work"), coerce=int)
    evaluator_id = forms.TypedChoiceField(label=_("Evaluator"), coerce=int)

    def __init__(
        self, *args: Any, people: list[tuple[int, str]], evaluators: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer(owner_id=people)
        self.offer(evaluator_id=evaluators)


class EvaluateForm(Form):
    """What an evaluator saw of an indicator."""

    share = forms.DecimalField(
        label=_("Met to"), min_value=Decimal(0), max_value=Decimal(100), max_digits=5, decimal_places=2
    )
    text = forms.CharField(label=_("What was looked at, and what was found"), max_length=2000, widget=_LONG)
    units = {"share": "%"}


class FindingForm(Form):
    """A nonconformity raised from what was seen."""

    title = forms.CharField(label=_("Nonconformity in a few words"), max_length=120)
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[("minor", _("minor")), ("major", _("major")), ("critical", _("critical"))]
    )


class ReportForm(Form):
    """The conclusion of the report."""

    conclusion = forms.CharField(label=_("Conclusion"), max_length=2000, widget=_LONG)


class ReviewForm(Form):
    """The record of the management review."""

    present = forms.CharField(label=_("Who took part"), max_length=500)
    decisions = forms.CharField(label=_("What was decided, by whom, until when"), max_length=4000, widget=_LONG)


class CancelForm(Form):
    """Why a self-assessment is cancelled."""

    reason = forms.CharField(label=_("Why"), max_length=500)
