"""Forms of review and decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wuxing.certification.certificate import words as certificate_words
from wuxing.certification.certificate.rules import REASONS, Step
from wuxing.certification.decision import rules, words
from wuxing.certification.decision.actions import Asked, Reviewed
from wuxing.certification.decision.models import Vote
from wuxing.certification.decision.rules import Item, Outcome, Ticked
from wuxing.core.forms import Form

Choices = list[tuple[str, str]]
_LONG = {"rows": 4}


def _text(label: Any, most: int, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, widget=forms.Textarea(attrs=_LONG))


class ReviewForm(Form):
    """What the reviewer says: every point, a conclusion, the level, the reasons."""

    outcome = forms.ChoiceField(label=gettext_lazy("Conclusion"), widget=forms.RadioSelect)
    level = forms.ChoiceField(label=gettext_lazy("Recommended level"), required=False)
    reasons = _text(gettext_lazy("Reasons"), 4000)

    def __init__(self, *args: Any, items: list[Item], levels: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(outcome=[(one.value, words.conclusion(one)) for one in Outcome])
        self.offer(level=[("", "—"), *levels])
        self.items = items
        said = [("", "—"), ("yes", _("in order")), ("no", _("not in order"))]
        for item in items:
            self.fields[f"good_{item.code}"] = forms.ChoiceField(label=_("My opinion"), choices=said, required=False)
            self.fields[f"note_{item.code}"] = forms.CharField(
                label=_("Note of the reviewer"), max_length=1000, required=False
            )

    @property
    def points(self) -> list[dict[str, Any]]:
        """Return the points with what the records say and their fields."""
        return [
            {"item": item, "good": self[f"good_{item.code}"], "note": self[f"note_{item.code}"]} for item in self.items
        ]

    @property
    def said(self) -> Reviewed:
        """Return what a valid form says."""
        data = self.cleaned_data
        ticked = {
            item.code: Ticked(data[f"good_{item.code}"] == "yes", data[f"note_{item.code}"])
            for item in self.items
            if data[f"good_{item.code}"]
        }
        return Reviewed(Outcome(data["outcome"]), data["reasons"], data["level"], ticked)

    def blame(self, fields: dict[str, str]) -> None:
        """Hang the reasons on the fields of their points."""
        codes = {item.code for item in self.items}
        super().blame({f"good_{name}" if name in codes else name: reason for name, reason in fields.items()})


class ProposeForm(Form):
    """What the committee is asked."""

    kind = forms.ChoiceField(label=gettext_lazy("Proposed decision"), widget=forms.RadioSelect)
    level = forms.ChoiceField(label=gettext_lazy("Level"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("The certificate that is held"), required=False)
    reason_code = forms.ChoiceField(label=gettext_lazy("For this reason"), required=False)
    until = forms.DateField(label=gettext_lazy("Suspended until"), required=False)
    text = _text(gettext_lazy("Reasons, as they stand in the letter"), 4000)

    def __init__(self, *args: Any, levels: Choices, held: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            ("grant", _("Grant")),
            ("refuse", _("Do not grant")),
            ("return", _("Return to the team")),
        ]
        self.offer(kind=kinds)
        self.offer(level=[("", "—"), *levels])
        if not held:
            for name in ("measure", "reason_code", "until"):
                del self.fields[name]
            return
        steps = [(one, certificate_words.step(one)) for one in rules.MEASURES]
        codes = dict.fromkeys(code for one in rules.MEASURES for code in REASONS[Step(one)])
        self.offer(measure=[("", "—"), *steps])
        self.offer(
            reason_code=[
                ("", "—"),
                *((code, certificate_words.reason(code)) for code in codes),
            ]
        )

    @property
    def asked(self) -> Asked:
        """Return what a valid form asks."""
        data = self.cleaned_data
        return Asked(
            text=data["text"],
            grant=data["kind"] == "grant",
            returns=data["kind"] == "return",
            level=data["level"],
            measure=data.get("measure", ""),
            reason_code=data.get("reason_code", ""),
            until=data.get("until"),
        )


class VoteForm(Form):
    """One vote."""

    choice = forms.ChoiceField(label=gettext_lazy("My vote"), widget=forms.RadioSelect)
    dissent = _text(gettext_lazy("Dissent, in words"), 2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(choice=[(one.value, words.choice(one)) for one in Vote.Choice])
