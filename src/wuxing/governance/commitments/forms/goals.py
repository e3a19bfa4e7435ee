"""The form of goals: a share of a promise for several holders and periods at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import clock, wording
from wuxing.core.actors import Actor
from wuxing.core.forms import Form
from wuxing.core.models import Membership
from wuxing.governance.commitments import queries, subjects
from wuxing.governance.commitments.actions.goals import Aim
from wuxing.governance.commitments.models import Goal, Promise
from wuxing.governance.commitments.words import AREAS, KINDS


def _number(typed: str) -> tuple[str, int]:
    kind, _gap, number = typed.partition("-")
    return kind, int(number)


class GoalForm(Form):
    """目标分解."""

    promise_id = forms.TypedChoiceField(label=_("Promise"), coerce=int)
    holders = forms.TypedMultipleChoiceField(
        label=_("Who keeps it"), coerce=_number, widget=forms.SelectMultiple(attrs={"size": 10})
    )
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    months = forms.TypedMultipleChoiceField(
        label=_("Period"), coerce=int, widget=forms.SelectMultiple(attrs={"size": 13}), help_text=_("one or several")
    )
    share = forms.DecimalField(label=_("To be kept"), min_value=0, max_value=100, max_digits=5, decimal_places=2)
    owner_id = forms.TypedChoiceField(label=_("Answers for it"), coerce=int)
    reason = forms.CharField(label=_("Why it changes"), max_length=300, required=False)
    units = {"share": "%"}

    def __init__(self, *args: Any, by: Actor, like: Goal | None = None, **kwargs: Any) -> None:
        promises = list(queries.in_force(clock.now()).select_related("calendar").order_by("kind", "pk")[:500])
        initial: dict[str, Any] = {
            "year": clock.today(by.zone).year,
            "owner_id": by.user_id,
            "holders": ["company-0"],
            "months": [0],
        }
        if like:
            same = [one.pk for one in promises if queries.scope_of(one) == queries.scope_of(like)]
            initial |= {
                "promise_id": same[0] if same else None,
                "year": like.year,
                "owner_id": like.owner_id,
                "holders": [f"{like.holder_type}-{like.holder_id}"],
                "months": [like.month],
                "share": like.share,
            }
        super().__init__(*args, initial=initial, **kwargs)
        people = Membership.objects.filter(tenant_id=by.tenant_id, active=True).order_by("user__name", "user_id")
        self.offer(
            promise_id=[(one.pk, _said(one)) for one in promises],
            holders=_holders(),
            months=[(0, _("whole year")), *((one, _("month %(month)s") % {"month": one}) for one in range(1, 13))],
            owner_id=people.values_list("user_id", "user__name")[:2000],
        )

    def given(self) -> Aim:
        """Return what the action takes."""
        return Aim(**self.cleaned_data)


def _said(one: Promise) -> str:
    parts = (wording.text(KINDS[one.kind]), one.product_line, one.tier, wording.text(AREAS[one.area]), one.text)
    return " · ".join(part for part in parts if part)[:120]


def _holders() -> list[tuple[Any, Any]]:
    offered: list[tuple[Any, Any]] = [("company-0", _("the whole company"))]
    for kind, declared in subjects.holders().items():
        offered.append(
            (wording.text(declared.title), [(f"{kind}-{number}", name) for number, name in declared.offered()])
        )
    return offered
