"""备件导入: a catalogue from a CSV or XLSX file: all rows or none, each fault with its line."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from wuxing.core import wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.core.tables.rows import Row, Table
from wuxing.resources.spare_parts.actions.catalogue import PartDetails, save_part
from wuxing.resources.spare_parts.models import Part

MOST_ROWS, MOST_FAULTS = 20_000, 10
HEADINGS = {
    "number": ("number", "part number", "编号", "备件编号", "件号", "編號", "備件編號", "件號"),
    "name": ("name", "名称", "备件名称", "名稱", "備件名稱"),
    "name_en": ("name (english)", "english", "英文名称", "英文名稱", "name_en"),
    "name_hant": ("name (traditional chinese)", "繁体名称", "繁體名稱", "name_zh_hant"),
    "lines": ("product lines", "fits", "lines", "适用产品", "適用產品", "产品系列", "產品系列"),
    "unit": ("unit", "单位", "單位"),
    "serial_tracked": ("serial tracked", "serial", "序列号管理", "序號管理", "序列號管理"),
    "low_mark": ("low mark", "safety stock", "安全库存", "安全庫存"),
    "superseded_by": ("superseded by", "替代件", "替代件号", "替代件號"),
}
YES = frozenset({"1", "yes", "y", "true", "是", "√", "x"})


@dataclass(frozen=True, slots=True)
class Imported:
    """How many parts were added and how many changed."""

    added: int
    changed: int


def _columns(headings: list[str]) -> dict[str, str]:
    known = {synonym: name for name, synonyms in HEADINGS.items() for synonym in synonyms}
    return {known[heading.strip().lower()]: heading for heading in headings if heading.strip().lower() in known}


def _details(row: Row, columns: dict[str, str]) -> PartDetails:
    said = {name: str(row.values.get(heading, "") or "").strip() for name, heading in columns.items()}
    mark = said.get("low_mark", "")
    try:
        low = Decimal(mark) if mark else None
    except InvalidOperation as error:
        raise BadInput({"low_mark": say("write a number")}) from error
    lines = said.get("lines", "")
    for sign in "、,，;；/":
        lines = lines.replace(sign, " ")
    names = {"en": said.get("name_en", ""), "zh-hant": said.get("name_hant", "")}
    return PartDetails(
        number=said.get("number", ""),
        name=said.get("name", ""),
        names=names,
        lines=lines.split(),
        unit=said.get("unit", ""),
        serial_tracked=said.get("serial_tracked", "").lower() in YES,
        low_mark=low,
    )


def _rows(table: Table) -> Iterator[Row]:
    for place, row in enumerate(table.rows):
        if place >= MOST_ROWS:
            raise BadInput({"file": say("send at most %(most)s parts at once", most=MOST_ROWS)})
        if any(str(value).strip() for value in row.values.values()):
            yield row


@transaction.atomic
def import_parts(*, table: Table, by: Actor) -> Imported:
    """导入备件: take a catalogue from a table, by part number; all rows or none (procedure 11).

    Raises NotAllowed, BadInput (no number column; faults, each with its line).
    """
    by.require(Permission.PARTS_MANAGE)
    rows = list(_rows(table))
    columns = _columns(table.headings or list(rows[0].values) if rows else table.headings)
    if not {"number", "name"} <= columns.keys():
        raise BadInput({"file": say("the first row needs the headings part number and name")})
    known = dict(Part.objects.values_list("number", "pk"))
    added, faults, following = 0, [], []
    for row in rows:
        try:
            details = _details(row, columns)
            saved = save_part(part_id=known.get(details.number.strip()), details=details, by=by)
        except BadInput as error:
            told = "; ".join(wording.text(one) for one in error.fields.values())
            faults.append(say("line %(line)s: %(told)s", line=row.line, told=told))
            continue
        added += saved.number not in known
        known[saved.number] = saved.pk
        if "superseded_by" in columns and (after := str(row.values.get(columns["superseded_by"], "") or "").strip()):
            following.append((row.line, saved, after))
    faults += _supersede(following, known)
    if faults:
        raise BadInput({"file": faults[0], **{f"file.{n}": one for n, one in enumerate(faults[1:MOST_FAULTS])}})
    return Imported(added, len(rows) - added)


def _supersede(following: list[tuple[int, Part, str]], known: dict[str, int]) -> list[Any]:
    """Say which part replaces which, once all numbers are known."""
    faults = []
    for line, part, after in following:
        if known.get(after) in (None, part.pk):
            told = wording.text(say("no part has this number"))
            faults.append(say("line %(line)s: %(told)s", line=line, told=f"{after}: {told}"))
        else:
            part.superseded_by_id = known[after]
            part.save(update_fields=["superseded_by"])
    return faults
