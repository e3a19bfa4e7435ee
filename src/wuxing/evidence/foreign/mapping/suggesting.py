"""Draft a mapping for an unknown file, by its headings, the shapes of its values and the words of its activities."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from wuxing.core.tables.rows import CASE, Row, Table
from wuxing.evidence.foreign import times
from wuxing.evidence.foreign.mapping.loading import normal, shipped
from wuxing.evidence.foreign.mapping.structure import TIMES, Kind
from wuxing.evidence.foreign.readers import opening

SAMPLE = 5_000
EVENT_HEADINGS = {
    "case": (
        "case:concept:name",
        "case id",
        "case",
        "caseid",
        "ticket",
        "ticket id",
        "incident",
        "incident id",
        "工单号",
        "案例",
        "单号",
        "案件編號",
    ),
    "activity": (
        "concept:name",
        "activity",
        "event",
        "action",
        "step",
        "status",
        "活动",
        "活動",
        "操作",
        "动作",
        "状态",
        "狀態",
        "事件",
    ),
    "time": (
        "time:timestamp",
        "timestamp",
        "complete timestamp",
        "time",
        "event time",
        "date",
        "时间",
        "時間",
        "操作时间",
        "发生时间",
    ),
    "resource": ("org:resource", "resource", "user", "agent", "owner", "处理人", "操作人", "經辦人", "处理人员"),
}
WORDS: tuple[tuple[str, str], ...] = (
    (r"cancel|withdraw|取消|撤单|撤單|作废", "cancel"),
    (r"re-?open|重新打开|重開|再次打开", "reopen"),
    (r"follow.?up|survey|feedback|回访|回訪", "follow_up"),
    (r"clos(e|ed|ing)|关闭|關閉|结单|結案|关单|办结", "close"),
    (r"resol|complet|fix|repaired|solv|finish|done|解决|解決|完工|修复|修復|完成", "finish_work"),
    (r"\bsign(ed|ature|s)?\b|签字|簽字|签名", "sign"),
    (r"wait|pending|hold|suspend|park|等待|挂起|暂停|暫停|待件|待料", "hold"),
    (r"resume|continue|恢复|恢復", "resume"),
    (r"arriv|on.?site|check.?in|到达|到達|上门|上門|签到", "arrive"),
    (r"depart|en.?route|出发|出發", "depart"),
    (r"start|begin|in progress|开工|開工|开始|開始|处理中|維修中|维修中", "start_work"),
    (r"contact|call.?back|respon|联系|聯繫|首次响应|回复", "contact"),
    (r"accept|acknowledg|接单|接單", "accept"),
    (r"re-?assign|transfer|转派|改派|轉派", "reassign"),
    (r"assign|dispatch|take in charge|allocat|queue|派单|派工|派單|分配", "dispatch"),
    (r"quali|triage|classif|priorit|审核|受理审核", "write_order"),
    (r"creat|open|regist|report|insert|submit|log|new|receiv|登记|登記|报修|報修|来电|创建|建單|提交|受理", "log"),
)


@dataclass(frozen=True, slots=True)
class _Sample:
    table: Table
    rows: list[Row]
    headings: list[str]

    def values(self, heading: str) -> list[str]:
        return [str(value) for row in self.rows if (value := row.values.get(heading)) not in (None, "")]

    def share_of_times(self, heading: str) -> float:
        values = [row.values[heading] for row in self.rows[:500] if row.values.get(heading)]
        return sum(times.parse(value) is not None for value in values) / len(values) if values else 0.0


def suggest(path: Path) -> str:
    """Return a mapping as YAML; what is unsure is marked with `?`.

    Raises:
        Unreadable: the file cannot be read.
    """
    table = opening.open_table(path)
    rows = list(islice(table.rows, SAMPLE))
    headings = table.headings or list(dict.fromkeys(name for row in rows for name in row.values))
    sample = _Sample(table, rows, headings)
    name = re.sub(r"[^a-z0-9]+", "-", path.name.split(".")[0].lower()).strip("-")[:30].strip("-") or "source"
    lines = [
        "# "
        + _("A draft from %(count)s rows of %(file)s (%(format)s, %(encoding)s). Check every line marked with ?")
        % {"count": len(rows), "file": path.name, "format": table.format, "encoding": table.encoding},
        "mapping: 1",
        f"name: {name}",
        f"source: {name}      # "
        + _("names the system; the same case number of the same source is never imported twice"),
    ]
    lines += _as_events(sample) if _is_event_log(sample) else _as_orders(sample)
    lines += [
        "# promises:  # " + _("without a promise, “in time” cannot be judged"),
        '#   resolve: {minutes: 4320, text: "…"}',
    ]
    return "\n".join(lines) + "\n"


def _pick(sample: _Sample, wanted: tuple[str, ...], used: set[str]) -> tuple[str, bool] | None:
    """Return the heading that fits best and whether that is sure."""
    compared = {normal(heading): heading for heading in reversed(sample.headings)}
    for word in wanted:
        if (found := compared.get(normal(word))) and found not in used:
            return found, True
    for word in wanted:
        for key, found in compared.items():
            if len(normal(word)) > 2 and normal(word) in key and found not in used:
                return found, False
    return None


def _is_event_log(sample: _Sample) -> bool:
    """Few activities, one time column that matters, and cases with several rows."""
    if any(heading.startswith(CASE) for heading in sample.headings):
        return True
    time_columns = sum(sample.share_of_times(heading) > 0.8 for heading in sample.headings)
    case = _pick(sample, EVENT_HEADINGS["case"], set())
    activity = _pick(sample, EVENT_HEADINGS["activity"], {case[0]} if case else set())
    if not case or not activity or time_columns > 2:
        return False
    ids = sample.values(case[0])
    return bool(ids) and len(set(ids)) < 0.8 * len(ids)


def _line(name: str, heading: str, sure: bool, why: str = "") -> str:
    mark = "" if sure else "   # ? " + (why or _("by part of its name only"))
    return f'  {name}: "{_quoted(heading)}"{mark}'


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


def _zone(sample: _Sample, headings: list[str]) -> str:
    moments = [times.parse(row.values[h]) for h in headings for row in sample.rows[:200] if row.values.get(h)]
    if any(moment and moment.offset is None for moment in moments):
        return "zone: Asia/Shanghai   # ? " + _("the times carry no zone; name the one they were written in")
    return "# " + _("every time carries its own zone")


def _dates(sample: _Sample, headings: list[str]) -> list[str]:
    for heading in headings:
        column = times.survey(((row.line, row.values.get(heading, "")) for row in sample.rows), lambda *_a: None)
        if column.unsure and not column.proofs:
            line, text = next(iter(column.unsure.values()))
            return [
                "# dates: dmy   # ? "
                + _("line %(line)s: %(text)s could be two days; dmy or mdy") % {"line": line, "text": text}
            ]
    return []


def _as_events(sample: _Sample) -> list[str]:
    used: set[str] = set()
    lines, columns = [f"kind: {Kind.EVENTS.value}"], []
    found: dict[str, str] = {}
    for name, wanted in EVENT_HEADINGS.items():
        choice = _pick(sample, wanted, used)
        if name == "time" and not choice:
            best = max(sample.headings, key=sample.share_of_times, default="")
            choice = (best, False) if best and sample.share_of_times(best) > 0.8 else None
        if choice:
            found[name] = choice[0]
            used.add(choice[0])
            columns.append(_line(name, *choice))
        elif name != "resource":
            columns.append(_missing(name, sample))
    columns += _fields(sample, used, ("customer", "product", "serial", "fault", "category"))
    lines += [
        _zone(sample, [found["time"]] if "time" in found else []),
        *_dates(sample, [found["time"]] if "time" in found else []),
    ]
    lines += ["channel: import", "work_type: onsite   # ? onsite, walk_in, remote", "columns:", *columns, "activities:"]
    first = _first_share(sample, found.get("case", ""), found.get("activity", ""))
    counts = Counter(sample.values(found.get("activity", ""))).most_common(100)
    lines += [_activity(activity, count, first.get(activity, 0) / count) for activity, count in counts]
    return [*lines, "others: note   # " + _("kept as events, never lost")]


def _missing(name: str, sample: _Sample) -> str:
    names = ", ".join(sample.headings[:20])
    return f'  {name}: "?"   # ? ' + _("no column looks like it; name one of: %(names)s") % {"names": names}


def _first_share(sample: _Sample, case: str, activity: str) -> Counter[str]:
    """Count how often each activity stands first in its case."""
    first: dict[str, str] = {}
    for row in sample.rows:
        first.setdefault(str(row.values.get(case, "")), str(row.values.get(activity, "")))
    return Counter(first.values())


def _activity(activity: str, count: int, first: float) -> str:
    step = next((step for pattern, step in WORDS if re.search(pattern, activity, re.IGNORECASE)), None)
    mark = "   # ? " + _("%(count)s times; check") % {"count": count}
    meaning = {
        None: "note",
        "hold": "{hold: waiting_manufacturer}",
        "log": "[log, note]",
        "dispatch": "[dispatch, reassign]",
        "write_order": "[log, write_order, note]",
    }.get(step, step or "note")
    if first > 0.5 and step not in {"log", "write_order"}:
        meaning = f"[log, {meaning}]" if meaning.isidentifier() else "[log, note]"
    if step == "hold":
        mark += "; " + _("for whom does it wait? waiting_customer stops the promise's clock")
    return f'  "{_quoted(activity)}": {meaning}{mark}'


def _fields(sample: _Sample, used: set[str], names: tuple[str, ...]) -> list[str]:
    known = shipped("generic").columns
    lines = []
    for name in names:
        choice = _pick(sample, known[name], used)
        if choice:
            used.add(choice[0])
            lines.append(_line(name, *choice))
    return lines


def _as_orders(sample: _Sample) -> list[str]:
    known = shipped("generic").columns
    used: set[str] = set()
    chosen: dict[str, tuple[str, bool]] = {}
    for sure in (True, False):  # exact names first, so that a part of a name does not take another's column
        for name, wanted in known.items():
            if name in chosen:
                continue
            choice = _pick(sample, wanted, used)
            if choice and choice[1] is sure and (name not in TIMES or sample.share_of_times(choice[0]) > 0.6):
                chosen[name] = choice
                used.add(choice[0])
    columns = [_line(name, *chosen[name]) for name in known if name in chosen]
    columns += [_missing(name, sample) for name in ("number", "received_at") if name not in chosen]
    time_headings = [chosen[name][0] for name in TIMES if name in chosen]
    left = [heading for heading in sample.headings if heading not in used]
    lines = [f"kind: {Kind.ORDERS.value}", _zone(sample, time_headings), *_dates(sample, time_headings)]
    lines += ["channel: import", "work_type: onsite   # ? onsite, walk_in, remote", "columns:", *columns]
    if left:
        lines.append("# " + _("not mapped, kept with each record: %(names)s") % {"names": ", ".join(left[:30])})
    return lines
