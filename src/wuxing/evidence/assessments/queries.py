"""Read scores that were kept."""

import json
from collections.abc import Iterable
from datetime import date

from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.evidence.assessments import rules
from wuxing.evidence.assessments.models import Assessment, DayScore, Kept
from wuxing.evidence.assessments.rules import Cause, Moved
from wuxing.evidence.readiness.queries import Report, scored
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.packs.structure import Pack
from wuxing.schemes.scoring import storing
from wuxing.schemes.scoring.results import Inputs


def history(scheme: str, since: date, until: date) -> list[DayScore]:
    """Return the scores of the days, oldest first, without their inputs."""
    return list(DayScore.objects.filter(scheme=scheme, day__range=(since, until)).defer("inputs").order_by("day"))


def day_score(scheme: str, day: date) -> DayScore | None:
    """Return the score kept for `day`, or the last one before it."""
    return DayScore.objects.filter(scheme=scheme, day__lte=day).order_by("-day").first()


def inputs_of(kept: Kept) -> Inputs:
    """Return everything a kept score depends on, besides its pack."""
    return storing.inputs_of(json.loads(kept.inputs))


def pack_kept(kept: Kept) -> Pack:
    """Return the edition that a kept score is pinned to. Raises NotFound."""
    return pack_of(kept.pack.rpartition("#")[2])


def moved_since(kept: Kept, report: Report) -> tuple[Moved, ...]:
    """Return why the score is not what it was: each cause, the largest first; another edition is a cause of its own."""
    then = inputs_of(kept)
    if kept.pack == report.pack.identity:
        return rules.moved(report.pack, then, report.inputs, scored)
    old = scored(pack_kept(kept), then)
    known = {leaf.id for leaf in report.pack.leaves}
    carried = Inputs(
        metrics={name: value for name, value in then.metrics.items() if name in report.pack.metrics},
        rulings={leaf: ruling for leaf, ruling in then.rulings.items() if leaf in known},
        overrides={leaf: ruling for leaf, ruling in then.overrides.items() if leaf in known},
        exclusions={leaf: out for leaf, out in then.exclusions.items() if leaf in known},
        special_deductions=then.special_deductions,
        special_bonus=then.special_bonus,
    )
    new = scored(report.pack, carried)
    edition = Moved(
        Cause.EDITION,
        report.pack.edition,
        new.score.low - old.score.low,
        rules.middle(new) - rules.middle(old),
        new.score.high - old.score.high,
    )
    return (edition, *rules.moved(report.pack, carried, report.inputs, scored))


def moved_between(before: Kept, after: Kept) -> tuple[Moved, ...]:
    """Return why a kept score differs from an earlier one; nothing when they are of different editions."""
    if before.pack != after.pack:
        return ()
    return rules.moved(pack_kept(after), inputs_of(before), inputs_of(after), scored)


def load_inputs(scores: Iterable[DayScore]) -> None:
    """Read the inputs of scores that were read without, in one statement."""
    rows = {score.pk: score for score in scores}
    for pk, inputs in DayScore.objects.filter(pk__in=rows).values_list("pk", "inputs"):
        rows[pk].inputs = inputs


def assessments(by: Actor, *, before: int | None = None, most: int = 50) -> list[Assessment]:
    """Return the newest assessments, without inputs and results. Raises NotAllowed."""
    by.require(Permission.EVIDENCE_READ)
    rows = Assessment.objects.defer("inputs", "result").select_related("made_by").order_by("-pk")
    return list((rows.filter(pk__lt=before) if before else rows)[:most])


def assessment(by: Actor, assessment_id: int) -> Assessment:
    """Return one assessment. Raises NotAllowed, NotFound."""
    by.require(Permission.EVIDENCE_READ)
    found = Assessment.objects.filter(pk=assessment_id).select_related("made_by").first()
    if found is None:
        raise NotFound(say("there is no such assessment"))
    return found


def newest_assessment(by: Actor) -> Assessment:
    """Return the assessment made last. Raises NotAllowed, NotFound."""
    by.require(Permission.EVIDENCE_READ)
    found = Assessment.objects.order_by("-pk").first()
    if found is None:
        raise NotFound(say("no assessment is kept yet; keep one on the readiness page first"))
    return found
