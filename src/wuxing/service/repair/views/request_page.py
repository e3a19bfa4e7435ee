"""What the page of one service request shows, and what can be done to it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say
from wuxing.service.doors import panel as doors
from wuxing.service.repair import actions, rules
from wuxing.service.repair.actions.heard import why_not_note_call
from wuxing.service.repair.forms.base import Form
from wuxing.service.repair.forms.call import AnsweredForm, AnswerForm, CalledForm, MergeForm, OverrideForm, ReasonForm
from wuxing.service.repair.forms.order import EmptyForm
from wuxing.service.repair.queries import open_requests_like, pages
from wuxing.service.repair.rules.answering import why_not_answer
from wuxing.service.repair.rules.steps import why_not_reveal
from wuxing.service.repair.states import OPEN_ORDERS, RequestState
from wuxing.service.repair.views import facts as fact_rows
from wuxing.service.repair.views.acts import Act, Facts
from wuxing.service.repair.views.clocks import case_clocks
from wuxing.service.repair.views.order_page import is_shown, missing_of
from wuxing.service.repair.views.timeline import by_days
from wuxing.service.repair.views.words import REQUEST_LOOKS, near, order_state, word


def _merge(request_id: int, form: Any, by: Actor) -> Any:
    into = pages.request_to_merge(form.cleaned_data["into"], besides=request_id)
    if into is None:
        raise BadInput({"into": say("there is no other request with this number")})
    return actions.merge_request(request_id=request_id, into_id=into, by=by)


def _to(state: RequestState) -> Any:
    return lambda f: rules.why_not_change_request(f.state, state)


def _why_not_write(f: Facts) -> Reason | None:
    if f.state == RequestState.CONVERTED:
        return say("this request has a running order already") if f.accepted else None
    return rules.why_not_change_request(f.state, RequestState.CONVERTED)


def _why_not_override(f: Facts) -> Reason | None:
    return None if f.diagnosed else say("first choose the product, so that the rule can decide")


def _write(request_id: int, form: Any, by: Actor) -> Any:
    return actions.write_order(request_id=request_id, by=by)


def _answer(request_id: int, form: Any, by: Actor) -> Any:
    return actions.answer_remotely(request_id=request_id, answer=form.cleaned_data["answer"], by=by)


def _called(request_id: int, form: Any, by: Actor) -> Any:
    return actions.note_call(request_id=request_id, by=by, **form.cleaned_data)


def _answered(request_id: int, form: Any, by: Actor) -> Any:
    return actions.note_answer(request_id=request_id, by=by, **form.cleaned_data)


def _reject(request_id: int, form: Any, by: Actor) -> Any:
    return actions.reject_request(request_id=request_id, reason=form.cleaned_data["reason"], by=by)


def _take_up(request_id: int, form: Any, by: Actor) -> Any:
    return actions.take_up_request(request_id=request_id, reason=form.cleaned_data["reason"], by=by)


def _override(request_id: int, form: Any, by: Actor) -> Any:
    return actions.override_warranty(request_id=request_id, by=by, **form.cleaned_data)


REQUEST_ACTS: Mapping[str, Act] = {
    "write_order": Act(
        _("Write the work order"),
        _("Write the work order"),
        Permission.REPAIR_INTAKE,
        EmptyForm,
        _why_not_write,
        _write,
        _("The work order is written."),
        "file-text",
    ),
    "answer": Act(
        _("Answer remotely"),
        _("Helped on the telephone"),
        Permission.REPAIR_INTAKE,
        AnswerForm,
        _to(RequestState.ANSWERED_REMOTELY),
        _answer,
        _("Answered remotely."),
        "message",
    ),
    "merge": Act(
        _("Merge with another"),
        _("Merge"),
        Permission.REPAIR_INTAKE,
        MergeForm,
        _to(RequestState.MERGED),
        _merge,
        _("Merged; both stay on record."),
        "link",
    ),
    "override": Act(
        _("Decide the warranty otherwise"),
        _("Decide otherwise"),
        Permission.ENTITLEMENT_OVERRIDE,
        OverrideForm,
        _why_not_override,
        _override,
        _("Both decisions stay on record."),
        "scale",
    ),
    "call": Act(
        _("The customer called"),
        _("Write it down"),
        Permission.REPAIR_INTAKE,
        CalledForm,
        lambda f: why_not_note_call(f.state),
        _called,
        _("It stands on the timeline; nothing waits for the customer any more."),
        "phone",
    ),
    "answered": Act(
        _("The customer was answered"),
        _("Note the answer"),
        Permission.REPAIR_INTAKE,
        AnsweredForm,
        lambda f: why_not_answer(f.state, owed=f.answer_owed),
        _answered,
        _("It stands on the timeline; the promise to answer is judged by that time."),
        "message",
    ),
    "take_up": Act(
        _("Take up again"),
        _("Take up again"),
        Permission.REPAIR_INTAKE,
        ReasonForm,
        lambda f: rules.why_not_take_up(f.state),
        _take_up,
        _("The request is taken up again; its promises begin anew."),
        "refresh",
    ),
    "reject": Act(
        _("Not ours: reject"),
        _("Reject the request"),
        Permission.REPAIR_INTAKE,
        ReasonForm,
        _to(RequestState.REJECTED),
        _reject,
        _("Rejected, with its reason."),
        "ban",
    ),
}


def _buttons(
    request_id: int, facts: Facts, by: Actor, *, opened: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    page = reverse("repair:request", args=[request_id])
    made = []
    for name, act in REQUEST_ACTS.items():
        if not by.may(act.permission):
            continue
        why = act.why_not(facts)
        made.append(
            {
                "label": act.label,
                "icon": act.icon,
                "reason": wording.text(why) if why else "",
                "method": "" if act.asks else "post",
                "url": f"{page}?do={name}#do" if act.asks else reverse("repair:request_act", args=[request_id, name]),
                "primary": name == "write_order" and not why and not opened,
            }
        )
    return made[:2], sorted(made[2:], key=lambda button: bool(button["reason"]))


def _alike(row: dict[str, Any], zone: str) -> list[dict[str, Any]]:
    """Return open requests that look like the same call, while this one can still be merged."""
    if row["state"] not in ("new", "triaged"):
        return []
    found = open_requests_like(
        phone=row["contact__phone"] or "", serial=row["serial"] or "", product_id=row["product_id"], exclude=row["pk"]
    )
    return [
        {
            **other,
            "url": reverse("repair:request", args=[other["pk"]]),
            "when": near(other["received_at"], zone),
            "word": word(rules.STATE_WORDS, other["state"]),
            "merge": reverse("repair:request_act", args=[row["pk"], "merge"]),
        }
        for other in found
    ]


def _opened(do: str, request_id: int, facts: Facts, by: Actor, bound: Form | None) -> dict[str, Any] | None:
    """Return the form that the address asks for; None when that step is not open."""
    act = REQUEST_ACTS.get(do)
    if act is None or not act.asks or not by.may(act.permission) or (bound is None and act.why_not(facts)):
        return None
    form = bound or act.form(zone=by.zone)
    url = reverse("repair:request_act", args=[request_id, do])
    return {"name": do, "title": act.label, "do": act.do, "form": form, "danger": do == "reject", "url": url}


def _family(row: dict[str, Any], orders: list[dict[str, Any]], by: Actor) -> dict[str, Any]:
    """Return the orders of a request, and the requests that are or may be the same."""
    merged = pages.merged_into(row["pk"])
    return {
        "orders": [
            {**order, "badge": order_state(order["state"]), "url": reverse("repair:order", args=[order["pk"]])}
            for order in orders
        ],
        "merged": [{**other, "url": reverse("repair:request", args=[other["pk"]])} for other in merged],
        "alike": _alike(row, by.zone) if by.may(Permission.REPAIR_INTAKE) else [],
    }


def context(
    request: HttpRequest, request_id: int, by: Actor, *, do: str = "", bound: Form | None = None
) -> dict[str, Any]:
    """Return everything that the page of a request shows."""
    row = pages.request_facts(request_id)
    orders, missing = pages.orders_of(request_id), missing_of(row)
    running = any(order["state"] in OPEN_ORDERS for order in orders)
    shown_clocks = case_clocks(request_id, by)
    owed = any(one["owes_answer"] for one in shown_clocks)
    facts = Facts(row["state"], None, (), missing, running, row["entitlement_id"] is not None, False, answer_owed=owed)
    opened = _opened(do, request_id, facts, by, bound)
    head, menu = _buttons(request_id, facts, by, opened=opened is not None)
    desk = by.may(Permission.REPAIR_INTAKE) or by.may(Permission.REPAIR_DISPATCH)
    allowed = by.may(Permission.CUSTOMER_REVEAL) and not why_not_reveal(row["state"], own=False, desk=desk)
    shown = allowed and is_shown(request, request_id)
    served = row["state"] in ("new", "triaged", "converted")
    may_edit = by.may(Permission.REPAIR_INTAKE) and row["state"] not in ("merged", "rejected")
    return {
        **_family(row, orders, by),
        "row": row,
        "doors": doors.panel(request_id),
        "badge": (REQUEST_LOOKS[row["state"]], word(rules.STATE_WORDS, row["state"])),
        "head": head,
        "menu": menu,
        "do": opened,
        "edit": reverse("repair:request_edit", args=[request_id]) if may_edit else "",
        "missing": [wording.text(rules.FIELDS[name]) for name in missing] if served else [],
        "call": fact_rows.call_rows(row, by.zone),
        "facts": fact_rows.party_rows(fact_rows.as_seen_by(row, by), shown=shown),
        "reveal": allowed and not shown and bool(row["contact_id"]),
        "shown": shown,
        "history": fact_rows.history(pages.earlier_repairs(row["asset_id"], besides=None, request=request_id), row),
        "warranty": fact_rows.warranty_panel(pages.warranty(row["entitlement_id"]), None, by.zone),
        "clocks": shown_clocks,
        "days": by_days(pages.entries_of(request_id), by, request_id=request_id),
    }
