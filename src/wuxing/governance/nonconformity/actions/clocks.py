"""The clocks of the stages, started and stopped inside the steps."""

from datetime import date, datetime

from wuxing.core.actors import Actor
from wuxing.governance.nonconformity import queries
from wuxing.governance.nonconformity.models import Nonconformity, StageClock
from wuxing.governance.nonconformity.rules import terms
from wuxing.governance.nonconformity.states import Kind, Stage, Term


def begin_round(found: Nonconformity, *, at: datetime, by: Actor) -> None:
    """Start the clocks up to the plan: they all count from the report, or from the reopening."""
    stages = [Stage.ANALYSE, Stage.PLAN]
    if found.kind == Kind.NONCONFORMITY and found.round == 1:
        stages.insert(0, Stage.CONTAIN)
    chosen = queries.chosen_terms()
    version, calendar = queries.working_calendar(by)
    for stage in stages:
        length = terms.length_for(Term(stage.value), found.severity, chosen)
        due = terms.due_for(length, at, calendar)
        _open(found, stage, at=at, due=due, length=length, version=version)
    note_due(found)


def begin_work(found: Nonconformity, *, last_due: date, at: datetime, by: Actor) -> None:
    """Start the clock of the actions: the term of the stage, or the last of their own days."""
    length = terms.length_for(Term.IMPLEMENT, found.severity, queries.chosen_terms())
    version, calendar = queries.working_calendar(by)
    due = max(terms.due_of_work(length, at, last_due, calendar), at)
    _open(found, Stage.IMPLEMENT, at=at, due=due, length=length, version=version)
    note_due(found)


def work_limit(found: Nonconformity, *, at: datetime, by: Actor) -> datetime | None:
    """Return the day by which all actions must be due; None when the plan sets it."""
    length = terms.length_for(Term.IMPLEMENT, found.severity, queries.chosen_terms())
    return None if length.count is None else terms.due_for(length, at, queries.working_calendar(by)[1])


def begin_check(found: Nonconformity, *, check_on: date, at: datetime, by: Actor) -> None:
    """Start the clock of the check: it counts from the day on which the effect can be judged."""
    length = terms.length_for(Term.VERIFY, found.severity, queries.chosen_terms())
    version, calendar = queries.working_calendar(by)
    due = terms.due_for(length, max(at, terms.end_of(check_on, calendar.zone)), calendar)
    _open(found, Stage.VERIFY, at=at, due=due, length=length, version=version)
    note_due(found)


def _open(
    found: Nonconformity, stage: Stage, *, at: datetime, due: datetime, length: terms.Length, version: int | None
) -> None:
    StageClock.objects.create(
        tenant_id=found.tenant_id,
        nonconformity=found,
        round=found.round,
        stage=stage,
        starts_at=at,
        due_at=due,
        counts_until=due,
        count=length.count,
        unit=length.unit,
        calendar_version_id=version,
    )


def end(found: Nonconformity, *stages: Stage, at: datetime) -> None:
    """Stop the clocks of stages that ended, and say whether they ended in time."""
    for running in queries.lock_clocks(found):
        if running.stage in stages:
            running.ended_at = at
            running.kept = terms.is_kept(ended_at=at, counts_until=running.counts_until)
            running.save(update_fields=["ended_at", "kept"])
            found.late_stages += not running.kept
    note_due(found)


def drop(found: Nonconformity, *, at: datetime) -> None:
    """Stop all clocks without a verdict; what was late by then stays late."""
    for running in queries.lock_clocks(found):
        late = running.counts_until < at
        running.ended_at, running.kept = at, False if late else None
        running.save(update_fields=["ended_at", "kept"])
        found.late_stages += late
    note_due(found)


def note_due(found: Nonconformity) -> None:
    """Note on a nonconformity, for lists, when what runs falls due; while nothing runs, the far end of its last clock."""
    running = queries.lock_clocks(found)
    if running:
        found.next_due_at = running[0].counts_until
