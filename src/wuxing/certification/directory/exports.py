"""The register as authorities and databases of certificates want it: rows of a period, as CSV, JSON or XLSX."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from openpyxl import Workbook

from wuxing.certification.certificate.models import CertificateEvent
from wuxing.certification.certificate.states import State
from wuxing.certification.register.models import RegisterEntry
from wuxing.certification.register.rules import span_on
from wuxing.certification.statuslists.rules import IAF_STATUS
from wuxing.core.escaping import cell
from wuxing.core.models import Tenant

Row = dict[str, Any]
NATIONAL, IAF = "national", "iaf"
FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STATES = {
    State.VALID: "有效", State.SUSPENDED: "暂停", State.WITHDRAWN: "撤销", State.CANCELLED: "注销", State.EXPIRED: "过期失效",
    State.REPLACED: "已换证",
}  # fmt: skip
IAF_TYPE = "Service certification"


def entries(body: Tenant, since: date | None, until: date) -> QuerySet[RegisterEntry]:
    """Return the entries of certificates to which something happened in a period; without its beginning: of all."""
    zone = ZoneInfo(body.zone)
    events = CertificateEvent.objects.filter(at__lt=datetime.combine(until + timedelta(days=1), time.min, zone))
    if since is not None:
        events = events.filter(at__gte=datetime.combine(since, time.min, zone))
    rows = RegisterEntry.objects.filter(tenant=body, rehearsal=False)
    return rows.filter(certificate_id__in=events.values("certificate_id")).order_by("pk")


def rows(kind: str, found: Iterable[RegisterEntry], on: date) -> list[Row]:
    """Return the rows of a file: each certificate once, in its state on a day."""
    made: Callable[[Mapping[str, Any], date], Row] = {NATIONAL: _national, IAF: _iaf}[kind]
    return [made(one.shown, on) for one in found]


def written(rows_: list[Row], form: str) -> bytes:
    """Return rows as a file; no spreadsheet takes a cell for a formula."""
    if form == "json":
        return (json.dumps(rows_, ensure_ascii=False, indent=1) + "\n").encode()
    headings = list(rows_[0]) if rows_ else []
    table = [headings, *([cell(_flat(one[name])) for name in headings] for one in rows_)]
    if form == "csv":
        text = StringIO()
        csv.writer(text).writerows(table)
        return text.getvalue().encode("utf-8-sig")
    return workbook(table)


def workbook(table: Iterable[list[str]]) -> bytes:
    """Return a table as XLSX, its first row the headings."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    for row in table:
        sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _national(shown: Mapping[str, Any], on: date) -> Row:
    span = span_on(shown["course"], on)
    last = shown["history"][-1] if shown["history"] else {}
    return {
        "认证机构": shown["body"],
        "机构批准号": shown.get("approval", ""),
        "证书编号": shown["number"],
        "获证组织": shown["holder"],
        "统一社会信用代码": shown["credit_code"],
        "注册地址": shown["address"],
        "认证依据": shown["basis"],
        "认证方案": shown["scheme"],
        "认证级别": shown["level_name"],
        "评价得分": shown["score"],
        "认证范围": shown["scope"],
        "场所": shown["sites"],
        "发证日期": shown["issued_on"],
        "有效期至": shown["valid_until"],
        "最近评审日期": shown["last_evaluated_on"],
        "下次监督日期": shown["surveillance_due_on"],
        "证书状态": STATES[State(span["state"])],
        "状态日期": span["since"],
        "变更原因": last.get("ground", ""),
        "被替换证书": shown["replaces"] or "",
        "查询网址": shown["url"],
    }


def _iaf(shown: Mapping[str, Any], on: date) -> Row:
    span = span_on(shown["course"], on)
    return {
        "certification_number": shown["number"],
        "certification_status": IAF_STATUS[State(span["state"])],
        "status_changed_date": span["since"],
        "certification_type": IAF_TYPE,
        "certification_body": shown.get("body_name_en") or shown["body"],
        "company_name": shown["holder"],
        "company_identity_number": shown["credit_code"],
        "company_address": shown["address"],
        "company_country": "CN",
        "standard": shown["basis"],
        "scheme": shown["scheme"],
        "level": shown["level_names"].get("en", shown["level"]),
        "scope": shown["scope"],
        "sites": shown["sites"],
        "issue_date": shown["issued_on"],
        "expiry_date": shown["valid_until"],
        "last_audit_date": shown["last_evaluated_on"],
        "next_audit_date": shown["surveillance_due_on"],
        "verification_url": shown["url"],
    }


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return "；".join(" ".join(part for part in (one["name"], one["address"]) if part) for one in value)
    return str(value or "")
