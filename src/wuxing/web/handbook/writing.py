"""Write a document from content and facts: sections of blocks, and what each depends on. Pure.

A paper is plain data (JSON), so that it can be kept, compared with the next one, and drawn as a Word file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wuxing.web.handbook import content
from wuxing.web.handbook.content import Procedure, Sentence, Step, common
from wuxing.web.handbook.facts import Facts, Row

Block = dict[str, Any]
_HOLE = re.compile(r"\{([a-z_0-9.]+)\}")
COLUMNS: dict[str, tuple[str, ...]] = {
    "promises": ("promise", "area", "within", "counted", "as_read"),
    "calendars": ("calendar", "hours"),
    "outlets": ("outlet", "kind", "city", "districts", "staff"),
    "skills": ("trade", "levels"),
    "warranties": ("category", "models", "warranty"),
    "posts": ("posts", "holders"),
    "retention": ("record", "kept", "starts", "disposal", "basis"),
    "metrics": ("metric", "says"),
    "procedures": ("number", "procedure", "document", "state"),
    "forms": ("procedure", "forms", "record"),
    "duties": ("duty", "posts_holders"),
    "terms": ("term", "meaning"),
    "steps": ("step", "who", "within", "leaves"),
}


class _Writer:
    """Collects blocks, and the facts that were used in writing them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.said = common("says", facts.language)
        self.sections: list[dict[str, Any]] = []
        self.used: dict[str, list[str]] = {}  # key: [label, value]

    def section(self, title: str, blocks: Iterable[Block]) -> None:
        found = [block for block in blocks if block]
        if found:
            self.sections.append({"title": title, "blocks": found})

    def filled(self, text: str) -> str:
        """Fill the holes of a text; what is put in is never read as a hole itself."""
        return _HOLE.sub(lambda hole: self._value(hole[1]), text)

    def _value(self, name: str) -> str:
        value = self.facts.values[name]
        self.used[name] = [self._label(name), value]
        return value

    def _label(self, name: str) -> str:
        labels = common("facts", self.facts.language)
        if name in labels:
            return labels[name]
        group, _dot, rest = name.partition(".")
        known = common("promises", self.facts.language) if group == "promise" else {}
        return labels.get(group, group) + (f"（{known.get(rest, rest)}）" if rest else "")

    def sentence(self, one: Sentence) -> str:
        words = one.text if not one.needs or self.facts.has(one.needs) else one.otherwise
        return self.filled(words.of(self.facts.language)) if words else ""

    def table(self, layout: str, rows: Sequence[Row], *, note: bool = True) -> Block:
        if not rows:
            return {}
        heads = common("columns", self.facts.language)
        named = common("tables", self.facts.language).get(layout, "")
        for row in rows if note else ():
            label = self.said["row"].format(table=named, name=row.cells[0])
            self.used[f"{layout}.{row.key}"] = [label, "，".join(cell.replace("\n", "；") for cell in row.cells[1:])]
        return {
            "kind": "table",
            "layout": layout,
            "head": [heads[name] for name in COLUMNS[layout]],
            "rows": [list(row.cells) for row in rows],
        }


def _text(text: str) -> Block:
    return {"kind": "text", "text": text} if text else {}


def _item(text: str) -> Block:
    return {"kind": "item", "text": text} if text else {}


def _paper(writer: _Writer, title: str) -> dict[str, Any]:
    return {"title": title, "sections": writer.sections, "facts": writer.used}


def procedure(number: int, facts: Facts) -> dict[str, Any]:
    """Write a procedure. One that does not work in the system yet is short and says so."""
    given, fact = content.procedure(number), facts.procedures[number]
    writer, language = _Writer(facts), facts.language
    heads = common("headings", language)
    runs = not fact.planned and bool(given.flow)
    writer.section(heads["purpose"], [_text(writer.filled(given.purpose.of(language)))])
    writer.section(heads["scope"], [_text(writer.filled(given.scope.of(language)))])
    if not runs:
        writer.sections[0]["blocks"].append({"kind": "note", "text": writer.said["not_run"]})
    writer.section(heads["duties"], [writer.table("duties", _duties(given, facts, writer), note=False)])
    if runs:
        terms = [Row(code, content.term(code, language)) for code in given.terms]
        writer.section(heads["terms"], [writer.table("terms", terms, note=False)])
        writer.section(heads["flow"], _flow(given, facts, writer))
        writer.section(heads["records"], _records(number, facts, writer))
        writer.section(heads["metrics"], _metrics(number, facts, writer))
    else:
        writer.section(heads["records"], _outside(number, facts, writer))
    writer.section(heads["related"], [_item(line) for line in _related(given, facts, fact.clauses, writer.said)])
    return _paper(writer, fact.title)


