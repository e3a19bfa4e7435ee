"""What the page of one order shows, worked out once a request."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import Reason
from wuxing.governance.commitments import queries as promise_queries
from wuxing.schemes.editions import queries as edition_queries
from wuxing.schemes.packs.structure import Pack, metrics_of
from wuxing.service.repair import rules, states
from wuxing.service.repair.forms.base import Form, next_window
from wuxing.service.repair.queries import CASE, candidates, pages
from wuxing.service.repair.rules.steps import why_not_reveal
from wuxing.service.repair.rules.words import KINDS, PAYERS, TRADES, WARRANTY
from wuxing.service.repair.views import facts as fact_rows
from wuxing.service.repair.views.acts import Facts
from wuxing.service.repair.views.clocks import clocks
from wuxing.service.repair.views.order_acts import DESTRUCTIVE, ORDER_ACTS, open_to
from wuxing.service.repair.views.timeline import by_days
from wuxing.service.repair.views.words import order_state, slot_words, visit_state, word

SCHEME = "cn.gbt.27922"
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


def gaps_of(row: dict[str, Any], visits: list[dict[str, Any]], diagnoses: list[dict[str, Any]]) -> tuple[Reason, ...]:
    """Return what still stands between the order and its end, from rows at hand."""
    since = row["reopened_at"] or row["written_at"]
    return rules.missing_for_finish(
        onsite=row["work_type"] == "onsite",
        visited=any(visit["arrived_at"] and visit["arrived_at"] >= since for visit in visits),
        diagnosed=any(found["made_at"] >= since for found in diagnoses),
        explained=row["warranty_explained_at"] is not None,
        checklist_complete=bool(row["checklist_complete"]),
        signed=row["signed_at"] is not None,
        open_visit=any(visit["state"] in states.LIVE_VISITS for visit in visits),
    )


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
        if not open_to(by, name, own=own) or name == "strike_line":
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
        initial = {"payer": "us" if row["warranty"] in ("in_warranty", "goodwill") else "customer"}
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


def money(lines: list[dict[str, Any]], page: str, *, may_strike: bool) -> dict[str, Any]:
    """Return parts and charges with their totals by payer."""
    totals: dict[str, Decimal] = {}
    rows = []
    for line in lines:
        amount = line["quantity"] * line["unit_price"]
        if not line["struck_at"]:
            totals[line["payer"]] = totals.get(line["payer"], Decimal()) + amount
        serials = " → ".join(part for part in (line["old_serial"], line["new_serial"]) if part)
        rows.append(
            {
                "name": f"{line['name']} {line['code']}".strip(),
                "kind": word(KINDS, line["kind"]),
                "quantity": f"{line['quantity'].normalize():f}",
                "amount": f"¥{amount:,.2f}".removesuffix(".00"),
                "payer": word(PAYERS, line["payer"]),
                "serials": serials,
                "struck": line["strike_reason"],
                "strike": f"{page}?do=strike_line&line={line['pk']}#do" if may_strike and not line["struck_at"] else "",
            }
        )
    said = [f"{word(PAYERS, payer)} ¥{totals[payer]:,.2f}".removesuffix(".00") for payer in PAYERS if payer in totals]
    return {"rows": rows, "totals": said, "due": f"¥{totals.get('customer', Decimal()):,.2f}".removesuffix(".00")}


@lru_cache(maxsize=64)
def _clauses(sha256: str, language: str) -> tuple[tuple[str, str], ...]:
    pack: Pack = edition_queries.pack_of(sha256)
    fed = {name for name, metric in pack.metrics.items() if metric.population == "repair_order"}
    return tuple(
        (leaf.likely_clause or leaf.id, leaf.title.in_language(language))
        for leaf in pack.indicators
        if leaf.mode is not None and fed.intersection(metrics_of(leaf.mode))
    )


def clauses(state: str) -> list[dict[str, str]]:
    """Return the clauses that an order counts for: it does when it is over, and a cancelled one does not."""
    try:
        adoption = edition_queries.adoption_on(clock.today(), SCHEME)
    except NotFound:
        return []
    if adoption is None:
        return []
    look = {"closed": "done", "cancelled": "excluded"}.get(state, "waiting")
    found = _clauses(adoption.edition.sha256, get_language() or "en")
    return [{"code": code, "title": title, "state": look} for code, title in found]


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


def context(
    request: HttpRequest, order_id: int, by: Actor, *, do: str = "", bound: Form | None = None
) -> dict[str, Any]:
    """Return everything that the page of an order shows."""
    row = pages.order_facts(order_id)
    visits, diagnoses = pages.visits_of(order_id), pages.diagnoses_of(order_id)
    decision = pages.warranty(row["entitlement_id"])
    row["warranty"] = decision["outcome"] if decision else "unknown"
    visit = live_visit(visits)
    facts = Facts(
        row["state"],
        visit["state"] if visit else None,
        gaps_of(row, visits, diagnoses),
        missing_of(row),
        row["accepted_at"] is not None,
        bool(diagnoses),
        row["followed_up_at"] is not None,
    )
    own = is_own(row, by)
    desk = by.may(Permission.REPAIR_INTAKE) or by.may(Permission.REPAIR_DISPATCH)
    hidden = why_not_reveal(row["state"], own=own, desk=desk)
    shown = by.may(Permission.CUSTOMER_REVEAL) and not hidden and is_shown(request, row["request_id"])
    opened = opened_form(do, row, facts, by, bound, request.GET.dict())
    head, menu = buttons(order_id, facts, by, own=own, opened=do if opened else "")
    targets = promise_queries.targets_of(CASE, row["request_id"])
    page = reverse("repair:order", args=[order_id])
    return {
        "order": row,
        "badge": order_state(row["state"], row["hold_reason"]),
        "sub": fact_rows.sub_line(row),
        "visit": (slot_words(visit["slot"], by.zone), *visit_state(visit["state"])) if visit else None,
        "head": head,
        "menu": menu,
        "do": opened,
        "clocks": clocks(targets, pages.clock_events(row["request_id"]), clock.now(), by.zone),
        "facts": fact_rows.order_rows(row, shown=shown),
        "history": fact_rows.history(pages.earlier_repairs(row["asset_id"], besides=order_id), row),
        "reveal": by.may(Permission.CUSTOMER_REVEAL) and not shown and not hidden and bool(row["contact_id"]),
        "shown": shown,
        "warranty": fact_rows.warranty_panel(decision, row["warranty_explained_at"], by.zone),
        "diagnoses": fact_rows.diagnosis_rows(diagnoses),
        "money": money(
            pages.lines_of(order_id),
            page,
            may_strike=open_to(by, "strike_line", own=own) and not ORDER_ACTS["strike_line"].why_not(facts),
        ),
        "signatures": pages.signatures_of(order_id),
        "days": by_days(
            pages.entries_of(row["request_id"]),
            by.zone,
            provable=by.may(Permission.LEDGER_READ),
            only=request.GET.get("only", ""),
        ),
        "only": request.GET.get("only", ""),
        "gate": fact_rows.gate_rows(facts, order_id, own=own)
        if row["state"] in ("dispatched", "in_progress", "on_hold")
        else [],
        "clauses": clauses(row["state"]),
        "panel": panel(row, facts, by, do),
        "missing": [wording.text(rules.FIELDS[name]) for name in facts.missing] if row["state"] == "draft" else [],
        "warranty_word": word(WARRANTY, row["warranty"]),
        "page_url": page,
    }
