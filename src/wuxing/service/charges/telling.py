"""What the ledger's entries about quotes and settlement say on a case's timeline."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from wuxing.service.charges.views import words
from wuxing.service.repair.views.saying import Payload, Said, by_name


def _named(payload: Payload) -> dict[str, str]:
    amount = Decimal(str(payload.get("customer_total") or payload.get("by_payer", {}).get("customer") or 0))
    return {
        "number": f"{payload.get('number', '')} v{payload.get('version', '')}",
        "amount": words.yuan(amount),
        "total": words.yuan(Decimal(str(payload.get("total") or 0))),
        "name": payload.get("name") or "—",
        "how": words.word(words.HOW_WORDS, payload.get("how", "")),
        "paid": words.word(words.PAID_WORDS, payload.get("how", "")),
        "newer": payload.get("newer", ""),
        "day": payload.get("paid_on", ""),
    }


def _reason(payload: Payload) -> str:
    return _("reason: %(reason)s") % {"reason": payload["reason"]} if payload.get("reason") else by_name(payload)


def _row(icon: str, text: Callable[[], str], kind: str = "") -> Callable[[Payload, str], Said]:
    return lambda payload, zone: Said(icon, text() % _named(payload), _reason(payload), kind)


EVENTS: dict[str, Callable[[Payload, str], Said]] = {
    "charges.quote_draft": _row("pencil", lambda: _("Quote %(number)s written: customer pays %(amount)s")),
    "charges.quote_change": _row(
        "pencil", lambda: _("Quote %(number)s: changed, customer pays %(amount)s"), "correction"
    ),
    "charges.quote_send": _row("upload", lambda: _("Quote %(number)s sent: customer pays %(amount)s")),
    "charges.quote_accept": _row(
        "signature", lambda: _("Quote %(number)s accepted by %(name)s %(how)s: %(amount)s"), "proof"
    ),
    "charges.quote_decline": _row("ban", lambda: _("Quote %(number)s declined by %(name)s %(how)s"), "proof"),
    "charges.quote_expire": _row("clock-check", lambda: _("Quote %(number)s expired without an answer")),
    "charges.quote_replace": _row("refresh", lambda: _("Quote %(number)s replaced by %(newer)s, which was sent")),
    "charges.settle": _row("file-text", lambda: _("Settlement %(number)s drawn up: %(total)s in all")),
    "charges.issue": _row("check", lambda: _("Settlement %(number)s issued: customer pays %(amount)s"), "proof"),
    "charges.correct": _row("refresh", lambda: _("Settlement %(number)s drawn up as a correction"), "correction"),
    "charges.pay": _row("check", lambda: _("Paid elsewhere on %(day)s %(paid)s, settlement %(number)s")),
}