def _duties(given: Procedure, facts: Facts, writer: _Writer) -> list[Row]:
    rows = []
    for duty in given.duties:
        roles = list(facts.with_permission[duty.may]) if duty.may else list(duty.roles)
        holders = "\n".join(f"{facts.titles[role]}：{facts.holders[role]}" for role in roles)
        label = common("columns", facts.language)["holders"]
        writer.used |= {f"holders.{role}": [f"{label}（{facts.titles[role]}）", facts.holders[role]] for role in roles}
        rows.append(Row(duty.may or holders, (duty.text.of(facts.language), holders)))
    return rows


def _flow(given: Procedure, facts: Facts, writer: _Writer) -> list[Block]:
    rows = [
        _step_row(place, step, facts, writer)
        for place, step in enumerate(given.flow, 1)
        if step.by or step.leaves  # a step of neither only says what the system does not do
    ]
    blocks: list[Block] = [_text(writer.said["overview"]), writer.table("steps", rows, note=False)]
    for step in given.flow:
        blocks.append({"kind": "heading", "text": step.title.of(facts.language)})
        blocks += [_item(writer.sentence(one)) for one in step.says]
        if step.table:
            blocks.append(writer.table(step.table, facts.tables[step.table]))
    return blocks


def _step_row(place: int, step: Step, facts: Facts, writer: _Writer) -> Row:
    who = facts.roles[step.by] if step.by else writer.said["everybody"]
    within = "\n".join(_promised(kind, facts, writer) for kind in step.within)
    leaves = "、".join(facts.nouns[code] for code in step.leaves)
    return Row(str(place), (f"{place} {step.title.of(facts.language)}", who, within or "—", leaves or "—"))


def _promised(kind: str, facts: Facts, writer: _Writer) -> str:
    name = f"promise.{kind}"
    within = writer.filled(f"{{{name}}}") if facts.has(name) else writer.said["no_promise"]
    return f"{common('promises', facts.language)[kind]}：{within}"


def _records(number: int, facts: Facts, writer: _Writer) -> list[Block]:
    rows, forms = facts.records.get(number, ()), facts.procedures[number].forms
    blocks: list[Block] = [_text(writer.said["records_intro"])] if rows else [_text(writer.said["no_records"])]
    blocks.append(writer.table("retention", rows))
    if forms:
        blocks.append(_text(writer.said["forms"].format(forms="、".join(forms))))
    if outside := facts.outside.get(number, ()):
        blocks += [_text(writer.said["outside"]), writer.table("retention", outside)]
    return blocks


def _outside(number: int, facts: Facts, writer: _Writer) -> list[Block]:
    rows = [*facts.outside.get(number, ()), *facts.records.get(number, ())]
    return [_text(writer.said["outside" if rows else "no_outside"]), writer.table("retention", rows)]


def _metrics(number: int, facts: Facts, writer: _Writer) -> list[Block]:
    if rows := facts.metrics.get(number, ()):
        return [writer.table("metrics", rows)]
    return [_text(writer.said["no_metrics" if facts.has("scheme") else "no_scheme"])]


def _related(given: Procedure, facts: Facts, clauses: Sequence[str], said: Mapping[str, str]) -> list[str]:
    lines = [f"{facts.procedures[n].document} 《{facts.procedures[n].title}》" for n in given.related]
    return [*lines, said["standard"].format(clauses="、".join(clauses))]


def manual(facts: Facts) -> dict[str, Any]:
    """Write the service manual."""
    given, writer = content.manual(), _Writer(facts)
    for section in given.sections:
        blocks = [_text(writer.sentence(one)) for one in section.says]
        blocks += [
            _chart(facts) if name == "chart" else writer.table(name, facts.tables[name]) for name in section.tables
        ]
        writer.section(section.title.of(facts.language), blocks)
    return _paper(writer, given.title.of(facts.language))


def _chart(facts: Facts) -> Block:
    """Return the organisation as three rows of boxes: the company, its posts, its outlets."""
    posts = [row.cells[0] for row in facts.tables["posts"]]
    outlets = [row.cells[0] for row in facts.tables["outlets"]]
    levels = [[facts.organisation], posts, outlets]
    return {"kind": "chart", "rows": [level for level in levels if level]}


def paper(subject: str, facts: Facts) -> dict[str, Any]:
    """Write the manual, or the procedure of a number."""
    return manual(facts) if subject == content.MANUAL else procedure(int(subject), facts)
