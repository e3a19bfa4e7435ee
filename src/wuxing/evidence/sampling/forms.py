"""Forms of samples."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.forms import Form


class SampleForm(Form):
    """What is to be drawn, and the auditor's word; only its digest is kept until the draw."""

    metric = forms.ChoiceField(label=_("Records of the metric"))
    as_of = forms.DateField(label=_("As of"))
    rule = forms.ChoiceField(
        label=_("How many are drawn"),
        choices=[
            ("sqrt", _("the square root of their number")),
            ("share", _("a share in per cent")),
            ("fixed", _("a fixed number")),
            ("all", _("all of them")),
        ],
    )
    amount = forms.DecimalField(
        label=_("Share or number"), required=False, min_value=Decimal(0), max_digits=8, decimal_places=2
    )
    at_least = forms.IntegerField(label=_("At least"), min_value=1, initial=10)
    at_most = forms.IntegerField(label=_("At most"), min_value=1, initial=60)
    word = forms.CharField(
        label=_("A word that only you know"),
        min_length=12,
        max_length=200,
        help_text=_("at least 12 signs; write it down, it is not kept: the draw asks for it"),
    )
    purpose = forms.CharField(label=_("What the sample is for"), max_length=300, required=False)

    def __init__(self, *args: Any, metrics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(metric=metrics)


class WordForm(Form):
    """The word that was committed to."""

    word = forms.CharField(label=_("The word that you committed to"), max_length=200)


class FindingForm(Form):
    """What was found in one record."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=[("yes", _("conforms")), ("no", _("does not conform")), ("unseen", _("could not be seen"))],
    )
    note = forms.CharField(label=_("Note"), max_length=1000, required=False)
