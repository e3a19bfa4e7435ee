"""The door for a body's rule: from YAML, every fault with its line and what to do; or from a canonical form kept earlier."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from wuxing.certification.programme.structure import (
    Adjustment,
    Band,
    Clause,
    Fees,
    Paper,
    PersonDays,
    Programme,
    SiteSampling,
    Windows,
)
from wuxing.core.reasons import say
from wuxing.schemes.packs.canonical import canonical, content, digest
from wuxing.schemes.packs.problems import PackError, Problem
from wuxing.schemes.packs.reading import Document, document, document_of
from wuxing.schemes.packs.shape import problems_of_shape
from wuxing.schemes.packs.structure import Text

SCHEMAS = Path(__file__).parent / "schema"
NAME = "programme"


@dataclass(frozen=True, slots=True)
class Draft:
    """A rule that was read and found right: its data in the one form that stands for it."""

    data: dict[str, Any]
    form: str
    sha256: str

    def programme(self, version: int) -> Programme:
        """Return the rule as values, as the body's version of this number."""
        return build(self.data, version)


def load(path: Path) -> Draft:
    """Return the rule in a file. Raises PackError with every fault: file, line, what to do."""
    return _checked(document(path), None)


def read(name: str, data: bytes, leaves: Collection[str] | None = None) -> Draft:
    """Return the rule in YAML that was handed in; `leaves` are the indicators that its papers may name.

    Raises PackError with every fault: file, line, what to do.
    """
    return _checked(document_of(name, data), leaves)


def restore(form: str, version: int) -> Programme:
    """Return the rule of a canonical form that was checked when it was kept."""
    return build(content(form), version)


def _checked(found: Document, leaves: Collection[str] | None) -> Draft:
    problems = problems_of_shape({NAME: found}, SCHEMAS) or list(_contradictions(found, leaves))
    if problems:
        raise PackError(problems)
    form = canonical(found.data)
    return Draft(found.data, form.decode(), digest(form))


def _contradictions(found: Document, leaves: Collection[str] | None) -> Iterator[Problem]:
    for place in (("papers",), ("clauses",), ("person_days", "adjustments")):
        yield from _twice(found, place)
    yield from _bands(found)
    yield from _adjustments(found)
    if leaves is not None:
        yield from _leaves(found, leaves)
    committee, cycle = found.data["committee"], found.data["cycle"]
    if committee["quorum"] > committee["members_least"]:
        yield found.problem(("committee", "quorum"), say("is more than members_least; a quorum must be possible"))
    if cycle["surveillance_months"] > cycle["cycle_months"]:
        yield found.problem(("cycle", "surveillance_months"), say("is longer than the cycle"))
    missing = sorted(set(REQUIRED_CLAUSES) - {clause["code"] for clause in found.data["clauses"]})
    if missing:
        text = say("lacks clauses that GB/T 27065 4.1.2 demands: %(names)s", names=", ".join(missing))
        yield found.problem(("clauses",), text)


def _leaves(found: Document, known: Collection[str]) -> Iterator[Problem]:
    for index, paper in enumerate(found.data["papers"]):
        for number, leaf in enumerate(paper["leaves"]):
            if leaf not in known:
                text = say("names indicator %(leaf)s, which the scheme does not have", leaf=leaf)
                yield found.problem(("papers", index, "leaves", number), text)


def _adjustments(found: Document) -> Iterator[Problem]:
    for index, one in enumerate(found.data["person_days"]["adjustments"]):
        if Decimal(one["least"]) > Decimal(one["most"]):
            place = ("person_days", "adjustments", index, "least")
            yield found.problem(place, say("is above most; write the smaller one first"))


REQUIRED_CLAUSES = (
    "requirements", "ongoing", "access", "observers", "claims", "reputation", "after_end", "copies", "mark", "complaints",
    "changes",
)  # fmt: skip
"""What every agreement holds, by code (ISO/IEC 17065 4.1.2.2 a to k)."""


