"""What the page of one order shows, worked out once a request."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.reasons import Reason
from wuxing.customers.entitlement.rules import asked_by
from wuxing.customers.entitlement.rulesets import edition_named
from wuxing.service.bench_repair import queries as bench
from wuxing.service.bench_repair.views import panel as bench_panel
from wuxing.service.charges.views import panel as charges
from wuxing.service.doors import panel as doors
from wuxing.service.follow_up.views.panel import panel as after_service
from wuxing.service.repair import rules, states
from wuxing.service.repair.forms.base import Form, next_window
from wuxing.service.repair.queries import candidates, pages
from wuxing.service.repair.queries.heard import answered_since
from wuxing.service.repair.queries.past import FREE
from wuxing.service.repair.rules.steps import why_not_reveal
from wuxing.service.repair.rules.words import TRADES
from wuxing.service.repair.views import facts as fact_rows
from wuxing.service.repair.views import visit_more
from wuxing.service.repair.views.acts import Facts
from wuxing.service.repair.views.clocks import case_clocks
from wuxing.service.repair.views.order_acts import DESTRUCTIVE, ORDER_ACTS, open_to
from wuxing.service.repair.views.order_cards import clauses, money
from wuxing.service.repair.views.timeline import by_days
from wuxing.service.repair.views.words import order_state, slot_words, visit_state, word

FIRST = ("dispatch", "agree", "reschedule", "resume", "review", "close", "follow_up")


def missing_of(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the mandatory fields that the record of an order or a request lacks."""
    return rules.missing_fields(
        work_type=row["work_type"],
        customer=row["customer_name"] or "",
        contact=row["contact__name"] or "",
        phone=row["contact__phone"] or "",
        address=row["site__address"] or "",
        product=row["product_model"] or "",
        serial=row["serial"] or "",
        serial_unknown=row["serial_unknown"],
        purchased=bool(row["purchased_on"]),
        purchase_unknown=row["purchase_unknown"],
        fault=row["fault"],
    )


def gaps_of(
    row: dict[str, Any],
    visits: list[dict[str, Any]],
    diagnoses: list[dict[str, Any]],
    items: Sequence[dict[str, Any]] = (),
) -> tuple[Reason, ...]:
    """Return what still stands between the order and its end, from rows at hand."""
    since = row["reopened_at"] or row["written_at"]
    return rules.missing_for_finish(
        onsite=row["work_type"] == "onsite",
        visited=any(visit["arrived_at"] and visit["arrived_at"] >= since for visit in visits)
        or any(item["channel"] == "counter" for item in items),
        diagnosed=any(found["made_at"] >= since for found in diagnoses) or any(item["diagnosed_at"] for item in items),
        explained=is_told(row),
        checklist_complete=bool(row["checklist_complete"]),
        signed=row["signed_at"] is not None,
        open_visit=any(visit["state"] in states.LIVE_VISITS for visit in visits),
    )


def is_told(row: dict[str, Any]) -> bool:
    """Say whether the customer knows the warranty decision that stands (procedure 4, steps 3 and 4)."""
    return row["told_at"] is not None or (row["warranty_explained_at"] is not None and not row["retell"])


