"""The forms of the steps, one a step."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.core.errors import BadInput, BusinessError
from wuxing.governance.nonconformity.actions import ToDo
from wuxing.governance.nonconformity.forms.base import (
    PICK,
    Form,
    Group,
    choice_list,
    day_field,
    file_field,
    number_field,
    words_field,
)
from wuxing.governance.nonconformity.rules.words import (
    ACTION_KINDS,
    CATEGORIES,
    GROUNDS,
    SEVERITIES,
    TERMS,
    UNITS,
    VERDICTS,
)
from wuxing.governance.nonconformity.states import Stage

WHYS = 5
ROWS = 4
RECORD = _("number of the record that shows it")
_STAGES = {code.value: TERMS[code.value] for code in Stage}


class ContainForm(Form):
    """应急处置."""

    what = words_field(_("What was done at once"), most=1000)
    file = file_field()


class AnalyseForm(Form):
    """原因分析: the chain, the fishbone, the root cause."""

    why_1 = words_field(
        _("Why? 1"), required=False, most=300, rows=1, help_text=_("the answer; the next line asks why of it")
    )
    why_2 = words_field(_("Why? 2"), required=False, most=300, rows=1)
    why_3 = words_field(_("Why? 3"), required=False, most=300, rows=1)
    why_4 = words_field(_("Why? 4"), required=False, most=300, rows=1)
    why_5 = words_field(_("Why? 5"), required=False, most=300, rows=1)
    root_cause = words_field(_("Root cause"), rows=2)
    category = forms.ChoiceField(label=_("It lies in"), choices=choice_list(CATEGORIES, empty=PICK))
    evidence = words_field(_("What shows that this is the cause"), most=1000)
    file = file_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = list(self.fields)
        self.take_in(
            {
                f"bone_{code}": words_field(text, required=False, most=2000, rows=2)
                for code, text in choice_list(CATEGORIES)()
            }
        )
        self.fields["bone_people"].help_text = _("possible causes of each kind, one a line")
        bones = [name for name in self.fields if name.startswith("bone_")]
        self.order_fields([*after[:WHYS], *bones, *after[WHYS:]])

    @property
    def groups(self) -> list[Group]:
        """Return chain, fishbone and conclusion."""
        bones = [f"bone_{code}" for code in CATEGORIES]
        return [
            self.group(_("Asked why"), *(f"why_{place}" for place in range(1, WHYS + 1))),
            self.group(_("Fishbone"), *bones, wide=True),
            self.group(_("Root cause and evidence"), "root_cause", "category", "evidence", "file"),
        ]

    def details(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return {
            "root_cause": data["root_cause"],
            "category": data["category"],
            "evidence": data["evidence"],
            "whys": [data[f"why_{place}"] for place in range(1, WHYS + 1)],
            "causes": {code: data[f"bone_{code}"].splitlines() for code in CATEGORIES},
        }

    def refuse(self, refusal: BusinessError) -> None:
        """Hang what is said of chain and fishbone on their first fields."""
        if isinstance(refusal, BadInput):
            names = {"whys": "why_1", "causes": "bone_people"}
            self.blame({names.get(name, name): reason for name, reason in refusal.fields.items()})
        else:
            super().refuse(refusal)


class PlanForm(Form):
    """纠正措施计划: up to four actions at once; more can follow."""

    criterion = words_field(_("By what the effect will be seen"), rows=2)
    check_on = day_field(_("The effect can be judged from"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, ROWS + 1):
            self._add_row(place, required=place == 1)
        rows = [name for name in self.fields if name[-1].isdecimal()]
        self.order_fields([*rows, "criterion", "check_on"])
        self.offer_people(*(f"responsible_id_{place}" for place in range(1, ROWS + 1)))
        if not self.is_bound:
            self.initial.setdefault("check_on", self.today + timedelta(days=90))
            self.initial.setdefault("kind_1", "corrective")

    def _add_row(self, place: int, *, required: bool) -> None:
        kind = forms.ChoiceField(label=_("Kind of action"), choices=choice_list(ACTION_KINDS), required=required)
        self.take_in(
            {
                f"what_{place}": words_field(_("What is to be done"), required=required, rows=2),
                f"kind_{place}": kind,
                f"responsible_id_{place}": number_field(_("Responsible"), required=required),
                f"due_on_{place}": day_field(_("Due on"), required=required),
            }
        )

    @property
    def groups(self) -> list[Group]:
        """Return each action, the later ones folded, and how the effect is seen."""
        names = ("what", "kind", "responsible_id", "due_on")
        rows = [
            self.group(_("Action %(place)s") % {"place": place}, *(f"{name}_{place}" for name in names), wide=True)
            for place in range(1, ROWS + 1)
        ]
        folded = [replace(row, folded=not self._is_begun(place)) for place, row in enumerate(rows, start=1)]
        effect = self.group(_("Effect"), "criterion", "check_on")
        return [replace(folded[0], folded=False), *folded[1:], effect]

    def _is_begun(self, place: int) -> bool:
        """Say whether a row holds something: the kind alone is nothing."""
        fields = [self[f"{name}_{place}"] for name in ("what", "responsible_id", "due_on")]
        return any(field.errors or field.value() for field in fields)

    def clean(self) -> dict[str, Any]:
        """Ask for the rest of a row that was begun."""
        data = super().clean() or {}
        for place in range(2, ROWS + 1):
            if data.get(f"what_{place}"):
                for name in (f"responsible_id_{place}", f"due_on_{place}"):
                    if not data.get(name) and name not in self.errors:
                        self.add_error(name, _("fill this in"))
        return data

    def _filled(self) -> list[int]:
        return [place for place in range(1, ROWS + 1) if self.cleaned_data.get(f"what_{place}")]

    def todos(self) -> list[ToDo]:
        """Return the rows that were filled in."""
        data = self.cleaned_data
        return [
            ToDo(
                what=data[f"what_{place}"],
                kind=data[f"kind_{place}"],
                responsible_id=data[f"responsible_id_{place}"],
                due_on=data[f"due_on_{place}"],
            )
            for place in self._filled()
        ]

    def refuse(self, refusal: BusinessError) -> None:
        """Hang what is said of an action on its row."""
        if not isinstance(refusal, BadInput):
            return super().refuse(refusal)
        rows = self._filled()
        named = {}
        for name, reason in refusal.fields.items():
            parts = name.split(".")
            named[f"{parts[2]}_{rows[int(parts[1])]}" if len(parts) == 3 else name] = reason
        if "actions" in named:
            named["kind_1"] = named.pop("actions")
        self.blame(named)
        return None


class AddActionForm(Form):
    """追加措施."""

    what = words_field(_("What is to be done"), rows=2)
    kind = forms.ChoiceField(label=_("Kind of action"), choices=choice_list(ACTION_KINDS), initial="corrective")
    responsible_id = number_field(_("Responsible"))
    due_on = day_field(_("Due on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_people("responsible_id")


class CompleteForm(Form):
    """措施完成."""

    action = forms.IntegerField(widget=forms.HiddenInput)
    result = words_field(_("What came of it"), most=1000)
    record = forms.CharField(label=_("Record"), max_length=120, required=False, help_text=RECORD)
    file = file_field()


class StrikeForm(Form):
    """划去措施."""

    action = forms.IntegerField(widget=forms.HiddenInput)
    reason = words_field(_("Why the action is struck"), most=300)


class CheckForm(Form):
    """有效性验证."""

    verdict = forms.ChoiceField(label=_("Did it work"), widget=forms.RadioSelect, choices=choice_list(VERDICTS))
    evidence = words_field(_("What shows it"), most=1000)
    record = forms.CharField(label=_("Record"), max_length=120, required=False, help_text=RECORD)
    file = file_field()


class CloseForm(Form):
    """关闭."""

    note = words_field(_("Remark"), required=False)


class ReopenForm(Form):
    """重新打开."""

    reason = words_field(_("Why it is opened again"))


class CancelForm(Form):
    """判定不构成不符合."""

    reason = words_field(_("Why it is no nonconformity"))


class RegradeForm(Form):
    """更正严重程度."""

    severity = forms.ChoiceField(label=_("Severity"), choices=choice_list(SEVERITIES))
    reason = words_field(_("Why the severity changes"))


class AssignForm(Form):
    """指定责任人."""

    owner_id = number_field(_("Owner"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_people("owner_id")


class MoveDueForm(Form):
    """延期."""

    stage = forms.ChoiceField(label=_("Stage"), choices=choice_list(_STAGES))
    due_on = day_field(_("New day"))
    reason = words_field(_("Why the day moves"), most=300)


class DeductionForm(Form):
    """列为特殊扣分项."""

    ground = forms.ChoiceField(label=_("Ground"), choices=choice_list(GROUNDS))


class UnmarkForm(Form):
    """取消特殊扣分项."""

    reason = words_field(_("Why it is no special deduction"))


class TermForm(Form):
    """阶段时限."""

    stage = forms.ChoiceField(label=_("Stage"), choices=choice_list(TERMS))
    severity = forms.ChoiceField(label=_("Severity"), choices=choice_list(SEVERITIES))
    count = forms.IntegerField(label=_("How long"), min_value=1, max_value=365)
    unit = forms.ChoiceField(label=_("Counted in"), choices=choice_list(UNITS))
    reason = words_field(_("Why it changes"), most=300)
