"""Rows added, taken out, renamed and moved. What names a row follows it when it is renamed. Pure."""

import re
from collections.abc import Callable

from wuxing.core.reasons import Reason, say
from wuxing.schemes.drafts.columns import Shape, Sheet, children, sheets
from wuxing.schemes.drafts.kinds import BadCell, Form, Kind, value
from wuxing.schemes.drafts.tables import PART, Row, Tables


class BadRow(ValueError):
    """A row that cannot be added, taken out, renamed or moved; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


DEFAULTS: dict[str, dict[str, str]] = {
    "basis": {"role": "criteria"},
    "levels": {"stars": "0", "max_special_deductions": "4"},
    "indicators": {
        "id_status": "unverified",
        "points_status": "unknown",
        "deduction": "proportional",
        "excludable": "no",
        "coverage": "none",
        "procedures": "-",
    },
    "scoring": {"mode": "manual"},
    "metrics": {
        "window": "P12M",
        "min_population": "30",
        "freshness": "P30D",
        "late_entries.after": "PT48H",
        "late_entries.max_share": "0.10",
    },
}
_LIKE = {"gates": "levels", "succession": "indicators"}
"""Tables whose names are made like those of another."""
DROPPED = "supersedes.dropped"
_LEAF_ONLY = ("deduction", "excludable", "coverage", "procedures")


def name_kind(sheet: Sheet) -> Kind | None:
    """Return what the name of a row of this table may be; None where rows are numbered."""
    if not sheet.own or sheet.shape is Shape.PARTS:
        return None
    if column := sheet.column(sheet.own):
        return column.kind
    return name_kind(sheets()[sheet.refers.get(sheet.own) or _LIKE[sheet.name]])


def with_row(tables: Tables, sheet: Sheet, *, name: str = "", parent: str = "") -> tuple[Tables, str]:
    """Return the tables with a new row, and its key. Raises BadRow."""
    made = _copied(tables)
    rows = made[sheet.name]
    name = _name(sheet, name)
    if sheet.parent and not any(row.key == parent for row in (*made[sheet.parent], *rows)):
        raise BadRow(say("the row %(name)s is not there any more", name=parent))
    row = {Shape.TREE: _branch, Shape.PARTS: _part}.get(sheet.shape, _plain)(sheet, rows, name, parent)
    if any(one.key == row.key for one in rows):
        raise BadRow(say("%(name)s is there already; choose another name", name=name or row.key))
    row.cells = DEFAULTS.get(sheet.name, {}) | row.cells
    rows.insert(_place(sheet, rows, row), row)
    if sheet.shape is Shape.TREE:
        _become_group(made, row.parent)
        made["scoring"].append(Row(row.key, row.key, dict(DEFAULTS["scoring"])))
    return made, row.key


def _name(sheet: Sheet, name: str) -> str:
    kind = name_kind(sheet)
    if kind is None:
        return ""
    try:
        return str(value(kind, name))
    except BadCell as error:
        raise BadRow(error.reason if name.strip() else say("write the name of the new row")) from error


def _plain(sheet: Sheet, rows: list[Row], name: str, parent: str) -> Row:
    number = str(sum(1 for row in rows if row.parent == parent) + 1)
    key = f"{parent}/{name or number}" if parent else name or number
    return Row(key, parent, {sheet.own: name} if name else {})


def _branch(sheet: Sheet, rows: list[Row], name: str, parent: str) -> Row:
    return Row(name, parent or parent_of(name, rows), {sheet.own: name})


def parent_of(name: str, rows: list[Row]) -> str:
    """Return under which of `rows` an indicator belongs by its number: 5.2.4-b under 5.2.4."""
    above = [row.key for row in rows if row.key != name and name.startswith((f"{row.key}.", f"{row.key}-"))]
    return max(above, key=len, default="")


def _part(sheet: Sheet, rows: list[Row], name: str, parent: str) -> Row:
    """`parent` is an indicator, or a part of its scoring under which another stands."""
    above = next((row for row in rows if row.key == parent), None)
    if above is None:
        return Row(parent, parent)
    label = above.cells.get(PART, "")
    inside = [row for row in rows if row.parent == above.parent and _outer(row) == label and row is not above]
    made = f"{label}.{len(inside) + 1}" if label else str(len(inside) + 1)
    return Row(f"{above.parent}/{made}", above.parent, {PART: made, "weight": "0"})


def _outer(row: Row) -> str:
    return row.cells.get(PART, "").rpartition(".")[0]


def _place(sheet: Sheet, rows: list[Row], new: Row) -> int:
    """Indicators stand in the order of their numbers, everything else behind its neighbours."""
    if sheet.shape is Shape.TREE:
        later = (n for n, row in enumerate(rows) if row.parent == new.parent and _order(row.key) > _order(new.key))
        return next(later, len(rows))
    return max((n + 1 for n, row in enumerate(rows) if row.parent == new.parent), default=len(rows))


def _order(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"[.-]", name)]


def _become_group(tables: Tables, key: str) -> None:
    """An indicator that gets its first child earns nothing by itself any more: what is empty or as it came goes."""
    row = next((one for one in tables["indicators"] if one.key == key), None)
    if row is None or sum(1 for one in tables["indicators"] if one.parent == key) > 1:
        return
    for column in _LEAF_ONLY:
        if row.cells.get(column) == DEFAULTS["indicators"][column]:
            del row.cells[column]
    tables["scoring"] = [one for one in tables["scoring"] if one.key != key or one.cells != DEFAULTS["scoring"]]


def without_row(tables: Tables, sheet: Sheet, key: str) -> Tables:
    """Return the tables without a row and what hangs on it. Raises BadRow."""
    row = _row(tables, sheet, key)
    made = _copied(tables)
    if sheet.shape is Shape.TREE and (below := [one.key for one in made[sheet.name] if one.parent == key]):
        raise BadRow(
            say("%(name)s has %(children)s below it; take those out first", name=key, children=", ".join(below[:5]))
        )
    label = row.cells.get(PART, "")
    made[sheet.name] = [
        one
        for one in made[sheet.name]
        if one.key != key and not (sheet.shape is Shape.PARTS and _lies_in(one, row, label))
    ]
    _drop_below(made, sheet.name, {key})
    if sheet.shape is Shape.TREE:
        _let_go(made, key)
    return made


def _let_go(tables: Tables, key: str) -> None:
    """What an older edition had under this number is dropped now, and said to be."""
    lost = [row for row in tables["succession"] if row.cells.get("value") == key]
    tables["succession"] = [row for row in tables["succession"] if row not in lost]
    scheme = next(iter(tables["scheme"]), Row(""))
    dropped = [scheme.cells.get(DROPPED, ""), *(row.cells["old"] for row in lost)]
    if lost:
        scheme.cells[DROPPED] = ", ".join(filter(None, dropped))


def _lies_in(one: Row, row: Row, label: str) -> bool:
    return one.parent == row.parent and (not label or one.cells.get(PART, "").startswith(f"{label}."))


def _drop_below(tables: Tables, name: str, gone: set[str]) -> None:
    for sheet in children(name):
        keys = {row.key for row in tables[sheet.name] if row.parent in gone}
        tables[sheet.name] = [row for row in tables[sheet.name] if row.key not in keys]
        _drop_below(tables, sheet.name, keys)


def renamed(tables: Tables, sheet: Sheet, key: str, name: str) -> Tables:
    """Return the tables with a row under another name; whatever names it names it so too. Raises BadRow."""
    row = _row(tables, sheet, key)
    if name_kind(sheet) is None or sheet.own in sheet.refers:
        raise BadRow(say("the rows of this table have no names; take the row out and add another"))
    new, old = _name(sheet, name), row.cells.get(sheet.own, "")
    if any(one.cells.get(sheet.own) == new for one in tables[sheet.name] if one.key != key):
        raise BadRow(say("%(name)s is there already; choose another name", name=new))
    made = _copied(tables)
    names = {old: new}
    if sheet.shape is Shape.TREE:  # the numbers below begin with the number above
        below = [one.key for one in made[sheet.name] if one.key.startswith((f"{old}.", f"{old}-"))]
        names |= {one: new + one.removeprefix(old) for one in below}
    for was, becomes in names.items():
        _rename(made, sheet, was, becomes)
    return made


def _rename(tables: Tables, sheet: Sheet, old: str, new: str) -> None:
    for other in sheets().values():
        hangs = other.parent == sheet.name
        for row in tables[other.name]:
            if other is sheet and row.cells.get(sheet.own) == old and row.key == old:
                row.key = row.cells[sheet.own] = new
            if (hangs or other is sheet) and row.parent == old:
                row.parent = new
                row.key = re.sub(rf"^{re.escape(old)}(?=/|$)", lambda _found: new, row.key) if hangs else row.key
            for column, named in other.refers.items():
                if named == sheet.name:
                    _follow(other, row, column, lambda one: new if one == old else one)


def _follow(sheet: Sheet, row: Row, column: str, follow: Callable[[str], str]) -> None:
    written = row.cells.get(column, "")
    found = sheet.column(column)
    if written and found is not None and found.kind.form in (Form.LIST, Form.SOME):
        row.cells[column] = ", ".join(follow(one.strip()) for one in written.split(","))
    elif written:
        row.cells[column] = follow(written)


def moved_up(tables: Tables, sheet: Sheet, key: str) -> Tables:
    """Return the tables with a row before its neighbour above. Raises BadRow."""
    row = _row(tables, sheet, key)
    made = _copied(tables)
    rows = made[sheet.name]
    here = next(number for number, one in enumerate(rows) if one.key == key)
    before = [n for n in range(here) if rows[n].parent == row.parent and _outer(rows[n]) == _outer(row)]
    if sheet.shape is Shape.PARTS:
        before = [n for n in before if rows[n].cells.get(PART)]
    if not before or (sheet.shape is Shape.PARTS and not row.cells.get(PART)):
        raise BadRow(say("the row is the first already"))
    rows.insert(before[-1], rows.pop(here))
    return made


def _row(tables: Tables, sheet: Sheet, key: str) -> Row:
    found = next((row for row in tables[sheet.name] if row.key == key), None)
    if found is None:
        raise BadRow(say("the row %(name)s is not there any more", name=key))
    return found


def _copied(tables: Tables) -> Tables:
    return {name: [Row(row.key, row.parent, dict(row.cells)) for row in rows] for name, rows in tables.items()}
