"""What the phone shows of one visit: the step, its one form, what is missing before the next, and the ways aside."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotAllowed
from wuxing.core.reasons import say
from wuxing.service.bench_repair.views import panel as bench_panel
from wuxing.service.charges.views import panel as charges
from wuxing.service.day import queries as day
from wuxing.service.repair import states
from wuxing.service.repair.forms.base import Form, next_window
from wuxing.service.repair.queries import choices, pages
from wuxing.service.repair.queries.past import FREE
from wuxing.service.repair.rules import why_not_start_work
from wuxing.service.repair.rules.steps import ON_SITE, STEPS, step_of, steps_ahead, why_not_reveal
from wuxing.service.repair.rules.words import CHECKS, WARRANTY
from wuxing.service.repair.views import facts as fact_rows
from wuxing.service.repair.views import order_page, visit_more
from wuxing.service.repair.views.acts import Facts
from wuxing.service.repair.views.clocks import case_clocks
from wuxing.service.repair.views.order_cards import money
from wuxing.service.repair.views.visit_acts import VISIT_ACTS
from wuxing.service.repair.views.words import WARRANTY_LOOKS, badge, order_state, slot_words, word

BEFORE_WORK = ("badge_shown", "shoe_covers", "fault_asked_again", "fee_told")
ASIDE = {
    "contact": ("contact", "decline", "hold", "resume"),
    "arrive": ("reschedule", "no_access", "contact", "decline", "hold"),
    "check": ("no_access", "except", "contact", "hold"),
    "diagnose": ("add_line", "ask_part", "contact", "hold"),
    "parts": ("add_line", "ask_part", "correct", "check", "hold"),
    "sign": ("add_line", "correct", "check", "hold"),
    "over": ("correct",),
}


def titles() -> dict[str, str]:
    """Return the names of the six steps."""
    return {
        "contact": _("call and agree"),
        "arrive": _("travel and arrive"),
        "check": _("check before the work"),
        "diagnose": _("diagnose"),
        "parts": _("parts and end of the visit"),
        "sign": _("sign and report"),
        "over": _("done"),
    }


def form_for(
    name: str,
    order_id: int,
    data: Any,
    by: Actor,
    initial: dict[str, Any] | None = None,
    *,
    files: Any = None,
    **given: Any,
) -> Form:
    """Return the form of a step; some offer what fits the order."""
    form = VISIT_ACTS[name].form
    extra: dict[str, Any] = {}
    if name in ("part", "diagnose", "use_part", "ask_part"):
        row = pages.order_facts(order_id)
        extra = _offered(name, row, data, by)
        if name == "diagnose":
            initial = {"symptom": row["symptom"], **(initial or {})}
    return form(data, files, initial=initial, zone=by.zone, **extra, **given)


def _offered(name: str, row: dict[str, Any], data: Any, by: Actor) -> dict[str, Any]:
    """Return what a form offers to choose from."""
    if name == "part":
        return {"parts": choices.recent_parts(row["product_id"])}
    if name == "use_part":
        return {"parts": visit_more.parts_for(row, by, chosen=data.get("part_id") if data else None)}
    return {"wanted": day.wanted_parts(row["product_id"])} if name == "ask_part" else {"trade": row["trade"]}


def _guard(row: dict[str, Any], by: Actor) -> None:
    """Refuse another technician's order (the actions refuse too; a page that leads nowhere helps nobody)."""
    if not by.may(Permission.REPAIR_DISPATCH) and row["technician_user"] != by.user_id:
        raise NotAllowed(say("this order is not yours; ask the dispatcher to hand it to you"))


def next_step(row: dict[str, Any], visit: dict[str, Any] | None, step: str, checked: dict[str, bool]) -> str:
    """Return the one action that comes next; nothing when the order is over."""
    if row["state"] not in states.OPEN_ORDERS or row["state"] in ("work_done", "reviewed"):
        return ""
    if row["state"] == "on_hold":
        return "resume"
    onsite = row["work_type"] == "onsite"
    accept = row["state"] == "dispatched" and row["accepted_at"] is None
    unchecked = onsite and not all(checked.get(name) for name in states.CONDUCT_CHECKS)
    if step in ("diagnose", "parts", "sign") and row["retell"] and not order_page.is_told(row):
        return "explain"  # the finding may cost the customer more than they were told
    return {
        "contact": "accept" if accept else "agree",
        "arrive": "arrive" if visit and visit["state"] == "en_route" else "depart",
        "check": _before_work(row, checked, onsite=onsite),
        "diagnose": "diagnose",
        "parts": "check" if unchecked else "end_visit",
        "sign": "finish" if row["signed_at"] else "sign",
    }[step]


