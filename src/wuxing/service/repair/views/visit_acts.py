"""The steps of a visit on the phone: one row a step, with its form and what is said after it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.service.day import actions as day
from wuxing.service.day import forms as day_forms
from wuxing.service.repair import actions
from wuxing.service.repair.actions.signing import sign_with_drawing
from wuxing.service.repair.forms import visit as forms
from wuxing.service.repair.forms.order import EmptyForm
from wuxing.service.repair.models import WorkOrderLine
from wuxing.service.repair.rules import why_not_change_order
from wuxing.service.repair.rules.steps import why_not_work_on
from wuxing.service.repair.states import OrderState
from wuxing.service.repair.views.acts import Act, Facts
from wuxing.service.repair.views.order_acts import ORDER_ACTS


def _plain(action: Callable[..., Any]) -> Callable[[int, Any, Actor], Any]:
    return lambda order_id, form, by: action(order_id=order_id, by=by)


def _given(action: Callable[..., Any]) -> Callable[[int, Any, Actor], Any]:
    return lambda order_id, form, by: action(order_id=order_id, by=by, **form.cleaned_data)


def _check(order_id: int, form: Any, by: Actor) -> Any:
    return actions.confirm_problem(order_id=order_id, checklist=form.checklist(), note=form.cleaned_data["note"], by=by)


def _part(order_id: int, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    part = form.parts[data["recent"]]
    return actions.add_line(
        order_id=order_id,
        kind=WorkOrderLine.Kind.PART,
        name=part["name"],
        code=part["code"],
        quantity=data["quantity"],
        unit_price=Decimal(part["unit_price"]),
        payer=data["payer"],
        by=by,
    )


def _photo(order_id: int, form: Any, by: Actor) -> Any:
    content, name = form.picture()
    return day.add_photo(order_id=order_id, kind=form.cleaned_data["kind"], content=content, name=name, by=by)


def _sign(order_id: int, form: Any, by: Actor) -> Any:
    data = form.cleaned_data
    return sign_with_drawing(
        order_id=order_id,
        name=data["signed_by"],
        drawing=data["signature"],
        not_drawn=data["not_drawn"],
        satisfied={"yes": True, "no": False}.get(data["satisfied"]),
        comment=data["comment"],
        by=by,
    )


def _free(f: Facts) -> None:
    return None


def _open(f: Facts) -> Any:
    return why_not_work_on(f.state)


def _finish(f: Facts) -> Any:
    return why_not_change_order(f.state, OrderState.WORK_DONE)


VISIT_ACTS: Mapping[str, Act] = {
    "accept": ORDER_ACTS["accept"],
    "contact": ORDER_ACTS["contact"],
    "agree": ORDER_ACTS["agree"],
    "reschedule": ORDER_ACTS["reschedule"],
    "decline": ORDER_ACTS["decline"],
    "depart": Act(
        _("Set off"),
        _("Set off"),
        Permission.REPAIR_VISIT,
        EmptyForm,
        _free,
        _plain(actions.depart),
        _("On the way."),
        "truck",
    ),
    "arrive": Act(
        _("Arrived"),
        _("I am here"),
        Permission.REPAIR_VISIT,
        EmptyForm,
        _free,
        _plain(actions.arrive),
        _("Checked in."),
        "map-pin",
    ),
    "no_access": Act(
        _("No access"),
        _("Report: no access"),
        Permission.REPAIR_VISIT,
        forms.NoAccessForm,
        _free,
        _given(actions.report_no_access),
        _("Reported; agree another time."),
        "ban",
    ),
    "check": Act(
        _("Conduct checklist"),
        _("Save the checklist"),
        Permission.REPAIR_VISIT,
        forms.ChecklistForm,
        _free,
        _check,
        _("The checklist is saved."),
        "clipboard-check",
    ),
    "explain": ORDER_ACTS["explain"],
    "except": ORDER_ACTS["except"],
    "start": Act(
        _("Begin the work"),
        _("Begin the work"),
        Permission.REPAIR_VISIT,
        EmptyForm,
        _free,
        _plain(actions.start_work),
        _("Work begun."),
        "player-play",
    ),
    "diagnose": Act(
        _("Diagnosis"),
        _("Save the diagnosis"),
        Permission.REPAIR_VISIT,
        forms.DiagnosisForm,
        _free,
        _given(actions.diagnose),
        _("The diagnosis is saved."),
        "tool",
    ),
    "correct": ORDER_ACTS["correct"],
    "part": Act(
        _("Recent parts"),
        _("Add this part"),
        Permission.REPAIR_VISIT,
        forms.PartForm,
        _free,
        _part,
        _("Entered."),
        "package",
    ),
    "use_part": Act(
        _("Use a part"),
        _("Use this part"),
        Permission.REPAIR_VISIT,
        day_forms.UsePartForm,
        _free,
        _given(day.use_part),
        _("The part is on the order."),
        "package",
    ),
    "ask_part": Act(
        _("Ask for a part"),
        _("Ask for this part"),
        Permission.REPAIR_VISIT,
        day_forms.AskPartForm,
        _open,
        _given(day.ask_for_part),
        _("The part is asked for."),
        "package",
    ),
    "photo": Act(
        _("Photos"),
        _("Keep the photo"),
        Permission.REPAIR_VISIT,
        day_forms.PhotoForm,
        _free,
        _photo,
        _("The photo is kept."),
        "camera",
    ),
    "add_line": ORDER_ACTS["add_line"],
    "strike_line": ORDER_ACTS["strike_line"],
    "end_visit": Act(
        _("End the visit"),
        _("End the visit"),
        Permission.REPAIR_VISIT,
        forms.FinishVisitForm,
        _free,
        _given(actions.finish_visit),
        _("The visit is ended."),
        "check",
    ),
    "sign": Act(
        _("Have the customer sign"),
        _("Save the signature"),
        Permission.REPAIR_VISIT,
        forms.SignForm,
        _free,
        _sign,
        _("Signed."),
        "signature",
    ),
    "finish": Act(
        _("Report as done"),
        _("Report as done"),
        Permission.REPAIR_VISIT,
        EmptyForm,
        _finish,
        _plain(actions.finish_work),
        _("Reported as done; the dispatcher reviews it."),
        "check",
    ),
    "hold": ORDER_ACTS["hold"],
    "resume": ORDER_ACTS["resume"],
}
"""The steps of the phone, in the order of the work (procedure 4)."""