def _twice(found: Document, place: tuple[str, ...]) -> Iterator[Problem]:
    rows = found.data
    for step in place:
        rows = rows[step]
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row["code"] in seen:
            yield found.problem((*place, index, "code"), say("writes %(name)s twice; keep one", name=row["code"]))
        seen.add(row["code"])


def _bands(found: Document) -> Iterator[Problem]:
    rows = found.data["person_days"]["bands"]
    for index, row in enumerate(rows):
        place = ("person_days", "bands", index)
        last = index == len(rows) - 1
        if (row["upto"] is None) != last:
            yield found.problem((*place, "upto"), say("only the last row, and always that one, has upto: null"))
        if index and row["upto"] is not None and row["upto"] <= (rows[index - 1]["upto"] or 0):
            yield found.problem((*place, "upto"), say("must be more than in the row before"))
        if index and Decimal(row["days"]) < Decimal(rows[index - 1]["days"]):
            yield found.problem((*place, "days"), say("must not be fewer than in the row before"))


def build(data: dict[str, Any], version: int) -> Programme:
    """Return the rule that checked data describes."""
    committee, cycle, fees = data["committee"], data["cycle"], data["fees"]
    return Programme(
        scheme=data["scheme"],
        version=version,
        title=_text(data["title"]),
        papers=tuple(map(_paper, data["papers"])),
        person_days=_person_days(data["person_days"]),
        site_sampling=SiteSampling(_shares(data["site_sampling"]["factor"]), data["site_sampling"]["least"]),
        windows=Windows(**data["windows"]),
        fees=Fees(**{name: Decimal(value) for name, value in fees.items()}),
        clauses=tuple(Clause(row["code"], _text(row["title"]), _text(row["text"])) for row in data["clauses"]),
        quorum=committee["quorum"],
        members_least=committee["members_least"],
        running_months=data["running_months"],
        stars_at_once=data["stars_at_once"],
        cycle_months=cycle["cycle_months"],
        surveillance_months=cycle["surveillance_months"],
        extension_months=cycle["extension_months"],
        trade_codes=tuple(data["trade_codes"]),
    )


def _text(data: dict[str, str]) -> Text:
    return Text(data["zh-Hans"], data["zh-Hant"], data["en"])


def _paper(row: dict[str, Any]) -> Paper:
    return Paper(
        code=row["code"],
        title=_text(row["title"]),
        needed=row["needed"],
        kinds=tuple(row["kinds"]),
        leaves=tuple(row["leaves"]),
        reviewed=row["reviewed"],
        valid_months=row.get("valid_months"),
    )


def _person_days(data: dict[str, Any]) -> PersonDays:
    return PersonDays(
        bands=tuple(Band(row["upto"], Decimal(row["days"])) for row in data["bands"]),
        outlet_least=Decimal(data["outlet_least"]),
        per_outlet_heads=data["per_outlet_heads"],
        per_category=Decimal(data["per_category"]),
        share=_shares(data["share"]),
        least=Decimal(data["least"]),
        round_to=Decimal(data["round_to"]),
        adjustments=tuple(
            Adjustment(row["code"], _text(row["title"]), Decimal(row["least"]), Decimal(row["most"]))
            for row in data["adjustments"]
        ),
    )


def _shares(data: dict[str, str]) -> dict[str, Decimal]:
    return {name: _share(text) for name, text in data.items()}


def _share(text: str) -> Decimal:
    above, _line, below = text.partition("/")
    return Decimal(above) / Decimal(below or 1)


def as_yaml(form: str) -> str:
    """Return a canonical form as YAML that `read` takes again."""
    from io import StringIO

    from ruamel.yaml import YAML

    writer, out = YAML(typ="safe", pure=True), StringIO()
    writer.default_flow_style, writer.allow_unicode, writer.width = False, True, 4000
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.dump(content(form), out)
    return out.getvalue()
