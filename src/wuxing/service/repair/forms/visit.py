"""The forms of the technician's phone: check, diagnose, parts, sign."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.reasons import say
from wuxing.customers.entitlement.rules.refusals import EXCEPTIONS
from wuxing.customers.entitlement.rules.words import HOWS, LAW_FACTS
from wuxing.service.repair.forms.base import Form, choice_list, words_field
from wuxing.service.repair.forms.order import CONTENT
from wuxing.service.repair.forms.signing import Signed
from wuxing.service.repair.rules.words import BRANCHES, CAUSES, CHECKS, PAYERS, REMEDIES, symptoms_for
from wuxing.service.repair.states import CONDUCT_CHECKS


class ChecklistForm(Form):
    """服务规范检查."""

    checks = forms.MultipleChoiceField(
        label=_("Tick what was done"), required=False, widget=forms.CheckboxSelectMultiple, choices=choice_list(CHECKS)
    )
    note = words_field(_("Remark"), required=False)

    def clean(self) -> dict[str, Any]:
        """Say that nothing was ticked: a tap that keeps nothing is a mistake."""
        data = super().clean() or {}
        if not data.get("checks") and not data.get("note"):
            self.add_error("checks", _("tick what was done, or write why not"))
        return data

    def checklist(self) -> dict[str, bool]:
        """Return each check as done or not."""
        return {name: name in self.cleaned_data["checks"] for name in CONDUCT_CHECKS}


class ExplainForm(Form):
    """告知保修与收费."""

    how = forms.ChoiceField(
        label=_("How the customer was told"),
        required=False,
        choices=choice_list(HOWS, empty=_("as usual at this step")),
    )
    fee_told = forms.CharField(label=_("What you told the customer"), max_length=200, required=False)


class ExceptForm(Form):
    """例外: the work begins before the customer was told."""

    exception = forms.ChoiceField(label=_("Which exception"), widget=forms.RadioSelect, choices=choice_list(EXCEPTIONS))
    reason = words_field(_("Reason"), most=300, help_text=_("this goes into the ledger; reviewers can see it"))


class LawFactsForm(Form):
    """三包事实: what the law asks about these goods and no record knows; what is left empty was not said."""

    kilometres = forms.IntegerField(min_value=0, required=False)
    serious_fault = forms.NullBooleanField(
        required=False, widget=forms.Select(choices=[("", _("not said")), ("true", _("yes")), ("false", _("no"))])
    )
    safety_repairs = forms.IntegerField(min_value=0, required=False)
    assembly_changes = forms.IntegerField(min_value=0, required=False)
    part_changes = forms.IntegerField(min_value=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in LAW_FACTS.items():
            self.fields[name].label = wording.text(text)


class DiagnosisForm(Form):
    """故障判断."""

    symptom = forms.ChoiceField(label=_("Symptom"), required=False)
    cause = forms.ChoiceField(label=_("Cause"), choices=choice_list(CAUSES, empty="—"))
    finding = words_field(_("What you found"), most=1000)
    remedy = forms.ChoiceField(label=_("Remedy"), required=False, choices=choice_list(REMEDIES, empty="—"))
    branch = forms.ChoiceField(label=_("How does it go on?"), widget=forms.RadioSelect, choices=choice_list(BRANCHES))

    def __init__(self, *args: Any, trade: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        symptoms = [(code, wording.text(text)) for code, text in symptoms_for(trade).items()]
        known = str(self.initial.get("symptom") or "")
        if known and known not in dict(symptoms):
            symptoms.append((known, known))
        self.offer(symptom=[("", "—"), *symptoms])


class CorrectDiagnosisForm(Form):
    """更正判断: the old finding stays."""

    cause = forms.ChoiceField(label=_("Cause"), choices=choice_list(CAUSES, empty="—"))
    finding = words_field(_("What you found"), most=1000)
    remedy = forms.ChoiceField(label=_("Remedy"), required=False, choices=choice_list(REMEDIES, empty="—"))
    reason = words_field(_("What showed that the first finding was wrong"), most=300)


class PartForm(Form):
    """A part lately used on this product: two taps."""

    recent = forms.ChoiceField(label=_("Recent parts of this product"), widget=forms.RadioSelect)
    quantity = forms.DecimalField(label=_("Quantity"), max_digits=7, decimal_places=2, initial=Decimal("1"))
    payer = forms.ChoiceField(label=_("Who pays"), choices=choice_list(PAYERS))

    def __init__(self, *args: Any, parts: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = {str(part["pk"]): part for part in parts}
        self.offer(
            recent=[(key, f"{part['name']} {part['code']} · ¥{part['unit_price']}") for key, part in self.parts.items()]
        )


class FinishVisitForm(Form):
    """结束上门."""

    outcome = forms.ChoiceField(
        label=_("How the visit ends"),
        widget=forms.RadioSelect,
        choices=choice_list({"completed": say("done"), "partial": say("another visit must follow")}),
        initial="completed",
    )
    note = words_field(_("Remark"), required=False)


class SignForm(Signed, Form):
    """客户签字: drawn; or by typed name, with the reason."""

    signed_by = forms.CharField(label=_("Name of the person who signs"), max_length=100)
    satisfied = forms.ChoiceField(
        label=_("What the customer said"), required=False, choices=choice_list(CONTENT, empty="—")
    )
    comment = words_field(_("Comment of the customer"), required=False)


class NoAccessForm(Form):
    """无法入户."""

    note = words_field(_("What you found at the door, and whom you called"))
