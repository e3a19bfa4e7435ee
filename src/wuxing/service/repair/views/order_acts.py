"""What can be done to an order from its page: one row an action, in the order of the work."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason
from wuxing.service.bench_repair import rules as bench_rules
from wuxing.service.repair import actions, rules
from wuxing.service.repair.forms import order as forms
from wuxing.service.repair.forms.call import ReasonForm
from wuxing.service.repair.forms.visit import CorrectDiagnosisForm
from wuxing.service.repair.rules import steps
from wuxing.service.repair.states import OrderState as O
from wuxing.service.repair.states import VisitState
from wuxing.service.repair.views.acts import Act, Facts
from wuxing.service.repair.views.warranty_acts import WARRANTY_ACTS


def _change(to: O) -> Callable[[Facts], Reason | None]:
    return lambda f: rules.why_not_change_order(f.state, to)


def _dispatch(order_id: int, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    return actions.dispatch_order(
        order_id=order_id,
        technician_id=int(data["technician"]),
        planned=form.planned(),
        parts_expected=data["parts_expected"],
        override_reason=data["override_reason"],
        by=by,
    )


def _agree(order_id: int, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    return actions.agree_appointment(
        order_id=order_id,
        slot=form.window(),
        warranty_explained=data["warranty_explained"],
        chosen_by=data["chosen_by"],
        note=data["note"],
        by=by,
    )


def _reschedule(order_id: int, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    return actions.reschedule_appointment(
        order_id=order_id, slot=form.window(), asked_by=data["asked_by"], reason=data["reason"], by=by
    )


def _contact(order_id: int, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    return actions.record_contact(order_id=order_id, reached=data["reached"] == "yes", note=data["note"], by=by)


def _follow_up(order_id: int, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    content = {"yes": True, "no": False}.get(data["satisfied"])
    reached = data["reached"] == "yes"
    return actions.record_follow_up(
        order_id=order_id, reached=reached, satisfied=content if reached else None, note=data["note"], by=by
    )


def _given(action: Callable[..., Any]) -> Callable[[int, Any, Actor], Any]:
    return lambda order_id, form, by: action(order_id=order_id, by=by, **form.cleaned_data)


def _strike(order_id: int, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    return actions.strike_line(order_id=order_id, line_id=data["line"], reason=data["reason"], by=by)


def _open(f: Facts) -> Reason | None:
    return steps.why_not_work_on(f.state)


def _why_not_dispatch(f: Facts) -> Reason | None:
    if f.visit in steps.ON_SITE:
        return rules.why_not_change_visit(str(f.visit), VisitState.CANCELLED)
    state = O.QUALIFIED if f.state == O.DRAFT and not f.missing else f.state
    return rules.why_not_dispatch(state=state, missing=f.missing)


def _why_not_close(f: Facts) -> Reason | None:
    if refusal := rules.why_not_change_order(f.state, O.CLOSED):
        return refusal
    return bench_rules.why_not_close_order(items=f.open_items, loans=f.open_loans)


ORDER_ACTS: Mapping[str, Act] = {
    "dispatch": Act(
        _("Dispatch"),
        _("Dispatch the order"),
        Permission.REPAIR_DISPATCH,
        forms.DispatchForm,
        _why_not_dispatch,
        _dispatch,
        _("Dispatched."),
        "switch-horizontal",
    ),
    "contact": Act(
        _("Record a call"),
        _("Record the call"),
        Permission.REPAIR_VISIT,
        forms.ContactForm,
        _open,
        _contact,
        _("The call is on record."),
        "phone",
    ),
    "agree": Act(
        _("Agree a time"),
        _("Agree this time"),
        Permission.REPAIR_VISIT,
        forms.AgreeForm,
        lambda f: steps.why_not_agree(f.state, f.visit),
        _agree,
        _("The appointment stands."),
        "calendar-time",
    ),
    "reschedule": Act(
        _("Reschedule"),
        _("Reschedule the visit"),
        Permission.REPAIR_VISIT,
        forms.RescheduleForm,
        lambda f: steps.why_not_reschedule(f.visit),
        _reschedule,
        _("Rescheduled; the dispatcher sees it."),
        "calendar-time",
    ),
    "accept": Act(
        _("Accept"),
        _("Accept the order"),
        Permission.REPAIR_VISIT,
        forms.EmptyForm,
        lambda f: steps.why_not_accept(f.state, accepted=f.accepted),
        _given(actions.accept_order),
        _("Accepted."),
        "check",
    ),
    "decline": Act(
        _("Decline"),
        _("Give the order back"),
        Permission.REPAIR_VISIT,
        ReasonForm,
        lambda f: steps.why_not_decline(f.state),
        _given(actions.decline_order),
        _("Given back to the dispatcher."),
        "x",
    ),
    "add_line": Act(
        _("Enter a part or charge"),
        _("Enter it"),
        Permission.REPAIR_VISIT,
        forms.LineForm,
        _open,
        _given(actions.add_line),
        _("Entered."),
        "package",
    ),
    "strike_line": Act(
        _("Strike a line"),
        _("Strike the line"),
        Permission.REPAIR_VISIT,
        forms.StrikeForm,
        _open,
        _strike,
        _("Struck; it stays visible."),
        "trash",
    ),
    "correct": Act(
        _("Correct the diagnosis"),
        _("Correct it"),
        Permission.REPAIR_VISIT,
        CorrectDiagnosisForm,
        lambda f: steps.why_not_correct(f.state, diagnosed=f.diagnosed),
        _given(actions.correct_diagnosis),
        _("Corrected; the old finding stays."),
        "history",
    ),
    **WARRANTY_ACTS,
    "hold": Act(
        _("Put on hold"),
        _("Put the order on hold"),
        Permission.REPAIR_VISIT,
        forms.HoldForm,
        _change(O.ON_HOLD),
        _given(actions.hold_order),
        _("On hold."),
        "player-pause",
    ),
    "resume": Act(
        _("Resume"),
        _("Resume the order"),
        Permission.REPAIR_VISIT,
        forms.NoteForm,
        lambda f: steps.why_not_resume(f.state),
        _given(actions.resume_order),
        _("The order goes on."),
        "player-play",
    ),
    "review": Act(
        _("Review"),
        _("The order is in order"),
        Permission.REPAIR_CLOSE,
        forms.NoteForm,
        lambda f: steps.why_not_review(f.state, f.gaps),
        _given(actions.review_order),
        _("Reviewed."),
        "clipboard-check",
    ),
    "close": Act(
        _("Close the order"),
        _("Close the order"),
        Permission.REPAIR_CLOSE,
        forms.EmptyForm,
        _why_not_close,
        _given(actions.close_order),
        _("Closed."),
        "lock",
    ),
    "follow_up": Act(
        _("Follow-up call"),
        _("Record the follow-up call"),
        Permission.REPAIR_INTAKE,
        forms.FollowUpForm,
        lambda f: steps.why_not_follow_up(f.state, done=f.followed_up),
        _follow_up,
        _("The follow-up call is on record."),
        "phone",
    ),
    "reopen": Act(
        _("Reopen"),
        _("Reopen the order"),
        Permission.REPAIR_CLOSE,
        ReasonForm,
        _change(O.REOPENED),
        _given(actions.reopen_order),
        _("Reopened."),
        "refresh",
    ),
    "cancel": Act(
        _("Cancel the order"),
        _("Cancel the order"),
        Permission.REPAIR_DISPATCH,
        ReasonForm,
        _change(O.CANCELLED),
        _given(actions.cancel_order),
        _("Cancelled."),
        "ban",
    ),
    "give_up": Act(
        _("Give up: cannot be repaired"),
        _("Give the order up"),
        Permission.REPAIR_DISPATCH,
        ReasonForm,
        _change(O.CANNOT_COMPLETE),
        _given(actions.give_up_order),
        _("Given up."),
        "ban",
    ),
}
"""The actions of the order page, in the order of the work."""

DESTRUCTIVE = frozenset({"cancel", "give_up", "decline"})


def open_to(by: Actor, name: str, *, own: bool) -> bool:
    """Say whether the button belongs on this person's page at all."""
    act = ORDER_ACTS[name]
    if act.permission == Permission.REPAIR_VISIT:
        return by.may(Permission.REPAIR_VISIT) and (own or by.may(Permission.REPAIR_DISPATCH))
    return by.may(act.permission)
