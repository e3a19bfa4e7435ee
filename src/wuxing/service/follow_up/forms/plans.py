"""Forms of the plan and of the script: rows of rules, rows of questions."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuxing.core.reasons import say
from wuxing.service.follow_up.models import CallPlan, CallScript
from wuxing.service.follow_up.rules import Rule, rules_from
from wuxing.service.follow_up.rules.script import LANGUAGES, Question, questions_from
from wuxing.service.repair.forms.base import Form, choice_list, words_field
from wuxing.service.repair.rules.words import WARRANTY

SPARE = 3
WORK_TYPES = {"onsite": say("on site"), "walk_in": say("carried in"), "remote": say("remote")}


class PlanForm(Form):
    """Which closed orders are called. The largest share among the rules that fit holds."""

    max_tries = forms.IntegerField(label=_("Tries until one gives up"), min_value=1, max_value=10, initial=3)
    spacing_minutes = forms.IntegerField(
        label=_("Between two tries at least"), min_value=15, max_value=10080, initial=240
    )
    survey_days = forms.IntegerField(label=_("A survey stays open"), min_value=1, max_value=90, initial=14)
    low_score = forms.IntegerField(
        label=_("A mark so low opens a problem"),
        min_value=0,
        max_value=4,
        initial=2,
        help_text=_("of 1 to 5; 0: never"),
    )
    low_recommend = forms.IntegerField(
        label=_("A recommendation so low opens a problem"),
        min_value=0,
        max_value=8,
        initial=3,
        help_text=_("of 0 to 10"),
    )
    reason = words_field(_("Why the plan changes"), most=300)
    units: ClassVar[dict[str, str | Promise]] = {"spacing_minutes": _("minutes"), "survey_days": _("days")}

    def __init__(self, *args: Any, rows: int = SPARE, lines: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = range(rows)
        offered = [("", _("all product lines")), *((line, line) for line in lines or [])]
        for place in self.places:
            self._add(place, offered)

    def _add(self, place: int, lines: list[Any]) -> None:
        added = {
            "share": forms.IntegerField(label=_("Share called"), min_value=0, max_value=100, required=False),
            "line": forms.ChoiceField(label=_("Product line"), choices=lines, required=False),
            "work_type": forms.ChoiceField(
                label=_("Kind of order"), choices=choice_list(WORK_TYPES, empty=_("all kinds")), required=False
            ),
            "warranty": forms.ChoiceField(
                label=_("Warranty"), choices=choice_list(WARRANTY, empty=_("any")), required=False
            ),
            "repeat": forms.BooleanField(label=_("repeat repairs only"), required=False),
            "unhappy": forms.BooleanField(label=_("only where the customer complained"), required=False),
        }
        for name, field in added.items():
            field.unit = "%" if name == "share" else ""  # type: ignore[attr-defined]
            self.fields[f"{name}_{place}"] = field

    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of each rule."""
        names = ("share", "line", "work_type", "warranty", "repeat", "unhappy")
        return [[self[f"{name}_{place}"] for name in names] for place in self.places]

    def numbers(self) -> list[forms.BoundField]:
        """Return the fields below the rules."""
        return [self[name] for name in self.base_fields]

    def rules(self) -> list[Rule]:
        """Return the rules that were written; a row without a share is none."""
        said = self.cleaned_data
        return [
            Rule(
                said[f"share_{place}"],
                said[f"line_{place}"],
                said[f"work_type_{place}"],
                said[f"warranty_{place}"],
                said[f"repeat_{place}"],
                said[f"unhappy_{place}"],
            )
            for place in self.places
            if said.get(f"share_{place}") is not None
        ]

    def details(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"rules_of_plan": self.rules(), **{name: self.cleaned_data[name] for name in self.base_fields}}


def first_of_plan(plan: CallPlan | None) -> tuple[dict[str, Any], int]:
    """Return what the form of a plan begins with, and how many rows it needs."""
    rules = rules_from(plan.rules if plan else ())
    start: dict[str, Any] = {}
    if plan:
        names = ("max_tries", "spacing_minutes", "survey_days", "low_score", "low_recommend")
        start = {name: getattr(plan, name) for name in names}
    for place, rule in enumerate(rules):
        for name in ("share", "line", "work_type", "warranty", "repeat", "unhappy"):
            start[f"{name}_{place}"] = getattr(rule, name)
    return start, len(rules) + SPARE


class ScriptForm(Form):
    """The questions of a call, one a row."""

    def __init__(self, *args: Any, rows: int = SPARE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = range(rows)
        kinds = [("yes_no", _("yes or no")), ("score", _("a mark from 1 to 5")), ("text", _("words"))]
        labels = {"zh-hans": "简体", "zh-hant": "繁體", "en": "English"}
        for place in self.places:
            added: dict[str, forms.Field] = {"kind": forms.ChoiceField(label=_("Answer"), choices=kinds)}
            for language in LANGUAGES:
                added[_field(language)] = forms.CharField(label=labels[language], max_length=300, required=False)
            for name, field in added.items():
                field.unit = ""  # type: ignore[attr-defined]
                self.fields[f"{name}_{place}"] = field

    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of each question."""
        names = (*(_field(language) for language in LANGUAGES), "kind")
        return [[self[f"{name}_{place}"] for name in names] for place in self.places]

    def questions(self) -> list[Question]:
        """Return the questions that were written; a row without words is none."""
        made = []
        for place in self.places:
            texts = {one: self.cleaned_data[f"{_field(one)}_{place}"].strip() for one in LANGUAGES}
            if any(texts.values()):
                made.append(Question(f"q{place + 1}", self.cleaned_data[f"kind_{place}"], texts))
        return made


def _field(language: str) -> str:
    return "text_" + re.sub(r"\W", "_", language)


def first_of_script(script: CallScript | None) -> tuple[dict[str, Any], int]:
    """Return what the form of a script begins with, and how many rows it needs."""
    questions = questions_from(script.questions if script else None)
    start: dict[str, Any] = {}
    for place, one in enumerate(questions):
        start[f"kind_{place}"] = one.kind
        start |= {f"{_field(language)}_{place}": one.texts.get(language, "") for language in LANGUAGES}
    return start, len(questions) + SPARE
