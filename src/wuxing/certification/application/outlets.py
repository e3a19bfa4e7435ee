"""Lists of outlets as people hand them in: lines that are typed or pasted, or the rows of a table. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wuxing.core.reasons import Reason, say

MOST = 2000
LONGEST = 120
_CUT = re.compile(r"[\t,，;；|]")
_HEADINGS = {
    "name": ("name", "outlet", "网点", "网点名称", "名称", "服务网点", "網點", "網點名稱", "名稱", "服務網點"),
    "city": ("city", "城市", "所在城市", "地区", "市", "地區"),
    "headcount": ("headcount", "people", "人数", "员工人数", "人員數", "人数（人）", "人數", "員工人數"),
    "own": ("own", "type", "own/entrusted", "性质", "类型", "自建/委托", "性質", "類型", "自建/委託"),
}
_OWN = frozenset({"own", "自建", "自营", "自有", "直营", "自營", "直營", "yes", "是", ""})
_ENTRUSTED = frozenset({"entrusted", "委托", "授权", "加盟", "外包", "委託", "授權", "特约", "特約", "no", "否"})


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet of a list."""

    name: str
    city: str = ""
    headcount: int = 0
    own: bool = True

    @property
    def line(self) -> str:
        """Return the outlet as a line of the form."""
        return f"{self.name}, {self.city}, {self.headcount}, {'自建' if self.own else '委托'}"


@dataclass(frozen=True, slots=True)
class Read:
    """What a list says, and what is wrong with it, line by line."""

    outlets: tuple[Outlet, ...]
    faults: tuple[Reason, ...]


def of_text(text: str) -> Read:
    """Return the outlets of lines `name, city, people, own or entrusted`; empty lines and a line of headings are passed over."""
    rows: list[tuple[int, dict[str, str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in _CUT.split(line)]
        if any(cells) and not (not rows and cells[0].casefold() in _HEADINGS["name"]):
            rows.append((number, dict(zip(("name", "city", "headcount", "own"), [*cells, "", "", ""], strict=False))))
    return _read(rows)


def of_rows(rows: Iterable[tuple[int, Mapping[str, object]]]) -> Read:
    """Return the outlets of a table's rows; its headings may be Chinese or English, a name must be among them."""
    found, known = [], True
    for line, values in rows:
        named = {_heading(str(heading)): _cell(value) for heading, value in values.items()}
        known = known and "name" in named
        if any(text for key, text in named.items() if key):
            found.append((line, named))
        if len(found) > MOST:
            break
    if not known:
        return Read((), (say("the list has no column with the names; head it “网点名称” or “name”"),))
    return _read(found)


def _heading(text: str) -> str:
    wanted = re.sub(r"\s", "", text).casefold()
    return next((name for name, said in _HEADINGS.items() if wanted in said), "")


def _cell(value: object) -> str:
    text = str(value).strip()
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def _read(rows: list[tuple[int, dict[str, str]]]) -> Read:
    outlets: list[Outlet] = []
    faults: list[Reason] = []
    seen: set[str] = set()
    if len(rows) > MOST:
        return Read((), (say("a list has at most %(count)s outlets; ask the body how to hand in more", count=MOST),))
    for line, row in rows:
        made = _outlet(line, row, seen)
        if isinstance(made, Outlet):
            outlets.append(made)
            seen.add(made.name)
        else:
            faults.append(made)
    return Read(tuple(outlets), tuple(faults))


def _outlet(line: int, row: Mapping[str, str], seen: set[str]) -> Outlet | Reason:
    name, own = row.get("name", ""), row.get("own", "").casefold()
    people = re.sub(r"\s|人", "", row.get("headcount", "")) or "0"
    if not name:
        return say("line %(line)s: the outlet has no name", line=line)
    if len(name) > LONGEST or len(row.get("city", "")) > 60:
        return say("line %(line)s: the name or the city is too long", line=line)
    if name in seen:
        return say("line %(line)s: “%(name)s” is listed twice", line=line, name=name)
    if not re.fullmatch(r"[0-9]{1,6}", people):
        return say("line %(line)s: write the people as a number", line=line)
    if own not in _OWN | _ENTRUSTED:
        return say("line %(line)s: write 自建 (own) or 委托 (entrusted) at the end", line=line)
    return Outlet(name, row.get("city", ""), int(people), own in _OWN)