def _before_work(row: dict[str, Any], checked: dict[str, bool], *, onsite: bool) -> str:
    explained = order_page.is_told(row) or bool(row["exception"])
    asked = bool(checked.get("fault_asked_again")) or not onsite
    if why_not_start_work(arrived=True, explained=explained, problem_confirmed=asked) is None:
        return "start"
    return "explain" if asked else "check"


def _initial(name: str, row: dict[str, Any], checked: dict[str, bool], by: Actor) -> dict[str, Any]:
    free = row["warranty"] in FREE
    if name in ("agree", "reschedule"):
        return next_window(by.zone)
    if name == "check":
        return {"checks": [check for check, done in checked.items() if done]}
    if name in ("part", "add_line"):
        return {"payer": "us" if free else "customer", "quantity": 1}
    if name == "explain":
        return {"fee_told": _("in warranty, free of charge") if free else ""}
    return {}


def _card(
    name: str, row: dict[str, Any], checked: dict[str, bool], by: Actor, bound: Form | None = None, **given: Any
) -> dict[str, Any]:
    act = VISIT_ACTS[name]
    form = bound or form_for(name, row["pk"], None, by, _initial(name, row, checked, by), **given)
    return {
        "name": name,
        "title": act.label,
        "do": act.do,
        "asks": act.asks,
        "form": form,
        "icon": act.icon,
        "suggested": row["contact__name"] or row["customer_name"] or "",
        "url": reverse("repair:visit_act", args=[row["pk"], name]),
        "enough": not (name == "part" and not form.parts),  # type: ignore[attr-defined]
    }


def _aside(step: str, upcoming: str, facts: Facts, page: str) -> list[dict[str, Any]]:
    ways = []
    for name in ASIDE[step]:
        act = VISIT_ACTS[name]
        why = act.why_not(facts)
        if name != upcoming and why is None:
            ways.append({"label": act.label, "icon": act.icon, "url": f"{page}?do={name}#do"})
    return ways


def _stage(row: dict[str, Any], visit: dict[str, Any] | None, diagnoses: list[dict[str, Any]]) -> str:
    if row["state"] not in states.OPEN_ORDERS or row["state"] in ("work_done", "reviewed"):
        return "over"
    checked = visit["checklist"] if visit else {}
    since = visit["arrived_at"] if visit else None
    diagnosed = any(since and found["made_at"] >= since for found in diagnoses)
    return step_of(
        visit=visit["state"] if visit else None,
        problem_confirmed=bool(checked.get("fault_asked_again")),
        explained=order_page.is_told(row),
        diagnosed=diagnosed,
        ended=bool(row["outcome"]) and visit is None,
    )


def _party(request: HttpRequest, row: dict[str, Any], by: Actor) -> dict[str, Any]:
    """Return the people and the unit; the number in full when that was asked for."""
    own = order_page.is_own(row, by)
    hidden = why_not_reveal(row["state"], own=own, desk=by.may(Permission.REPAIR_DISPATCH))
    allowed = by.may(Permission.CUSTOMER_REVEAL) and not hidden
    shown = allowed and order_page.is_shown(request, row["request_id"])
    return {
        "facts": fact_rows.party_rows(row, shown=shown),
        "shown": shown,
        "phone": row["contact__phone"] if shown else "",
        "reveal": allowed and not shown and bool(row["contact_id"]),
        "history": fact_rows.history(pages.earlier_repairs(row["asset_id"], besides=row["pk"]), row),
    }


def _running(request_id: int, by: Actor) -> dict[str, Any] | None:
    """Return the promise that runs, for the line below the title."""
    found = case_clocks(request_id, by)
    return next((one for one in found if one["state"] in ("ontime", "risk", "late") and one["running"]), None)


def _where(step: str) -> dict[str, Any]:
    names = titles()
    number = STEPS.index(step) + 1 if step in STEPS else len(STEPS)
    return {"step": step, "step_name": names[step], "number": number, "steps": _rail(step, names)}


def _opened(do: str, facts: Facts, bound: Form | None) -> str:
    act = VISIT_ACTS.get(do)
    return do if act and (bound or (act.asks and act.why_not(facts) is None)) else ""


