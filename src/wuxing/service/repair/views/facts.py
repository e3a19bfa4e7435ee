"""Facts of an order or a request as label and value: people, unit, history, warranty, diagnosis, gate, candidates."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.actors import Actor
from wuxing.customers.customer_care import masking
from wuxing.customers.customer_care.rules import masked_phone
from wuxing.customers.entitlement.views.panel import panel
from wuxing.service.repair.rules import is_repeat
from wuxing.service.repair.rules.candidates import Fit
from wuxing.service.repair.rules.words import (
    BRANCHES,
    CAUSES,
    CHANNELS,
    REMEDIES,
    SYMPTOMS,
    WARRANTY,
    WORK_TYPES,
)
from wuxing.service.repair.views.acts import Facts
from wuxing.service.repair.views.saying import by_name
from wuxing.service.repair.views.words import near, word


def sub_line(row: dict[str, Any]) -> str:
    """Return the line below the title of an order."""
    parts = [
        word(WORK_TYPES, row["work_type"]),
        row["site__district"],
        row["customer_tier"],
        _("from %(number)s") % {"number": row["request_number"]},
        _("urgent") if row["urgent"] else "",
    ]
    return " · ".join(part for part in parts if part)


def _place(row: dict[str, Any], *, shown: bool) -> str:
    area = f"{row['site__city'] or ''}{row['site__district'] or ''}"
    if shown:
        return f"{area}{row['site__address'] or ''}"
    return f"{area} ****" if row["site__address"] else area


def _person(row: dict[str, Any], *, shown: bool) -> str:
    phone = row["contact__phone"] or ""
    number = phone if shown else masked_phone(phone) if phone else ""
    contact = row["contact__name"] if row["contact__name"] != row["customer_name"] else ""
    return " · ".join(part for part in (row["customer_name"], contact, number) if part)


def _unit(row: dict[str, Any]) -> str:
    serial = row["serial"] or (_("customer cannot say the serial number") if row["serial_unknown"] else "")
    name = " ".join(part for part in (row["product_name"], row["product_model"]) if part)
    return " · ".join(part for part in (name, serial) if part)


def as_seen_by(row: dict[str, Any], by: Actor) -> dict[str, Any]:
    """Return a row with the names that this person may see: who may not see data in full sees the first sign."""
    return row | {name: _named(row[name], row, by) for name in ("customer_name", "contact__name")}


def _named(name: str | None, row: dict[str, Any], by: Actor) -> str:
    return masking.party_for(by, name or "", row["customer_name"], row["customer_kind"])


def signers(signatures: list[dict[str, Any]], row: dict[str, Any], by: Actor) -> list[dict[str, Any]]:
    """Return who signed an order as this person may see it."""
    return [one | {"name": _named(one["name"], row, by), "by_name": by_name(one)} for one in signatures]


def party_rows(row: dict[str, Any], *, shown: bool) -> list[tuple[Any, ...]]:
    """Return customer, place, unit and fault."""
    symptom = word(SYMPTOMS, row["symptom"])
    fault = " · ".join(part for part in (row["fault"], symptom if symptom != row["fault"] else "") if part)
    return [
        (_("Customer"), _person(row, shown=shown)),
        (_("Place"), _place(row, shown=shown)),
        (_("Equipment"), _unit(row)),
        (
            _("Purchased"),
            row["purchased_on"].isoformat()
            if row["purchased_on"]
            else _("customer cannot say")
            if row["purchase_unknown"]
            else "",
        ),
        (_("Fault"), fault),
    ]


def order_rows(row: dict[str, Any], *, shown: bool) -> list[tuple[Any, ...]]:
    """Return the facts of an order."""
    who = " · ".join(part for part in (row["technician_name"], row["outlet_name"]) if part)
    return [*party_rows(row, shown=shown), (_("Technician"), who)]


def history(earlier: list[dict[str, Any]], row: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the earlier repairs of the unit; a repeat within 30 days is marked."""
    rows = []
    for repair in earlier:
        resolved: datetime | None = repair["resolved_at"]
        again = resolved is not None and is_repeat(
            received_at=row["received_at"],
            symptom=row["symptom"],
            earlier_resolved_at=resolved,
            earlier_symptom=repair["symptom"],
        )
        at = resolved or repair["written_at"]
        rows.append(
            {
                "url": reverse("repair:order", args=[repair["pk"]]),
                "number": repair["number"],
                "title": repair["title"],
                "day": f"{at:%Y-%m-%d}",
                "who": repair["technician_name"] or "",
                "repeat": again,
            }
        )
    return rows