def live_visit(visits: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the visit that stands, if any."""
    return next((visit for visit in reversed(visits) if visit["state"] in states.LIVE_VISITS), None)


def is_own(row: dict[str, Any], by: Actor) -> bool:
    """Say whether this is the actor's own order as technician."""
    return by.user_id is not None and row["technician_user"] == by.user_id


def is_shown(request: HttpRequest, request_id: int) -> bool:
    """Say whether this person lately asked to see the number of this case."""
    until = request.session.get("shown", {}).get(str(request_id), 0)
    return bool(until > clock.now().timestamp())


def buttons(
    order_id: int, facts: Facts, by: Actor, *, own: bool, opened: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the buttons of the head, and those of the menu; locked ones keep their place and say why."""
    page = reverse("repair:order", args=[order_id])
    head: list[dict[str, Any]] = []
    menu: list[dict[str, Any]] = []
    for name, act in ORDER_ACTS.items():
        if not open_to(by, name, own=own) or name == "strike_line" or (name == "law_facts" and not facts.law_asks):
            continue
        why = act.why_not(facts)
        button = {
            "label": _button_label(name, facts, str(act.label)),
            "icon": act.icon,
            "reason": wording.text(why) if why else "",
            "url": f"{page}?do={name}#do" if act.asks else reverse("repair:order_act", args=[order_id, name]),
            "method": "" if act.asks else "post",
            "primary": False,
        }
        (head if _in_head(name, facts, why) else menu).append(button)
    if own and facts.state in states.OPEN_ORDERS and by.may(Permission.REPAIR_VISIT):
        visit = {
            "label": _("Go on with the visit"),
            "icon": "device-mobile",
            "reason": "",
            "method": "",
            "primary": False,
        }
        head.insert(0, {**visit, "url": reverse("repair:visit", args=[order_id])})
    _mark_primary(head, opened)
    return head, sorted(menu, key=lambda button: bool(button["reason"]))


def _in_head(name: str, facts: Facts, why: Reason | None) -> bool:
    if name == "review":
        return facts.state not in ("reviewed", "closed", "cancelled", "cannot_complete", "draft", "qualified")
    if name == "close":
        return facts.state == "reviewed"
    return name in FIRST and why is None


def _button_label(name: str, facts: Facts, label: str) -> str:
    if name == "review" and facts.gaps and facts.state not in ("work_done", "reviewed", "closed"):
        return _("Finish: %(count)s missing") % {"count": len(facts.gaps)}
    if name == "dispatch" and facts.state == "dispatched":
        return _("Hand on")
    return label


def _mark_primary(head: list[dict[str, Any]], opened: str) -> None:
    free = [button for button in head if not button["reason"]]
    if free and not opened:
        free[0 if len(free) == 1 else -1 if free[-1]["method"] == "post" else 0]["primary"] = True


def opened_form(
    name: str, row: dict[str, Any], facts: Facts, by: Actor, bound: Form | None, asked: dict[str, str]
) -> dict[str, Any] | None:
    """Return the form that the address asks for, ready to be filled in; None when that step is not open."""
    act = ORDER_ACTS.get(name)
    if act is None or not open_to(by, name, own=is_own(row, by)) or not act.asks:
        return None
    if bound is None and act.why_not(facts):
        return None
    initial: dict[str, Any] = {}
    if name in ("agree", "reschedule"):
        initial = next_window(by.zone)
    if name == "add_line":
        initial = {"payer": "us" if row["warranty"] in FREE else "customer"}
    for key in ("technician", "line"):
        if key in act.form.base_fields and asked.get(key):
            initial[key] = asked[key]
    return {
        "name": name,
        "title": act.label,
        "do": act.do,
        "form": bound or act.form(initial=initial, zone=by.zone),
        "url": reverse("repair:order_act", args=[row["pk"], name]),
        "danger": name in DESTRUCTIVE,
    }


def panel(row: dict[str, Any], facts: Facts, by: Actor, opened: str) -> dict[str, Any] | None:
    """Return the candidates for the order, while it can be handed over; None otherwise."""
    if not by.may(Permission.REPAIR_DISPATCH) or ORDER_ACTS["dispatch"].why_not(facts):
        return None
    if row["technician_id"] and opened != "dispatch":
        return None
    found = candidates.candidates(
        trade=row["trade"],
        needed=row["skill_level"],
        district=row["site__district"] or "",
        day=clock.today(by.zone),
        zone=by.zone,
    )
    return {"candidates": fact_rows.candidate_rows(found, row["pk"], row["technician_id"]), "need": _need(row)}


def _need(row: dict[str, Any]) -> str:
    if not row["trade"]:
        return ""
    return _("needs %(trade)s level %(level)s") % {"trade": word(TRADES, row["trade"]), "level": row["skill_level"]}


def facts_of(row: dict[str, Any], visits: list[dict[str, Any]], diagnoses: list[dict[str, Any]]) -> Facts:
    """Return what the locks of the buttons ask."""
    visit, items = live_visit(visits), bench.items_of(row["pk"])
    return Facts(
        row["state"],
        visit["state"] if visit else None,
        gaps_of(row, visits, diagnoses, items),
        missing_of(row),
        row["accepted_at"] is not None,
        bool(diagnoses),
        row["followed_up_at"] is not None,
        tuple(item["number"] for item in items if item["ended_at"] is None),
        bench.open_loans(row["pk"]) if row["state"] == "reviewed" else (),
        told=is_told(row),
        law_asks=asked_by(edition_named(row["law"])) if row["law"] else (),
    )


def _party(request: HttpRequest, row: dict[str, Any], by: Actor, *, own: bool) -> dict[str, Any]:
    """Return the people and the unit, in full when that was asked for."""
    desk = by.may(Permission.REPAIR_INTAKE) or by.may(Permission.REPAIR_DISPATCH)
    allowed = by.may(Permission.CUSTOMER_REVEAL) and not why_not_reveal(row["state"], own=own, desk=desk)
    shown = allowed and is_shown(request, row["request_id"])
    return {
        "facts": fact_rows.order_rows(fact_rows.as_seen_by(row, by), shown=shown),
        "history": fact_rows.history(pages.earlier_repairs(row["asset_id"], besides=row["pk"]), row),
        "reveal": allowed and not shown and bool(row["contact_id"]),
        "shown": shown,
    }


def _past(row: dict[str, Any], by: Actor, only: str) -> dict[str, Any]:
    """Return the clocks and the timeline."""
    entries = pages.entries_of(row["request_id"])
    return {
        "clocks": case_clocks(row["request_id"], by),
        "days": by_days(entries, by, request_id=row["request_id"], only=only),
        "only": only,
    }


def context(
    request: HttpRequest, order_id: int, by: Actor, *, do: str = "", bound: Form | None = None
) -> dict[str, Any]:
    """Return everything that the page of an order shows."""
    row = pages.order_facts(order_id)
    visits, diagnoses = pages.visits_of(order_id), pages.diagnoses_of(order_id)
    decision = pages.warranty(row["entitlement_id"])
    row["warranty"] = decision["outcome"] if decision else "unknown"
    visit, facts, own = live_visit(visits), facts_of(row, visits, diagnoses), is_own(row, by)
    opened = opened_form(do, row, facts, by, bound, request.GET.dict())
    head, menu = buttons(order_id, facts, by, own=own, opened=do if opened else "")
    page = reverse("repair:order", args=[order_id])
    strike = open_to(by, "strike_line", own=own) and not ORDER_ACTS["strike_line"].why_not(facts)
    gated = row["state"] in ("dispatched", "in_progress", "on_hold")
    return {
        **_party(request, row, by, own=own),
        **_past(row, by, request.GET.get("only", "")),
        "order": row,
        "doors": doors.panel(row["request_id"], order_id),
        "badge": order_state(row["state"], row["hold_reason"]),
        "sub": fact_rows.sub_line(row),
        "heard": bool(answered_since([row])),
        "visit": (slot_words(visit["slot"], by.zone), *visit_state(visit["state"])) if visit else None,
        "head": head,
        "menu": menu,
        "do": opened,
        "warranty": fact_rows.warranty_panel(decision, row["warranty_explained_at"], by.zone),
        "diagnoses": fact_rows.diagnosis_rows(diagnoses),
        "money": money(pages.lines_of(order_id), page, may_strike=strike),
        "charges": charges.panel(order_id, row["state"], by),
        "signatures": fact_rows.signers(pages.signatures_of(order_id), row, by),
        "gate": fact_rows.gate_rows(facts, order_id, own=own) if gated else [],
        "clauses": clauses(row["state"]),
        "bench": bench_panel.panel(row, by),
        "rule": pages.rule_of(order_id),
        "panel": panel(row, facts, by, do),
        "awaited": visit_more.awaited_rows(order_id) if row["state"] == "on_hold" else [],
        "after": after_service(order_id, by),
        "missing": [wording.text(rules.FIELDS[name]) for name in facts.missing] if row["state"] == "draft" else [],
        "page_url": page,
    }
