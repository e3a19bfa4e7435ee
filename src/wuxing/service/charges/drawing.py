"""结算单 on paper: number, lines, payers, totals, and what was accepted when and by whom; in the active language."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from wuxing.config import fonts
from wuxing.core import wording
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.service.charges import queries, rules
from wuxing.service.charges.models import Settlement
from wuxing.service.charges.views import panel, words

_TEMPLATE = Path(__file__).resolve().parent / "settlement.typ"


def pdf_of(sheet: Settlement, by: Actor) -> bytes:
    """Return a settlement sheet as PDF; signs that the fonts lack become a visible box and are named."""
    text, lacking = fonts.drawable(json.dumps(facts_of(sheet, by), ensure_ascii=False))
    data = json.loads(text)
    if lacking:
        data["lacking"] = _("These signs cannot be printed and are shown as a box: %s") % ", ".join(
            f"U+{ord(sign):04X}" for sign in lacking
        )
    return bytes(_compiler().compile(format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}))


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(str(_TEMPLATE), font_paths=[str(fonts.folder())], ignore_system_fonts=True)


def facts_of(sheet: Settlement, by: Actor) -> dict[str, Any]:
    """Return the words of the printed sheet, in the active language."""
    rows = queries.lines_of_sheet(sheet.pk)
    shown = words.line_rows(rows)
    return {
        "lang": get_language() or "zh-hans",
        "family": fonts.FAMILY,
        "title": _("Settlement sheet"),
        "organisation": Tenant.objects.get(pk=by.tenant_id).name,
        "number": f"{sheet.number} v{sheet.version}",
        "stamp": "" if sheet.state == "issued" else words.word(words.SHEET_WORDS, sheet.state),
        "facts": _head(sheet, by),
        "heads": ["#", _("Part or charge"), _("Quantity"), _("Unit price"), _("Amount"), _("Who pays")],
        "rows": [
            [
                str(row["place"]), f"{row['text']} {row['code']}".strip(), row["number"], row["price"], row["sum"],
                row["payer_word"],
            ]
            for row in shown
        ],
        "sums": [list(pair) for pair in words.sums(rows)],
        "total": [_("In all"), words.yuan(sheet.total)],
        "due": [_("The customer pays"), words.yuan(sheet.customer_total)],
        "accepted_title": _("Accepted by the customer"),
        "accepted": [_accepted(one, by.zone) for one in panel.accepted_by(sheet, by)],
        "paid": _paid(sheet),
        "foot": _("Prices with tax, in yuan. This sheet is no invoice."),
        "page": _("page"),
        "lacking": "",
    }  # fmt: skip


def _at(moment: datetime | None, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M") if moment else "—"


def _head(sheet: Settlement, by: Actor) -> list[list[str]]:
    corrected = f"{sheet.why_corrected} (v{sheet.replaces.version})" if sheet.replaces else ""
    found = [
        (_("Work order"), sheet.order.number),
        (pgettext("on a sheet", "Work"), sheet.order.title),
        (_("Buyer"), panel.buyer_of(sheet, by)),
        (_("Tax number of the buyer"), sheet.buyer_tax_number),
        (
            _("Issued"),
            f"{_at(sheet.issued_at, by.zone)} · {sheet.issued_by.name if sheet.issued_by else ''}".strip(" ·"),
        ),
        (_("Why the sheet is corrected"), corrected),
    ]
    return [[str(label), value] for label, value in found if value]


def _accepted(kept: list[Any], zone: str) -> str:
    number, version, name, how, at = kept
    values = {
        "number": f"{number} v{version}", "name": name, "how": words.word(words.HOW_WORDS, how),
        "time": _at(datetime.fromisoformat(at), zone),
    }  # fmt: skip
    return _("Quote %(number)s: %(name)s, %(how)s, %(time)s") % values


def _paid(sheet: Settlement) -> str:
    payments = queries.payments_of(sheet)
    lines = [
        _("Paid on %(day)s %(how)s") % {"day": one.on.isoformat(), "how": words.word(words.PAID_WORDS, one.how)}
        + (f" {words.yuan(one.amount)} (v{one.version})" if len(payments) > 1 or one.version != sheet.version else "")
        for one in payments
    ]
    left = rules.balance(sheet.customer_total, payments)
    if payments and left:
        lines.append(_("left to pay: %(sum)s") % {"sum": words.yuan(left)})
    return wording.listed(lines)