def warranty_panel(decision: dict[str, Any] | None, explained_at: datetime | None, zone: str) -> dict[str, Any]:
    """Return the warranty decision with its reasons; an override keeps both values."""
    if decision is None:
        reasons = [("unknown", _("choose the product, and the rule decides at once"))]
        return {"look": "unknown", "word": word(WARRANTY, "unknown"), "reasons": reasons, "rule": "", "override": None}
    shown = panel(decision)
    told_at = decision["explained_at"] or (None if decision["retell"] else explained_at)
    if told_at:
        told = _("told to the customer before the work, %(time)s") % {"time": near(told_at, zone)}
        shown["reasons"].append(("done", told))
    elif decision["retell"]:
        shown["reasons"].append(("risk", _("it may cost more than the customer was told: tell them again")))
    return shown


def diagnosis_rows(diagnoses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was found; a corrected finding stays, struck through."""
    corrected = {found["corrects_id"] for found in diagnoses}
    return [
        {
            "finding": found["finding"],
            "struck": found["pk"] in corrected,
            "codes": " · ".join(
                part
                for part in (
                    word(CAUSES, found["cause"]),
                    word(REMEDIES, found["remedy"]),
                    word(BRANCHES, found["branch"]),
                )
                if part
            ),
        }
        for found in diagnoses
    ]


def gate_rows(facts: Facts, order_id: int, *, own: bool) -> list[dict[str, Any]]:
    """Return what stands between the order and its end; the own technician gets the way there."""
    url = reverse("repair:visit", args=[order_id]) if own else ""
    rule = _("procedure 4, before the work is reported as done")
    who = "" if own else _("up to the technician")
    return [
        {"state": "waiting", "text": wording.text(gap), "rule": rule, "url": url, "do": _("Go there") if url else who}
        for gap in facts.gaps
    ]


def candidate_rows(fits: list[Fit], order_id: int, current: int | None, most: int = 12) -> list[dict[str, Any]]:
    """Return candidates as wx/candidate.html draws them; the one who has the order is left out."""
    page = reverse("repair:order", args=[order_id])
    rows: list[dict[str, Any]] = []
    for fit in [one for one in fits if one.person_id != current][:most]:
        refused = wording.text(fit.refusal) if fit.refusal else ""
        rows.append(
            {
                "key": len(rows) + 1,
                "name": fit.name,
                "score": _("%(points)s points") % {"points": fit.points},
                "chosen": not rows and not refused,
                "blocked": refused,
                "lock": _("cannot go"),
                "reasons": [(state, wording.text(reason)) for state, reason in fit.reasons],
                "url": reverse("repair:order_act", args=[order_id, "dispatch"]),
                "do": _("Dispatch to %(name)s") % {"name": fit.name},
                "field": "technician",
                "value": fit.person_id,
                "override": f"{page}?do=dispatch&technician={fit.person_id}#do",
            }
        )
    return rows


def call_rows(row: dict[str, Any], zone: str) -> list[tuple[Any, ...]]:
    """Return how a request came in."""
    channel = word(CHANNELS, row["channel"])
    if row["passed_on_by"]:
        channel = f"{channel} · {row['passed_on_by']}"
    return [
        (_("Channel"), channel),
        (_("Received"), near(row["received_at"], zone)),
        (_("Taken by"), row["taken_by_name"]),
        (_("Kind of service"), word(WORK_TYPES, row["work_type"])),
    ]
