"""Forms of the steps of a problem."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wuxing.service.follow_up import queries
from wuxing.service.follow_up.forms.calls import YES_NO, moment_of, of_moment
from wuxing.service.follow_up.rules.words import PASSED_TO, SEVERITIES
from wuxing.service.repair.forms.base import Form, choice_list, day_field, time_field, words_field


class NoteForm(Form):
    """What was said or done."""

    note = words_field(_("What was said or done"), most=1000, rows=3)


class AcknowledgeForm(Form):
    """How the customer was told."""

    note = words_field(_("How the customer was told"), most=1000, required=False)


class AssignForm(Form):
    """Who sees to it, until when."""

    owner_id = forms.TypedChoiceField(label=_("Owner"), coerce=int, empty_value=None, required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=choice_list(SEVERITIES))
    day = day_field(_("Due day"), required=False)
    hour = time_field(_("At"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(owner_id=[("", "—"), *queries.members()])

    def blame(self, fields: dict[str, str]) -> None:
        """Hang what is wrong with the time on its day."""
        super().blame(of_moment(fields, "due_at"))

    def details(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {
            "owner_id": self.cleaned_data["owner_id"],
            "severity": self.cleaned_data["severity"],
            "due_at": moment_of(self),
        }


class PassForm(Form):
    """Where it goes, and what the others read."""

    to = forms.ChoiceField(label=_("Where it goes"), choices=choice_list(PASSED_TO), widget=forms.RadioSelect)
    note = words_field(
        _("What the others read"),
        most=1000,
        rows=3,
        help_text=_("in your own words; what the customer answered stays with us"),
    )


class VerifyForm(Form):
    """Whether the customer says that it is well now."""

    content = forms.ChoiceField(label=_("Is it well now, says the customer"), choices=YES_NO, widget=forms.RadioSelect)
    note = words_field(_("Remarks"), most=1000, required=False)

    def details(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"content": self.cleaned_data["content"] == "yes", "note": self.cleaned_data["note"]}


class EmptyForm(Form):
    """Nothing to fill in."""
