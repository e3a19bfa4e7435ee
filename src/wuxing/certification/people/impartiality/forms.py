"""Forms of risks and minutes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.certification.people.impartiality import words
from wuxing.certification.people.impartiality.actions import Attendee
from wuxing.certification.people.impartiality.models import ImpartialityRisk
from wuxing.core.forms import Form

_LONG = forms.Textarea(attrs={"rows": 4})
_LIKELY = [(1, _("1 seldom")), (2, _("2 possible")), (3, _("3 likely"))]
_GRAVE = [(1, _("1 small")), (2, _("2 noticeable")), (3, _("3 grave"))]


class RiskForm(Form):
    """A risk that is written down."""

    title = forms.CharField(label=_("Risk in a few words"), max_length=200)
    source = forms.ChoiceField(label=_("Where it comes from"))
    text = forms.CharField(label=_("How it might bend a judgment"), max_length=2000, required=False, widget=_LONG)
    likelihood = forms.TypedChoiceField(label=_("Likelihood"), coerce=int, choices=_LIKELY)
    effect = forms.TypedChoiceField(label=_("Effect"), coerce=int, choices=_GRAVE)
    measures = forms.CharField(label=_("Measures"), max_length=2000, widget=_LONG)
    owner_id = forms.TypedChoiceField(label=_("Who watches it"), coerce=int)

    def __init__(self, *args: Any, members: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = ImpartialityRisk.Source.values
        self.offer(source=[(s, words.source(s)) for s in sources])
        self.offer(owner_id=members)


class ChangeForm(Form):
    """What is done about a risk, and who watches it."""

    measures = forms.CharField(label=_("Measures"), max_length=2000, widget=_LONG)
    owner_id = forms.TypedChoiceField(label=_("Who watches it"), coerce=int)

    def __init__(self, *args: Any, members: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(owner_id=members)


class ReviewForm(Form):
    """What a risk is now."""

    likelihood = forms.TypedChoiceField(label=_("Likelihood"), coerce=int, choices=_LIKELY)
    effect = forms.TypedChoiceField(label=_("Effect"), coerce=int, choices=_GRAVE)
    text = forms.CharField(label=_("What was looked at, and what was found"), max_length=2000, widget=_LONG)
    closes = forms.BooleanField(label=_("The risk no longer exists: close it"), required=False)


class MinutesForm(Form):
    """The minutes of a meeting of the committee."""

    held_on = forms.DateField(label=_("Held on"))
    attendance = forms.CharField(
        label=_("Who was invited"), max_length=4000, widget=_LONG,
        help_text=_("One a line: name, comma, for whom they stand. Put a minus before who did not come."),
    )  # fmt: skip
    risks = forms.TypedMultipleChoiceField(
        label=_("Risks that were talked about"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(label=_("What was talked about"), max_length=8000, widget=_LONG)
    advice = forms.CharField(label=_("What the committee advises"), max_length=4000, widget=_LONG)
    followed = forms.BooleanField(label=_("The body follows the advice"), required=False)
    independent_action = forms.CharField(
        label=_("What the committee does by itself"), max_length=2000, required=False, widget=_LONG,
        help_text=_(
            "Where the body does not follow its advice the committee may act by itself: tell the authority or the "
            "accreditation body, and those concerned."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, risks: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(risks=risks)
        if not risks:
            del self.fields["risks"]

    def clean_attendance(self) -> list[Attendee]:
        """Return who was invited, a line each."""
        found = []
        for line in self.cleaned_data["attendance"].splitlines():
            name, _comma, stands_for = line.replace("，", ",").strip().partition(",")
            present = not name.startswith(("-", "−", "－"))
            if name.strip("-−－ "):
                found.append(Attendee(name.strip("-−－ ")[:100], stands_for.strip()[:100], present))
        return found
