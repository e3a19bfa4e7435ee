"""What the ledger's entries about items and loaner devices say on a case's timeline."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from wuxing.service.bench_repair.rules.custody import HAND_WORDS
from wuxing.service.bench_repair.rules.words import ALARMS, CONDITIONS, DECISIONS, HOWS, TAKEN
from wuxing.service.repair.rules.words import CAUSES
from wuxing.service.repair.views.saying import Payload, Said, by_name
from wuxing.service.repair.views.words import word


def _hand(payload: Payload, kind: str, name: str) -> str:
    return _joined(word(HAND_WORDS, payload.get(kind)), payload.get(name) or "")


def _reason(payload: Payload) -> str:
    return _("reason: %(reason)s") % {"reason": payload["reason"]} if payload.get("reason") else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _take_back(p: Payload, zone: str) -> Said:
    items = p.get("items") or []
    listed = "、".join(str(one.get("item", "")) for one in items)
    text = _("Taken back against receipt %(number)s: %(items)s") % {"number": p.get("number", ""), "items": listed}
    signed = _("signed by %(name)s") % {"name": p.get("name") or "—"}
    return Said("signature", text, _joined(word(TAKEN, p.get("channel")), signed, by_name(p)), "proof")


def _hand_over(p: Payload, zone: str) -> Said:
    values = {"item": p.get("item", ""), "giver": _hand(p, "giver", "giver_name"), "to": _hand(p, "to", "receiver")}
    note = p.get("waybill") or ("" if p.get("confirmed") else _("on the way: the receipt is not confirmed yet"))
    return Said("switch-horizontal", _("%(item)s handed over: %(giver)s → %(to)s") % values, note)


def _recall(p: Payload, zone: str) -> Said:
    values = {"item": p.get("item", ""), "giver": _hand(p, "giver", "giver_name"), "to": _hand(p, "to", "receiver")}
    waits = "" if p.get("confirmed") else _("on the way: the receipt is not confirmed yet")
    text = _("%(item)s: hand-over to %(giver)s taken back → %(to)s") % values
    return Said("arrow-back-up", text, _joined(_reason(p), waits))


def _confirm(p: Payload, zone: str) -> Said:
    values = {"item": p.get("item", ""), "to": _hand(p, "to", "receiver")}
    return Said("check", _("%(item)s: receipt confirmed by %(to)s") % values)


def _diagnose(p: Payload, zone: str) -> Said:
    text = _("%(item)s on the bench: %(cause)s") % {"item": p.get("item", ""), "cause": word(CAUSES, p.get("cause"))}
    before = p.get("before") or {}
    if before.get("finding"):
        return Said("tool", text, "", "correction", before["finding"], p.get("finding") or "")
    return Said("tool", text, p.get("finding") or "")


def _test(p: Payload, zone: str) -> Said:
    if p.get("passed"):
        return Said(
            "clipboard-check", _("%(item)s tested: all points met") % {"item": p.get("item", "")}, p.get("note", "")
        )
    text = _("%(item)s tested: back to the repair") % {"item": p.get("item", "")}
    return Said("alert-triangle", text, p.get("note", ""))


def _return(p: Payload, zone: str) -> Said:
    text = _("%(item)s returned to the customer, signed by %(name)s") % {
        "item": p.get("item", ""),
        "name": p.get("name") or "—",
    }
    note = ""
    if p.get("warranty_until"):
        note = _("warranty of the repair until %(day)s") % {"day": p["warranty_until"]}
    return Said("signature", text, _joined(note, p.get("missing") or "", by_name(p)), "proof")


def _replace(p: Payload, zone: str) -> Said:
    text = _("%(item)s replaced by another unit:") % {"item": p.get("item", "")}
    return Said(
        "refresh",
        text,
        _joined(_reason(p), by_name(p)),
        "correction",
        p.get("old_serial") or "—",
        p.get("new_serial") or "",
    )


def _advise(p: Payload, zone: str) -> Said:
    values = {"item": p.get("item", ""), "quote": p.get("quote", ""), "most": p.get("most", "")}
    text = _("%(item)s: worth repairing, ¥%(quote)s of at most ¥%(most)s")
    if p.get("replace"):
        text = _("%(item)s: replacing advised, ¥%(quote)s is over ¥%(most)s")
    return Said("scale", text % values)


def _decide(p: Payload, zone: str) -> Said:
    text = _("The customer decided on %(item)s: %(decision)s") % {
        "item": p.get("item", ""),
        "decision": word(DECISIONS, p.get("decision")),
    }
    return Said("user-check", text, _joined(word(HOWS, p.get("how")), p.get("note") or ""))


def _alarm(p: Payload, zone: str) -> Said:
    text = _("%(item)s: %(alarm)s (%(days)s days of our own)") % {
        "item": p.get("item", ""),
        "alarm": word(ALARMS, p.get("level")),
        "days": p.get("days", 0),
    }
    return Said("alert-triangle", text)


def _lend(p: Payload, zone: str) -> Said:
    values = {"device": f"{p.get('code', '')} {p.get('device', '')}", "day": p.get("due_on", "")}
    return Said("package", _("Loaner device lent: %(device)s, back by %(day)s") % values, by_name(p), "proof")


def _overdue(p: Payload, zone: str) -> Said:
    values = {"code": p.get("code", ""), "day": p.get("due_on", "")}
    return Said(
        "alert-triangle", _("Loaner device %(code)s is overdue since %(day)s; customer and dispatcher told") % values
    )


def _loan_back(p: Payload, zone: str) -> Said:
    values = {"code": p.get("code", ""), "condition": word(CONDITIONS, p.get("condition"))}
    return Said("package", _("Loaner device %(code)s is back: %(condition)s") % values, p.get("note") or "")


def _row(icon: str, text: Callable[[], str], note: str = "note", kind: str = "") -> Callable[[Payload, str], Said]:
    def row(p: Payload, zone: str) -> Said:
        said = _reason(p) if note == "reason" else str(p.get(note) or "")
        return Said(icon, text() % {"item": p.get("item", ""), "code": p.get("code", "")}, said, kind)

    return row


EVENTS: dict[str, Callable[[Payload, str], Said]] = {
    "bench.take_back": _take_back,
    "bench.hand_over": _hand_over,
    "bench.confirm_receipt": _confirm,
    "bench.recall": _recall,
    "bench.diagnose": _diagnose,
    "bench.approve": _row("check", lambda: _("%(item)s: repair approved")),
    "bench.decline": _row("x", lambda: _("%(item)s: repair declined"), "reason"),
    "bench.start_repair": _row("player-play", lambda: _("%(item)s: repair begun")),
    "bench.wait_for_parts": _row("player-pause", lambda: _("%(item)s waits for parts"), "part"),
    "bench.test": _test,
    "bench.ready": _row("package", lambda: _("%(item)s is ready for return"), "shelf"),
    "bench.return": _return,
    "bench.replace": _replace,
    "bench.scrap": _row("trash", lambda: _("%(item)s scrapped by the customer's written wish"), "reason", "proof"),
    "bench.advise": _advise,
    "bench.decide_advice": _decide,
    "bench.alarm": _alarm,
    "bench.lend": _lend,
    "bench.take_loaner_back": _loan_back,
    "bench.loan_overdue": _overdue,
    "bench.report_lost": _row("alert-triangle", lambda: _("Loaner device %(code)s is lost")),
}