def context(
    request: HttpRequest, order_id: int, by: Actor, *, do: str = "", bound: Form | None = None
) -> dict[str, Any]:
    """Return everything that the phone shows of one visit."""
    row = pages.order_facts(order_id)
    _guard(row, by)
    visits, diagnoses = pages.visits_of(order_id), pages.diagnoses_of(order_id)
    decision = pages.warranty(row["entitlement_id"])
    row["warranty"] = decision["outcome"] if decision else "unknown"
    visit, facts = order_page.live_visit(visits), order_page.facts_of(row, visits, diagnoses)
    checked = (visit or (visits[-1] if visits else {"checklist": {}}))["checklist"]
    step = _stage(row, visit, diagnoses)
    upcoming, opened = next_step(row, visit, step, checked), _opened(do, facts, bound)
    receipt = bench_panel.receipt_url(row, visit, diagnoses) if upcoming == "end_visit" else ""
    upcoming = "" if receipt else upcoming
    page = reverse("repair:visit", args=[order_id])
    shown = upcoming if opened in ("use_part", "photo") else opened or upcoming
    aside = bool(opened) and opened not in (upcoming, "use_part", "photo")
    on_site = visit is not None and visit["state"] in ON_SITE
    return {
        **_party(request, row, by),
        **_where(step),
        "order": row,
        "badge": order_state(row["state"], row["hold_reason"]),
        "clock": _running(row["request_id"], by),
        "slot": slot_words(visit["slot"], by.zone) if visit else "",
        "card": _card(shown, row, checked, by, bound if shown == opened else None) if shown else None,
        "aside_form": aside,
        "upcoming": upcoming,
        "aside": [] if aside else _aside(step, upcoming, facts, page),
        "warranty": badge(WARRANTY_LOOKS[row["warranty"]], word(WARRANTY, row["warranty"])),
        "warranty_panel": fact_rows.warranty_panel(decision, row["warranty_explained_at"], by.zone),
        "checks": [(wording.text(text), bool(checked.get(name))) for name, text in CHECKS.items()] if on_site else [],
        "diagnoses": fact_rows.diagnosis_rows(diagnoses),
        "money": money(pages.lines_of(order_id), page, may_strike=step in ("diagnose", "parts", "sign")),
        **_beside(row, step, upcoming, opened, checked, by, bound, request.GET.get("part", "")),
        **visit_more.shown(row, step, facts, by),
        "charges": charges.panel(order_id, row["state"], by),
        "page_url": page,
        "upcoming_locked": wording.text(facts.gaps) if upcoming == "finish" and facts.gaps else "",
        "receipt_url": receipt,
        "take_back": next((found for found in reversed(diagnoses) if found["branch"] == "take_back"), None),
    }


def _beside(
    row: dict[str, Any],
    step: str,
    upcoming: str,
    opened: str,
    checked: dict[str, bool],
    by: Actor,
    bound: Form | None,
    typed: str,
) -> dict[str, Any]:
    """Return the parts to use, the photo to take, and the steps that follow when there is no line."""
    busy = opened not in ("", "use_part", "photo")
    near = step in (*visit_more.AT_WORK, *visit_more.SOON)
    parts = visit_more.parts_for(row, by, typed=typed) if near else []
    use = None
    if not busy and (parts or typed or opened == "use_part"):
        mine = bound if opened == "use_part" else None
        form = mine or VISIT_ACTS["use_part"].form(zone=by.zone, parts=parts)
        use = _card("use_part", row, checked, by, form)
    old = step == "parts" and not opened and use is None
    onsite, told = row["work_type"] == "onsite", order_page.is_told(row)
    ticked = all(checked.get(name) for name in states.CONDUCT_CHECKS)
    names = steps_ahead(upcoming, on_site_step=step, told=told, onsite=onsite, checked=ticked)
    photo = bound if opened == "photo" else None
    return {
        "use": use,
        "typed": typed,
        "parts": _card("part", row, checked, by) if old else None,
        "parts_later": step in visit_more.SOON,
        "photo_later": step not in visit_more.ON_SITE,
        "photo": _card("photo", row, checked, by, photo) if near and not busy else None,
        "ahead": [
            _card(name, row, checked, by, auto_id=f"ahead{place}_%s")
            for place, name in enumerate(names if not opened or opened == upcoming else ())
        ],
    }


def _rail(step: str, names: dict[str, str]) -> list[dict[str, str]]:
    at = STEPS.index(step) if step in STEPS else len(STEPS)
    return [
        {"name": names[one], "look": "wx-ok" if i < at else "wx-now" if i == at else ""} for i, one in enumerate(STEPS)
    ]
