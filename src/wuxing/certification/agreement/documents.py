"""The text of an agreement as data in the language of the case, and as a PDF."""

import json
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wuxing.certification.agreement import words
from wuxing.certification.agreement.models import Agreement
from wuxing.certification.agreement.queries.texts import Version
from wuxing.certification.agreement.states import Event, Fee
from wuxing.certification.cases import words as of_cases
from wuxing.certification.cases.models import Case
from wuxing.certification.programme.rules import Breakdown
from wuxing.certification.programme.structure import Programme
from wuxing.config import fonts
from wuxing.core import files
from wuxing.core.models import Tenant
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.packs.canonical import content

FORMAT = "wuxing.agreement/1"
_TEMPLATE = Path(__file__).resolve().parent / "agreement.typ"


def text_of(
    case: Case, body: Tenant, rule: Programme, worked: Breakdown, fees: dict[Fee, Decimal], *,
    number: str, version: int, period: tuple[date, date], access: tuple[date, date], areas: Collection[str],
    visited: int, note: str = "", continues: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Return everything an agreement says, in the language of the case: this is what the two sides sign."""
    with translation.override(case.language):
        return {
            "format": FORMAT,
            "number": number,
            "version": version,
            "continues": continues,
            "case": case.number,
            "kind": of_cases.kind(case.kind),
            "body": body.name,
            "client": case.client.name,
            "credit_code": case.client.credit_code,
            "address": case.client.address,
            "edition": case.pack,
            "level": of_cases.level(case.pack, case.target_level),
            "scope": case.scope,
            "rule": f"{_scheme(case)} · {rule.version or _('default of the product')}",
            "headcount": case.headcount,
            "visited": visited,
            "days": [
                {
                    "title": words.line(rule, line.code, line.title),
                    "days": f"{line.days.normalize():f}",
                    "reason": line.reason,
                }
                for line in worked.lines
            ],
            "total_days": f"{worked.total.normalize():f}",
            "fees": [{"kind": fee.value, "title": words.fee(fee), "amount": f"{fees[fee]:.2f}"} for fee in fees],
            "total": f"{sum(fees.values(), Decimal(0)):.2f}",
            "yearly": f"{rule.fees.yearly:.2f}",
            "period": [period[0].isoformat(), period[1].isoformat()],
            "access": [access[0].isoformat(), access[1].isoformat()],
            "areas": words.areas(areas) or pgettext("areas of records", "everything"),
            "clauses": _clauses(rule, case.language),
            "note": note,
        }


def _scheme(case: Case) -> str:
    """Return what the scheme of a case is called, in the language of the case."""
    return pack_of(case.pack.rpartition("#")[2]).title.in_language(case.language)


def _clauses(rule: Programme, language: str) -> list[dict[str, str]]:
    return [
        {"code": one.code, "title": one.title.in_language(language), "text": one.text.in_language(language)}
        for one in rule.clauses
    ]


def pdf_of(version: Version, tenant_id: int) -> bytes:
    """Return an agreement with its signatures as a PDF, in the language in which it was made."""
    row = version.row
    with translation.override(row.language):
        sheet = _sheet(row, version, tenant_id)
    return draw(sheet)


def _sheet(row: Agreement, version: Version, tenant_id: int) -> dict[str, Any]:
    said = content(row.form)
    return {
        "lang": row.language,
        "family": fonts.FAMILY,
        "said": said,
        "sha256": row.sha256,
        "title": _("Certification agreement"),
        "facts": words.facts(said),
        "labels": words.labels(),
        "signatures": [
            _signature(version, Event.SIGNED_CLIENT, said["client"], tenant_id),
            _signature(version, Event.SIGNED_BODY, said["body"], tenant_id),
        ],
        "lacking": "",
    }


def _signature(version: Version, event: Event, party: str, tenant_id: int) -> dict[str, Any]:
    """Return a side's signature; a drawn one as the bytes of its picture."""
    step = version.signature(event)
    drawn = files.bytes_of(tenant_id, step.drawing.sha256) if step and step.drawing else b""
    return {
        "party": party,
        "drawn": list(drawn),
        "name": f"{step.name} · {step.post}".strip(" ·") if step else words.unsigned(version.row.continues),
        "at": words.instant(step.at) if step else "",
    }


def draw(sheet: dict[str, Any]) -> bytes:
    """Draw a sheet as PDF; signs that the fonts lack become a visible box and are named at the end."""
    text, lacking = fonts.drawable(json.dumps(sheet, ensure_ascii=False))
    data = json.loads(text)
    if lacking:
        data["lacking"] = _("These signs cannot be printed and are shown as a box: %s") % ", ".join(
            f"U+{ord(sign):04X}" for sign in lacking
        )
    try:
        return _compiled(data)
    except RuntimeError:  # a picture that is none: the name still stands
        if not any(one["drawn"] for one in data["signatures"]):
            raise
        return _compiled(data | {"signatures": [one | {"drawn": []} for one in data["signatures"]]})


def _compiled(data: dict[str, Any]) -> bytes:
    return bytes(_compiler().compile(format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}))


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(str(_TEMPLATE), font_paths=[str(fonts.folder())], ignore_system_fonts=True)
