"""Write the reference pages that follow from code and packs: populations and their facts, and how GB/T 27922-2011 is judged.

`python -m tools.reference` writes them; `--check` says which are not as they would be written.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

from wuxing.evidence.populations.declarations import Field, Population
from wuxing.evidence.populations.registry import ALL
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.modes import Binary, Ladder, Linear, Manual, MinOf, Mode, Proportional, WeightedOf
from wuxing.schemes.packs.structure import Indicator, Metric, Pack

TOP = Path(__file__).resolve().parent.parent
DOCS = TOP / "docs" / "reference"
DEDUCTIONS = {"all_or_nothing": "all", "proportional": "share"}
WRITTEN = "<!-- Written by tools/reference.py; change the code or the pack, not this page. -->"


def pages() -> dict[Path, str]:
    """Return each page with its text."""
    pack = loading.load(TOP / "packs" / "gbt27922-2011", {population.id: population.types for population in ALL})
    return {
        DOCS / "populations.md": "\n".join(_populations(pack)) + "\n",
        DOCS / "gbt27922.md": "\n".join(_scheme(pack)) + "\n",
    }


def _populations(pack: Pack) -> Iterator[str]:
    yield "# Populations"
    yield from ("", WRITTEN, "")
    yield from _prose(
        "A population is a declared type of record: the only thing that a metric of a pack can count, and its fields the "
        "only facts that conditions can name (as `r.field`). Each field is an expression over our tables; *step* marks the time "
        "of a step that can still be taken while it is null, *clock* a value that grows with time. `r.as_of` is the "
        "moment of judging."
    )
    for population in ALL:
        yield from _population(population, pack)


def _prose(text: str) -> list[str]:
    return wrap(text, 130)


def _population(population: Population, pack: Pack) -> Iterator[str]:
    metrics = [f"`{name}`" for name, metric in pack.metrics.items() if metric.population == population.id]
    yield from ("", f"## {population.id} · {population.title.zh_hans} · {population.title.en}", "")
    yield population.says.en
    yield ""
    yield f"Metrics of GB/T 27922-2011: {', '.join(metrics) or 'none; for other packs.'}"
    yield from ("", "| field | type | means | |", "|---|---|---|---|")
    for field in population.fields:
        yield f"| `{field.name}` | {field.type} | {field.title.zh_hans} · {field.title.en} | {_note(field)} |"


def _note(field: Field) -> str:
    if field.words:
        return ", ".join(f"`{code}`" for code in field.words)
    return "step" if field.happens_while else "clock" if field.since or field.turns_at else ""


def _scheme(pack: Pack) -> Iterator[str]:
    leaves = len(pack.leaves)
    public = sum(leaf.points is not None for leaf in pack.leaves)
    spoken = sum(not isinstance(leaf.mode, Manual) for leaf in pack.leaves)
    yield "# GB/T 27922-2011, leaf by leaf"
    yield from ("", WRITTEN, "")
    yield from _prose(
        f"How edition {pack.edition} of the shipped pack judges each of its {leaves} leaves, and which of the 22 procedures feed "
        f"it. Records speak for a part of {spoken} leaves, people for a part of every one. Points are placeholders: public pages "
        f"show those of {public} leaf. Titles are our own words, ids with a letter are working ids "
        "(see [schemes](../concepts/schemes.md))."
    )
    yield ""
    yield from _prose(
        "*Deducts*: all = not met loses all points, share = in proportion. *Judged by*: per cent of the points by the share of a "
        "metric's conforming records; *worst of* = everything named must hold, `≥` the share from which it does; "
        "*people* = a ruling of two persons."
    )
    for group in pack.indicators:
        if not group.is_leaf and any(child.is_leaf for child in pack.children(group.id)):
            yield from _group(pack, group)
    yield from ("", "## Metrics", "", "| metric | counts | of population | over | at least |", "|---|---|---|---|---|")
    for metric in pack.metrics.values():
        yield _metric(metric)


def _group(pack: Pack, group: Indicator) -> Iterator[str]:
    yield from ("", f"## {group.id} {group.title.zh_hans} · {group.title.en}", "")
    yield from ("| leaf | | deducts | judged by | procedures |", "|---|---|---|---|---|")
    for leaf in pack.children(group.id):
        fed = ", ".join(map(str, leaf.procedures)) or "none of the 22"
        title = f"{leaf.title.zh_hans} · {leaf.title.en}"
        judged = _judged(leaf.mode or Manual())
        yield f"| {leaf.id} | {title} | {DEDUCTIONS[leaf.deduction]} | {judged} | {fed} |"


def _judged(mode: Mode) -> str:
    match mode:
        case Manual():
            return "people"
        case Proportional(metric=metric):
            return f"`{metric}`"
        case Binary(metric=metric, at=at):
            return f"`{metric}` ≥ {at}"
        case WeightedOf(parts=parts):
            return "<br>".join(f"{float(part.weight * 100):g} % {_judged(part.mode)}" for part in parts)
        case MinOf(parts=parts):
            return "worst of<br>" + "<br>".join(map(_judged, parts))
        case Ladder(metric=metric) | Linear(metric=metric):
            return f"`{metric}`, by steps"


def _metric(metric: Metric) -> str:
    over = "now" if metric.window == "now" else metric.window
    return f"| `{metric.id}` | {metric.says.en} | {metric.population} | {over} | {metric.min_population} |"


def main(arguments: list[str]) -> int:
    """Write the pages, or say which differ."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            sys.stdout.write(f"{path.relative_to(TOP)} is not up to date: run python -m tools.reference\n")
        return bool(stale)
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
