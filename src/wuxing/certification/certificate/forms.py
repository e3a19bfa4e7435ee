"""Forms of certificates."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from wuxing.certification.certificate import words
from wuxing.certification.certificate.rules import REASONS, Step
from wuxing.core.forms import Form

_LONG = {"rows": 3}


class ProposeForm(Form):
    """A step that somebody proposes."""

    step = forms.ChoiceField(label=gettext_lazy("What is proposed"))
    reason_code = forms.ChoiceField(label=gettext_lazy("Ground"))
    until = forms.DateField(label=gettext_lazy("Until (of a suspension)"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason, as it stands in the letter"), max_length=2000, widget=forms.Textarea(attrs=_LONG)
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"), max_length=2000, required=False, widget=forms.Textarea(attrs=_LONG)
    )

    def __init__(self, *args: Any, steps: list[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(step=[(one.value, words.step(one)) for one in steps])
        self.offer(
            reason_code=[(words.step(one), [(code, words.reason(code)) for code in REASONS[one]]) for one in steps]
        )


class AnswerForm(Form):
    """Why a proposal is turned down."""

    answer = forms.CharField(label=gettext_lazy("Why it is turned down"), max_length=1000)


class ExtendForm(Form):
    """More time for surveillance."""

    until = forms.DateField(label=gettext_lazy("Until (day)"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs=_LONG))


class ReportForm(Form):
    """A change reported to the authority."""

    event_id = forms.TypedChoiceField(label=gettext_lazy("Change"), coerce=int)
    reported_on = forms.DateField(label=gettext_lazy("Reported on"))
    receipt = forms.CharField(label=gettext_lazy("Receipt of the authority"), max_length=200)

    def __init__(self, *args: Any, events: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(event_id=events)


class NumberForm(Form):
    """How certificates are numbered."""

    template = forms.CharField(label=gettext_lazy("Template of the number"), max_length=60)
