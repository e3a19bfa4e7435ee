"""What can be done to a nonconformity: each act's button with its lock, its form, and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wuxing.core import files
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason
from wuxing.governance.nonconformity import actions, queries, rules
from wuxing.governance.nonconformity.actions import ToDo
from wuxing.governance.nonconformity.forms import base, steps
from wuxing.governance.nonconformity.models import ActionPlan, Effectiveness, Nonconformity, PlannedAction

P = Permission
Form = base.Form


@dataclass(frozen=True, slots=True)
class Facts:
    """What the locks of the buttons ask: made once a page."""

    found: Nonconformity
    by: Actor
    plan: ActionPlan | None
    actions: list[PlannedAction]  # of the present round, without those struck
    check: Effectiveness | None
    today: date

    @property
    def open_actions(self) -> int:
        """Return how many actions are not done yet."""
        return sum(1 for action in self.actions if action.done_at is None)

    @property
    def may_treat(self) -> bool:
        """Say whether the person owns it or manages all of them."""
        owner = self.by.user_id is not None and self.by.user_id == self.found.owner_id
        return self.by.may(P.NONCONFORMITY_REPORT) and (owner or self.by.may(P.NONCONFORMITY_MANAGE))


Why = Callable[[Facts], Reason | None]
Open = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: label of the button, of the form's own button, who sees it, why not, how, what is said after."""

    label: str | Promise
    do: str | Promise
    open_to: Open
    why_not: Why
    form: type[Form]
    run: Callable[[int, Any, Actor], Any]
    said: str | Promise
    icon: str = ""
    danger: bool = False

    @property
    def asks(self) -> bool:
        """Say whether the act has a form to fill in."""
        return self.form is not base.EmptyForm


def facts_of(found: Nonconformity, by: Actor, today: date) -> Facts:
    """Return what the locks ask about a nonconformity."""
    standing = queries.standing_actions(found)
    return Facts(found, by, queries.plan_of(found), standing, queries.check_of(found), today)


def _treating(facts: Facts) -> bool:
    return facts.may_treat


def may(permission: Permission) -> Open:
    """Return who sees an act: those who hold a permission."""
    return lambda facts: facts.by.may(permission)


def _either(facts: Facts) -> bool:
    own = facts.by.user_id is not None and any(one.responsible_id == facts.by.user_id for one in facts.actions)
    return facts.by.may(P.NONCONFORMITY_MANAGE) or (own and facts.by.may(P.NONCONFORMITY_REPORT))


def why_not_verify(facts: Facts) -> Reason | None:
    """Return why this person may not judge the effect now."""
    return rules.why_not_verify(
        facts.found.state,
        open_actions=facts.open_actions,
        check_on=facts.plan.check_on if facts.plan else None,
        today=facts.today,
        person=facts.by.user_id,
        owner=facts.found.owner_id,
        doers=queries.doers_of(facts.actions),
    )


def why_not_complete(facts: Facts, action: PlannedAction | None = None) -> Reason | None:
    """Return why an action, or any of them, is not reported done by this person."""
    return rules.why_not_complete_action(
        facts.found.state,
        done=action.done_at is not None if action else not facts.open_actions,
        struck=False,
        responsible=action is None or action.responsible_id == facts.by.user_id,
        may_manage=facts.by.may(P.NONCONFORMITY_MANAGE),
    )


def why_not_strike(facts: Facts, action: PlannedAction | None = None) -> Reason | None:
    """Return why an action is not struck."""
    done = action is not None and action.done_at is not None
    others = len(facts.actions) - 1
    return rules.why_not_strike_action(facts.found.state, done=done, struck=False, others=others)


def _why_not_start(facts: Facts) -> Reason | None:
    planner = facts.plan.by_id if facts.plan else None
    found = facts.found
    return rules.why_not_start(found.state, severity=found.severity, planner=planner, person=facts.by.user_id)


def _why_not_close(facts: Facts) -> Reason | None:
    verdict = facts.check.verdict if facts.check else None
    return rules.why_not_close(facts.found.state, open_actions=facts.open_actions, verdict=verdict)


def why_not_cancel(facts: Facts) -> Reason | None:
    """Return why this person may not find it to be none."""
    found = facts.found
    return rules.why_not_cancel(
        found.state, person=facts.by.user_id, reporter=found.reported_by_id, owner=found.owner_id
    )


