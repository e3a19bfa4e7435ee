"""Why a record conforms or not: the parts of a condition, each judged by itself, with the facts it was judged by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wuxing.evidence.metrics import wording
from wuxing.evidence.populations.declarations import Population
from wuxing.schemes.conditions import evaluating, tree
from wuxing.schemes.conditions.tree import Node
from wuxing.schemes.packs.structure import Metric

STATES = {True: "done", False: "late", None: "unknown"}


@dataclass(frozen=True, slots=True)
class PartFound:
    """One part of a condition: its words, whether it holds, and the facts it read."""

    state: str
    words: str
    facts: str


def holds(node: Node, facts: Mapping[str, Any]) -> bool | None:
    """Judge a condition over the facts of one record."""
    return evaluating.judge(node, {"r": facts})


def parts_found(node: Node, population: Population, facts: Mapping[str, Any]) -> list[PartFound]:
    """Return each part that must hold, judged by itself."""
    return [
        PartFound(STATES[holds(part, facts)], wording.said(part, population), facts_read(part, population, facts))
        for part in wording.parts_of(node)
    ]


def facts_read(node: Node, population: Population, facts: Mapping[str, Any]) -> str:
    """Return the facts that a part read, as words."""
    named = tree.fields_of(node)
    return " · ".join(
        f"{wording.named(tree.Field('r', field.name, field.type), population)} {wording.shown(facts[field.name], field)}"
        for field in population.fields
        if field.name in named
    )


def finding_for(metric: Metric, population: Population, facts: Mapping[str, Any]) -> str:
    """Return in one line why a record is counted as it is: the first part that fails, else what holds."""
    if metric.where is not None and (outside := _first_failing(metric.where.tree, facts)) is not None:
        return _("not counted: %s") % facts_read(outside, population, facts)
    failing = _first_failing(metric.conforming.tree, facts)
    return (
        _failure(failing, population, facts)
        if failing is not None
        else facts_read(metric.conforming.tree, population, facts)
    )


def deadline_of(metric: Metric, population: Population, facts: Mapping[str, Any]) -> str:
    """Return in one line what an open record needs to conform, and until when."""
    needed = [part for part in wording.parts_of(metric.conforming.tree) if holds(part, facts) is not True]
    return " · ".join(_needed(part, population, facts) for part in needed) or facts_read(
        metric.conforming.tree, population, facts
    )


def _needed(part: Node, population: Population, facts: Mapping[str, Any]) -> str:
    match _deepest(part, facts):
        case tree.Compare(left=tree.Field() as left, right=tree.Field(name=other) as right) if facts[left.name] is None:
            names = {"what": wording.named(left, population), "until": wording.named(right, population)}
            return _("%(what)s is missing, %(until)s %(when)s") % {**names, "when": wording.shown(facts[other])}
    return facts_read(part, population, facts)


def _first_failing(node: Node, facts: Mapping[str, Any]) -> Node | None:
    for part in wording.parts_of(node):
        if holds(part, facts) is not True:
            return part
    return None


def _failure(part: Node, population: Population, facts: Mapping[str, Any]) -> str:
    """Say what fails: by how much a time was missed, what is missing, or the facts."""
    deciding = _deepest(part, facts)
    match deciding:
        case tree.Compare(left=tree.Field(name=one) as left, right=tree.Field(name=other)):
            had, wanted = facts[one], facts[other]
            if had is None:
                return _("%s is not on record") % wording.named(left, population)
            if isinstance(had, datetime) and isinstance(wanted, datetime) and had > wanted:
                return _("%(what)s %(when)s, %(late)s late") % {
                    "what": wording.named(left, population),
                    "when": wording.shown(had),
                    "late": _span((had - wanted).total_seconds()),
                }
        case tree.IsNull(operand, negated=True):
            return _("%s is not on record") % wording.named(operand, population)
        case tree.Not(tree.Field() as field):
            return wording.named(field, population)
        case tree.Field():
            return _("not: %s") % wording.named(deciding, population)
    return facts_read(part, population, facts)


def _deepest(node: Node, facts: Mapping[str, Any]) -> Node:
    """Return the last failing branch of an Or: the alternatives before it are exceptions, the last is the rule."""
    while isinstance(node, tree.Or | tree.And):
        failing = [part for part in node.parts if holds(part, facts) is not True]
        node = failing[-1] if failing else node.parts[-1]
    return node


def _span(seconds: float) -> str:
    minutes = max(int(seconds // 60), 1)
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    parts = [ngettext("%d day", "%d days", days) % days] if days else []
    parts += [_("%d h") % hours] if hours else []
    parts += [_("%d min") % left] if left and not days else []
    return " ".join(parts)
