"""What each ledger event of a repair says, in the reader's language."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.notices import words as notices
from wuxing.customers.customer_care.rules import masked_address, masked_phone
from wuxing.customers.entitlement.rules.refusals import EXCEPTIONS
from wuxing.customers.entitlement.rules.words import LAW_FACTS
from wuxing.service.repair.rules import FIELDS
from wuxing.service.repair.rules.words import (
    BRANCHES,
    CAUSES,
    CHANNELS,
    CHECKS,
    OUTCOMES,
    PAYERS,
    REMEDIES,
    SYMPTOMS,
    WARRANTY,
)
from wuxing.service.repair.views.elsewhere import teller_of
from wuxing.service.repair.views.saying import HOLD_EVENTS, PROMISE_EVENTS, Payload, Said, by_name
from wuxing.service.repair.views.words import local, word


def _window(value: Any, zone: str) -> str:
    """Return a window kept in a payload: 11-18 09:00–10:00."""
    try:
        begins, ends = (local(datetime.fromisoformat(text), zone) for text in value)
    except (TypeError, ValueError):
        return ""
    return f"{begins:%m-%d %H:%M}–{ends:%H:%M}"


def _reason(payload: Payload, key: str = "reason") -> str:
    return _("reason: %(reason)s") % {"reason": payload[key]} if payload.get(key) else ""


def _missing(payload: Payload) -> str:
    fields = [FIELDS[name] for name in payload.get("missing") or () if name in FIELDS]
    return _("still missing for dispatch: %(fields)s") % {"fields": wording.listed(fields)} if fields else ""


def _log(p: Payload, zone: str) -> Said:
    call = p.get("call") or {}
    channel = word(CHANNELS, call.get("channel", ""))
    fault = call.get("fault") or word(SYMPTOMS, call.get("symptom", ""))
    text = _("Request logged (%(channel)s): %(fault)s") % {"channel": channel or "—", "fault": fault or "—"}
    note = " · ".join(part for part in (word(WARRANTY, p.get("warranty")), _missing(p)) if part)
    return Said("qrcode" if call.get("channel") == "qr" else "phone", text, note, "proof")


def _mask(name: str, value: Any) -> str:
    if value in (None, "", False):
        return "—"
    if name == "phone":
        return masked_phone(str(value))
    if name == "address":
        return masked_address(str(value), "")
    return _("yes") if value is True else str(value)


def _complete(p: Payload, zone: str) -> Said:
    changed = {
        k: v
        for k, v in (p.get("changed") or {}).items()
        if isinstance(v, dict) and k not in ("customer_id", "received_at")
    }
    names = {
        **FIELDS,
        "customer_name": FIELDS["customer"],
        "contact_name": FIELDS["contact"],
        "product_id": FIELDS["product"],
    }
    note = " · ".join(part for part in (_reason(p), _missing(p)) if part)
    if len(changed) == 1:
        name, pair = next(iter(changed.items()))
        text = _("Record corrected, %(field)s:") % {
            "field": wording.text(names[name]) if name in names else name.replace("_", " ")
        }
        return Said(
            "history", text, note, "correction", _mask(name, pair.get("before")), _mask(name, pair.get("after"))
        )
    fields = wording.listed(names[name] for name in changed if name in names)
    text = _("Record completed: %(fields)s") % {"fields": fields} if fields else _("Record completed")
    return Said("history" if changed else "pencil", text, note, "correction" if changed else "")


def _dispatch(p: Payload, zone: str) -> Said:
    planned = _window(p.get("planned"), zone)
    text = _("Dispatched to %(name)s") % {"name": p.get("technician", "—")}
    if planned:
        text = _("Dispatched to %(name)s, proposed %(window)s") % {"name": p.get("technician", "—"), "window": planned}
    notes = [
        p.get("outlet") or "",
        p.get("parts_expected") and _("parts to take: %(parts)s") % {"parts": p["parts_expected"]},
    ]
    if p.get("override_reason"):
        notes.append(_("skill overridden: %(reason)s") % {"reason": p["override_reason"]})
    note = " · ".join(note for note in notes if note)
    if p.get("before"):
        return Said("switch-horizontal", _("Handed on:"), note, "correction", p["before"], p.get("technician", "—"))
    return Said("calendar", text, note)


def _agree(p: Payload, zone: str) -> Said:
    text = _("Appointment agreed: %(window)s") % {"window": _window(p.get("slot"), zone) or "—"}
    told = _("warranty and fee told") if p.get("warranty_explained") else ""
    chosen = _("the customer chose the time") if p.get("chosen_by") == "customer" else ""
    return Said("calendar-time", text, " · ".join(part for part in (told, chosen, p.get("note")) if part))


def _reschedule(p: Payload, zone: str) -> Said:
    who = _("the customer asked") if p.get("asked_by") == "customer" else _("we asked")
    note = " · ".join(part for part in (who, _reason(p)) if part)
    return Said(
        "calendar-time",
        _("Rescheduled:"),
        note,
        "correction",
        _window(p.get("before"), zone),
        _window(p.get("after"), zone),
    )


def _checks(p: Payload, zone: str) -> Said:
    done = [name for name, value in (p.get("checklist") or {}).items() if value]
    text = _("Conduct checklist: %(done)s of %(all)s") % {"done": len(done), "all": len(CHECKS)}
    return Said("clipboard-check", text, wording.listed(CHECKS[name] for name in CHECKS if name in done))


def _diagnose(p: Payload, zone: str) -> Said:
    text = _("Diagnosis: %(finding)s") % {"finding": p.get("finding") or "—"}
    parts = [word(CAUSES, p.get("cause")), word(REMEDIES, p.get("remedy")), word(BRANCHES, p.get("branch"))]
    if p.get("items_taken"):
        parts.append(_("taken along: %(items)s") % {"items": "、".join(str(p["items_taken"]).splitlines())})
    return Said("tool", text, " · ".join(part for part in parts if part), "proof")


def _correct(p: Payload, zone: str) -> Said:
    before, after = p.get("before") or {}, p.get("after") or {}
    same = before.get("cause") == after.get("cause")
    was = before.get("finding", "") if same else word(CAUSES, before.get("cause"))
    now = after.get("finding", "") if same else word(CAUSES, after.get("cause"))
    return Said("history", _("Diagnosis corrected:"), _reason(p), "correction", was, now)


def _line(p: Payload, zone: str) -> Said:
    text = _("Entered: %(name)s × %(quantity)s") % {
        "name": p.get("name", "—"),
        "quantity": f"{float(p.get('quantity') or 0):g}",
    }
    note = _("¥%(price)s each, paid by %(payer)s") % {
        "price": p.get("unit_price", "0"),
        "payer": word(PAYERS, p.get("payer")),
    }
    return Said("package", text, note)


def _sign(p: Payload, zone: str) -> Said:
    text = _("%(name)s signed") % {"name": p.get("name") or "—"}
    content = p.get("satisfied")
    mood = "" if content is None else _("the customer is content") if content else _("the customer is not content")
    return Said("signature", text, " · ".join(part for part in (mood, p.get("comment"), by_name(p)) if part), "proof")


def _follow_up(p: Payload, zone: str) -> Said:
    if not p.get("reached"):
        return Said("phone", _("Follow-up call: not reached"), p.get("note") or "")
    content = p.get("satisfied")
    return Said(
        "phone", _("Follow-up call: content") if content else _("Follow-up call: not content"), p.get("note") or ""
    )


def _override(p: Payload, zone: str) -> Said:
    was, now = word(WARRANTY, p.get("before")), word(WARRANTY, p.get("after"))
    return Said("scale", _("Warranty decided otherwise:"), _reason(p), "correction", was, now)


def _explain(p: Payload, zone: str) -> Said:
    text = _("Told the customer: %(warranty)s") % {"warranty": word(WARRANTY, p.get("outcome")) or "—"}
    return Said("shield-check", text, p.get("fee_told") or "", "proof")


def _decide_again(p: Payload, zone: str) -> Said:
    note = _("may cost more than was told: tell the customer again") if p.get("retell") else ""
    cause = word(CAUSES, p.get("cause"))
    text = _("Warranty decided again, cause %(cause)s:") % {"cause": cause or "—"}
    return Said("scale", text, note, "correction", word(WARRANTY, p.get("before")), word(WARRANTY, p.get("after")))


def _law_facts(p: Payload, zone: str) -> Said:
    told = ", ".join(f"{word(LAW_FACTS, name)} {value}" for name, value in (p.get("facts") or {}).items())
    note = _("may cost more than was told: tell the customer again") if p.get("retell") else ""
    text = _("Said for the law: %(facts)s") % {"facts": told}
    return Said("scale", text, note, "correction", word(WARRANTY, p.get("before")), word(WARRANTY, p.get("after")))


def _except(p: Payload, zone: str) -> Said:
    named = word(EXCEPTIONS, p.get("exception")) or "—"
    return Said(
        "alert-triangle", _("Begun before the customer was told: %(exception)s") % {"exception": named}, _reason(p)
    )


def _plain(
    icon: str, text: Callable[[Payload], str], note: Callable[[Payload], str] = lambda p: p.get("note") or ""
) -> Callable[[Payload, str], Said]:
    return lambda p, zone: Said(icon, text(p), note(p))


EVENTS: dict[str, Callable[[Payload, str], Said]] = {
    **PROMISE_EVENTS,
    **HOLD_EVENTS,
    "repair.log": _log,
    "repair.complete": _complete,
    "repair.write_order": _plain(
        "file-text", lambda p: _("Work order %(number)s written") % {"number": p.get("number", "")}, _missing
    ),
    "repair.dispatch": _dispatch,
    "repair.reassign": _dispatch,
    "repair.accept": _plain("check", lambda p: _("Order accepted")),
    "repair.decline": _plain("x", lambda p: _("Order declined"), _reason),
    "repair.contact": _plain(
        "phone", lambda p: _("Customer called: reached") if p.get("reached") else _("Customer called: not reached")
    ),
    "repair.agree_appointment": _agree,
    "repair.reschedule": _reschedule,
    "repair.depart": _plain("truck", lambda p: _("On the way")),
    "repair.arrive": _plain("map-pin", lambda p: _("Arrived on site")),
    "repair.confirm_problem": _checks,
    "repair.explain_warranty": _explain,
    "repair.start_work": _plain("player-play", lambda p: _("Work begun")),
    "repair.finish_visit": _plain(
        "check", lambda p: _("Visit ended: %(outcome)s") % {"outcome": word(OUTCOMES, p.get("outcome"))}
    ),
    "repair.no_access": _plain("ban", lambda p: _("No access")),
    "repair.diagnose": _diagnose,
    "repair.correct_diagnosis": _correct,
    "repair.add_line": _line,
    "repair.strike_line": lambda p, zone: Said(
        "trash", _("Struck: %(name)s") % {"name": p.get("name", "")}, _reason(p), "correction"
    ),
    "repair.sign": _sign,
    "repair.finish_work": _plain(
        "check", lambda p: _("Work reported as done: %(outcome)s") % {"outcome": word(OUTCOMES, p.get("outcome"))}
    ),
    "repair.review": _plain("clipboard-check", lambda p: _("Reviewed")),
    "repair.close": _plain("lock", lambda p: _("Order closed")),
    "repair.follow_up": _follow_up,
    "repair.cancel": _plain("ban", lambda p: _("Order cancelled"), _reason),
    "repair.cannot_complete": _plain("ban", lambda p: _("Given up: cannot be repaired"), _reason),
    "repair.reopen": _plain("refresh", lambda p: _("Order reopened"), _reason),
    "repair.answer_remotely": _plain("message", lambda p: _("Answered remotely"), lambda p: p.get("answer") or ""),
    "repair.reject": _plain("ban", lambda p: _("Not accepted"), _reason),
    "repair.take_up": _plain("refresh", lambda p: _("Taken up again"), _reason),
    "repair.merge": _plain("link", lambda p: _("Merged into %(number)s") % {"number": p.get("into", "")}),
    "repair.call": _plain("phone", lambda p: _("The customer called")),
    "repair.heard": _plain(
        "message",
        lambda p: _("The customer answered; the order still waits until somebody lets it go on"),
        lambda p: word(CHANNELS, p.get("channel")) if p.get("channel") in CHANNELS else "",
    ),
    "repair.absorb": _plain(
        "link", lambda p: _("%(number)s was merged into this request") % {"number": p.get("number", "")}
    ),
    "repair.override_warranty": _override,
    "repair.decide_again": _decide_again,
    "repair.except_telling": _except,
    "repair.note_law_facts": _law_facts,
    "record.destroy": _plain(
        "trash", lambda p: _("Destroyed after its time, certificate %(number)s") % {"number": p.get("certificate", "")}
    ),
    "hold.place": _plain(
        "lock", lambda p: _("Legal hold %(number)s placed") % {"number": p.get("number", "")}, _reason
    ),
    "hold.lift": _plain("lock", lambda p: _("Legal hold %(number)s lifted") % {"number": p.get("number", "")}, _reason),
    "customer.reveal": _plain("eye", lambda p: _("Phone and address shown in full"), lambda p: ""),
    "file.keep": _plain("file-text", lambda p: _("File kept: %(name)s") % {"name": p.get("name", "")}, lambda p: ""),
}


def said(event: str, payload: Payload | None, zone: str) -> Said:
    """Return what an entry says; erased content is named as such, an unknown event by its name."""
    if payload is None:
        return Said("shield-check", _("Content erased by law (%(event)s)") % {"event": event})
    if event in notices.ON_TIMELINES:
        return Said(*notices.on_timeline(event, payload))
    found = EVENTS.get(event) or teller_of(event)
    return found(payload, zone) if found else Said("file-text", event.replace(".", " · ").replace("_", " "))
