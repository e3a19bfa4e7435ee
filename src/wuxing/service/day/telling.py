"""What the ledger's entries about parts say on a case's timeline."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.resources.spare_parts.rules import FATES, quantity_text
from wuxing.service.repair.views.saying import Payload, Said


def _named(payload: Payload) -> dict[str, str]:
    return {
        "part": f"{payload.get('part', '')} {payload.get('number', '')}".strip(),
        "quantity": quantity_text(Decimal(str(payload.get("quantity") or 0))),
        "request": payload.get("request", ""),
        "technician": payload.get("technician") or "—",
        "store": payload.get("store") or "—",
    }


def _note(payload: Payload) -> str:
    fate = payload.get("old_part", "")
    old = wording.text(FATES[fate]) if fate in FATES else ""
    serials = " → ".join(part for part in (payload.get("old_serial"), payload.get("serial")) if part)
    said = (old, serials, payload.get("note"), payload.get("reason"), payload.get("expected_on"))
    return " · ".join(part for part in said if part)


def _row(icon: str, text: Callable[[], str], kind: str = "") -> Callable[[Payload, str], Said]:
    return lambda payload, zone: Said(icon, text() % _named(payload), _note(payload), kind)


EVENTS: dict[str, Callable[[Payload, str], Said]] = {
    "parts.use": _row("package", lambda: _("Part used from own stock: %(part)s × %(quantity)s")),
    "parts.undo_use": _row("arrow-back-up", lambda: _("Part back in stock: %(part)s × %(quantity)s"), "correction"),
    "parts.request": _row("package", lambda: _("Part asked for, %(request)s: %(part)s × %(quantity)s")),
    "parts.approve": _row("check", lambda: _("Part approved, %(request)s: %(part)s × %(quantity)s")),
    "parts.refuse": _row("ban", lambda: _("Part refused, %(request)s: %(part)s")),
    "parts.withdraw": _row("x", lambda: _("Part no longer needed, %(request)s: %(part)s")),
    "parts.issue": _row("truck", lambda: _("Part on its way to %(technician)s, %(request)s: %(part)s × %(quantity)s")),
    "parts.arrive": _row(
        "package", lambda: _("Part arrived with %(technician)s, %(request)s: %(part)s × %(quantity)s")
    ),
}
