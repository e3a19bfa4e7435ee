"""A price book as people hand it in: CSV or Excel, headings in three languages, every row looked at before anything is kept."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.reasons import Reason, say
from wuxing.core.tables import uploads
from wuxing.core.tables.rows import Row, Unreadable
from wuxing.customers.prices import rules
from wuxing.customers.products.models import Product

LIMIT_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2000
HEADINGS: dict[str, tuple[str, ...]] = {
    "kind": ("kind", "类别", "類別"),
    "code": ("code", "编码", "代码", "編碼", "代碼"),
    "name": ("name", "名称", "名稱"),
    "mode": ("mode", "计费方式", "計費方式"),
    "amount": ("amount", "price", "单价", "價格", "价格", "單價"),
    "valid_from": ("valid_from", "from", "生效日", "生效日期"),
    "valid_to": ("valid_to", "to", "截止日", "截止日期", "失效日期"),
    "product": ("product", "model", "型号", "型號"),
    "category": ("category", "product line", "产品线", "產品線", "品类", "品類"),
    "area": ("area", "地区", "地區", "区域", "區域"),
    "tax_category": ("tax_category", "税收分类", "稅收分類"),
    "tax_rate": ("tax_rate", "税率", "稅率"),
    "reason": ("reason", "原因", "变更原因", "變更原因"),
}
NEEDED = {
    "kind": ("kind", "类别", "類別"), "code": ("code", "编码", "編碼"), "name": ("name", "名称", "名稱"),
    "amount": ("amount", "单价", "單價"), "valid_from": ("valid_from", "生效日期", "生效日期"),
}  # fmt: skip
"""Columns that no table does without, with the heading that is said where it lacks: English, zh-Hans, zh-Hant."""
KIND_WORDS = {
    "labour": ("labour", "labor", "人工", "工时"), "part": ("part", "备件", "備件", "配件", "零件"),
    "travel": ("travel", "上门", "上門", "差旅", "交通"), "other": ("other", "其他"),
}  # fmt: skip
MODE_WORDS = {
    "each": ("each", "件", "按件", "次"), "hour": ("hour", "小时", "小時", "按小时"), "flat": ("flat", "固定", "一口价", "一口價"),
    "km": ("km", "公里", "按公里"), "zone": ("zone", "分区", "分區", "按区域"),
}  # fmt: skip


@dataclass(slots=True)
class Line:
    """One row of the table: what it says, or what is wrong with it."""

    line: int
    details: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def lines_of(data: bytes) -> list[Line]:
    """Return every row of an uploaded price book, each with its faults. Raises Unreadable."""
    if len(data) > LIMIT_BYTES:
        raise Unreadable(_("The file is over 2 MB; a price book is smaller. Split it."))
    table = uploads.table_of(data)
    columns = _columns(table.headings)
    models = dict(Product.objects.values_list("model", "pk"))
    found: list[Line] = []
    for row in table.rows:
        if not any(str(value).strip() for value in row.values.values()):
            continue
        if len(found) >= MOST_ROWS:
            raise Unreadable(_("More than %(count)s rows; split the file.") % {"count": MOST_ROWS})
        found.append(_line(row, columns, models))
    if not found:
        raise Unreadable(_("The file has headings but no rows."))
    return found


def _columns(headings: list[str]) -> dict[str, str]:
    """Return the heading of each field."""
    plain = {heading.strip().lower(): heading for heading in headings}
    columns = {}
    for name, words in HEADINGS.items():
        heading = next((plain[word] for word in words if word in plain), None)
        if heading is not None:
            columns[name] = heading
    at = {"zh-hans": 1, "zh-hant": 2}.get(get_language() or "", 0)
    if missing := [said[at] for name, said in NEEDED.items() if name not in columns]:
        raise Unreadable(_("These columns are missing: %(names)s.") % {"names": wording.listed(missing)})
    return columns


def _line(row: Row, columns: dict[str, str], models: dict[str, int]) -> Line:
    made = Line(row.line)
    if row.problem:
        made.faults.append(row.problem)
        return made
    raw = {name: row.values.get(heading, "") for name, heading in columns.items()}
    text = {name: "" if isinstance(value, datetime) else str(value).strip() for name, value in raw.items()}
    kind = _code(text["kind"], KIND_WORDS)
    mode = _code(text.get("mode", ""), MODE_WORDS) if text.get("mode") else rules.MODES_OF.get(kind, ("",))[0]
    made.details = {
        "kind": kind,
        "mode": mode,
        "amount": _number(text["amount"], made, say("the price is no number")),
        "tax_rate": _number(
            text.get("tax_rate", "").rstrip("%"), made, say("the tax rate is no number"), empty=Decimal(0)
        ),
        "valid_from": _day(raw["valid_from"], made, needed=True),
        "valid_to": _day(raw.get("valid_to", ""), made, needed=False),
        "product_id": _product(text.get("product", ""), models, made),
    }
    for name in ("code", "name", "category", "area", "tax_category", "reason"):
        made.details[name] = text.get(name, "")
    return made


def _code(typed: str, words: dict[str, tuple[str, ...]]) -> str:
    return next((code for code, said in words.items() if typed.lower() in said), typed)


def _number(typed: str, made: Line, fault: Reason, empty: Decimal | None = None) -> Decimal:
    if not typed and empty is not None:
        return empty
    try:
        number = Decimal(typed.replace(",", "").replace("\u00a5", "").replace("\uffe5", ""))
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        made.faults.append(wording.text(fault))
        return Decimal(0)
    return number


def _day(value: Any, made: Line, *, needed: bool) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    typed = str(value).strip()
    if not typed and not needed:
        return None
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"):
        try:
            return datetime.strptime(typed[:10], form).date()  # noqa: DTZ007  # a calendar day, no instant
        except ValueError:
            continue
    made.faults.append(wording.text(say("“%(text)s” is no date: write 2026-11-18", text=typed[:40])))
    return None


def _product(model: str, models: dict[str, int], made: Line) -> int | None:
    if not model:
        return None
    if model not in models:
        made.faults.append(wording.text(say("there is no product %(model)s", model=model[:80])))
    return models.get(model)