def with_file(run: Callable[[int, Any, Actor], Any]) -> Callable[[int, Any, Actor], Any]:
    """Return a run that also keeps the file that came with the form, or does nothing at all."""

    def both(pk: int, form: Any, by: Actor) -> Any:
        with transaction.atomic():
            made = run(pk, form, by)
            if upload := form.cleaned_data.get("file"):
                files.keep(upload, name=upload.name, target=made, by=by, case=(queries.CASE, pk))
        return made

    return both


def plain(action: Callable[..., Any], *names: str) -> Callable[[int, Any, Actor], Any]:
    """Return a run that hands the named fields of the form to an action."""
    return lambda pk, form, by: action(nonconformity_id=pk, **{name: form.cleaned_data[name] for name in names}, by=by)


def _on_action(action: Callable[..., Any], *names: str) -> Callable[[int, Any, Actor], Any]:
    return lambda pk, form, by: action(
        nonconformity_id=pk,
        action_id=form.cleaned_data["action"],
        **{name: form.cleaned_data[name] for name in names},
        by=by,
    )


def _plan(pk: int, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    return actions.plan(
        nonconformity_id=pk, actions=form.todos(), criterion=data["criterion"], check_on=data["check_on"], by=by
    )


ACTS: dict[str, Act] = {
    "contain": Act(
        _("Write down what was done at once"),
        _("Save what was done"),
        _treating,
        lambda facts: rules.why_not_contain(facts.found.state),
        steps.ContainForm,
        with_file(plain(actions.contain, "what")),
        _("Saved. Next the cause is looked for."),
        "shield-check",
    ),
    "analyse": Act(
        _("Analyse the cause"),
        _("Save the analysis"),
        _treating,
        lambda facts: rules.why_not_analyse(facts.found.state, facts.found.kind),
        steps.AnalyseForm,
        with_file(lambda pk, form, by: actions.analyse(nonconformity_id=pk, **form.details(), by=by)),
        _("The cause is on record."),
        "search",
    ),
    "plan": Act(
        _("Plan the actions"),
        _("Save the plan"),
        _treating,
        lambda facts: rules.why_not_plan(facts.found.state),
        steps.PlanForm,
        _plan,
        _("The plan is on record; it waits to be approved."),
        "list-check",
    ),
    "start": Act(
        _("Approve the plan"),
        _("Approve the plan"),
        _treating,
        _why_not_start,
        base.EmptyForm,
        plain(actions.start),
        _("The plan is approved; the actions begin."),
        "player-play",
    ),
    "complete_action": Act(
        _("Report an action as done"),
        _("Report it as done"),
        _either,
        why_not_complete,
        steps.CompleteForm,
        with_file(_on_action(actions.complete_action, "result", "record")),
        _("The action is done."),
        "check",
    ),
    "add_action": Act(
        _("Add an action"),
        _("Add the action"),
        _treating,
        lambda facts: rules.why_not_add_action(facts.found.state),
        steps.AddActionForm,
        lambda pk, form, by: actions.add_action(nonconformity_id=pk, todo=ToDo(**form.cleaned_data), by=by),
        _("The action is added."),
        "plus",
    ),
    "strike_action": Act(
        _("Strike an action"),
        _("Strike the action"),
        _treating,
        why_not_strike,
        steps.StrikeForm,
        _on_action(actions.strike_action, "reason"),
        _("The action is struck; it stays with its reason."),
        "x",
        danger=True,
    ),
    "check_effectiveness": Act(
        _("Check the effect"),
        _("Save the verdict"),
        may(P.NONCONFORMITY_VERIFY),
        why_not_verify,
        steps.CheckForm,
        with_file(plain(actions.check_effectiveness, "verdict", "evidence", "record")),
        _("The verdict is on record."),
        "clipboard-check",
    ),
    "close": Act(
        _("Close the nonconformity"),
        _("Close it as effective"),
        may(P.NONCONFORMITY_VERIFY),
        _why_not_close,
        steps.CloseForm,
        plain(actions.close, "note"),
        _("Closed: the effect is proven."),
        "check",
    ),
    "reopen": Act(
        _("Open it again"),
        _("Begin a new round"),
        may(P.NONCONFORMITY_VERIFY),
        lambda facts: rules.why_not_reopen(facts.found.state),
        steps.ReopenForm,
        plain(actions.reopen, "reason"),
        _("Opened again; a new round begins with the cause."),
        "refresh",
    ),
}
