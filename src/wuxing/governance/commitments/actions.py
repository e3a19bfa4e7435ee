"""Targets on cases: opened, paused, resumed, stopped, replaced. Called inside the actions of the procedures.

These are steps of another action (its permission, its ledger entry, its transaction), so they take the actor only for the tenant.
The promises themselves are changed by `change_promise`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reading import models_by
from wuxing.governance.commitments import queries, rules
from wuxing.governance.commitments.models import CalendarVersion, ClockEvent, Promise, Target, WorkCalendar


def open_targets(
    kinds: Iterable[str], *, subject: tuple[str, int], start: datetime, rural: bool, by: Actor
) -> list[Target]:
    """Open one target for each kind that has a promise in force at `start`."""
    promises = queries.promises_in_force(start)
    targets = []
    for kind in kinds:
        if terms := rules.terms_for(kind, rural=rural, promises=promises):
            due = rules.due_for(terms, start)
            targets.append(
                Target(
                    tenant_id=by.tenant_id,
                    subject_type=subject[0],
                    subject_id=subject[1],
                    kind=kind,
                    promise_id=terms.promise_id,
                    calendar_version_id=terms.calendar_version_id,
                    minutes=terms.minutes,
                    starts_at=start,
                    due_at=due,
                    effective_due_at=due,
                )
            )
    return Target.objects.bulk_create(targets)


@cache
def _running(subject_type: str) -> Callable[[int], QuerySet[Target]]:
    def running(subject_id: int) -> QuerySet[Target]:
        return (
            Target.objects.select_for_update()
            .filter(subject_type=subject_type, subject_id=subject_id, stopped_at=None)
            .order_by("effective_due_at", "pk")
        )

    return running


def open_of(subject: tuple[str, int]) -> list[Target]:
    """Return the running targets of a case, locked, soonest first."""
    return models_by(_running(subject[0]), subject[1])


def stop(targets: list[Target], kind: str, *, at: datetime) -> None:
    """Stop the clock of `kind` among the running `targets` and say whether the promise was kept."""
    for target in targets:
        if target.kind == kind and target.stopped_at is None:
            target.stopped_at, target.kept = at, _would_be_kept(target, at)
            target.save(update_fields=["stopped_at", "kept"])


def _would_be_kept(target: Target, at: datetime) -> bool:
    if target.effective_due_at is not None:
        return rules.is_kept(stopped_at=at, due_at=target.effective_due_at)
    return rules.is_kept_in_pause(
        stopped_at=at,
        start=target.starts_at,
        due=target.due_at,
        calendar=queries.calendar_of(target.calendar_version_id),
        pauses=queries.pauses_of(target.pk),
    )


def drop(targets: list[Target], *, at: datetime, kind: str = "") -> None:
    """End running clocks without a verdict, for the case was cancelled or goes on anew; what was broken by then stays so."""
    for target in targets:
        if target.stopped_at is None and kind in ("", target.kind):
            target.stopped_at = at
            target.kept = None if _would_be_kept(target, at) else False
            target.save(update_fields=["stopped_at", "kept"])


def choose_time(targets: list[Target], *, due: datetime, at: datetime) -> list[Target]:
    """Put the arrival promise on the time the customer chose: the old target ends without a verdict, a new one opens.

    A promise that is broken already stays the one that counts.
    """
    opened = []
    for target in list(targets):
        if target.kind == Promise.Kind.ARRIVE and target.stopped_at is None and _would_be_kept(target, at):
            drop([target], at=at)
            opened.append(
                Target.objects.create(
                    tenant_id=target.tenant_id,
                    subject_type=target.subject_type,
                    subject_id=target.subject_id,
                    kind=target.kind,
                    promise_id=target.promise_id,
                    calendar_version_id=target.calendar_version_id,
                    minutes=target.minutes,
                    starts_at=at,
                    due_at=max(due, at),
                    effective_due_at=max(due, at),
                )
            )
    targets.extend(opened)
    return opened


def pause(targets: list[Target], *, reason: str, at: datetime) -> None:
    """Pause the running clocks; the promised deadlines stay as they are."""
    for target in targets:
        if target.stopped_at is None and target.paused_at is None:
            target.paused_at, target.effective_due_at = at, None
            target.save(update_fields=["paused_at", "effective_due_at"])
            ClockEvent.objects.create(tenant_id=target.tenant_id, target=target, kind="pause", reason=reason, at=at)


def resume(targets: list[Target], *, at: datetime) -> None:
    """Resume the paused clocks and work out from all pauses which instant counts now."""
    for target in targets:
        if target.stopped_at is None and target.paused_at is not None:
            ClockEvent.objects.create(tenant_id=target.tenant_id, target=target, kind="resume", at=at)
            target.paused_at = None
            target.effective_due_at = rules.effective_due_for(
                start=target.starts_at,
                due=target.due_at,
                calendar=queries.calendar_of(target.calendar_version_id),
                pauses=queries.pauses_of(target.pk),
            )
            target.save(update_fields=["paused_at", "effective_due_at"])


@transaction.atomic
def change_promise(
    *, kind: str, area: str, text: str, minutes: int, calendar_id: int | None, reason: str, by: Actor
) -> Promise:
    """承诺变更: end the promise of a kind and area and open the new one; running targets keep the old (procedure 2).

    Raises:
        NotAllowed: the actor may not change promises.
        BadInput: the promise has no text, no time or no reason for the change.
    """
    by.require(Permission.GOVERNANCE_WRITE)
    wrong = {}
    if not text.strip():
        wrong["text"] = _("write the promise as customers read it")
    if minutes <= 0:
        wrong["minutes"] = _("give a time above zero minutes")
    if not reason.strip():
        wrong["reason"] = _("say why the promise changes")
    if kind not in Promise.Kind.values or area not in Promise.Area.values:
        wrong["kind"] = _("choose one of the listed promises")
    if calendar_id and not WorkCalendar.objects.filter(pk=calendar_id).exists():
        wrong["calendar"] = _("choose one of your calendars")
    if wrong:
        raise BadInput(wrong)
    now = clock.now()
    old = Promise.objects.select_for_update().filter(kind=kind, area=area, ends_at=None).first()

    if old:
        old.ends_at = now
        old.save(update_fields=["ends_at"])
    new = Promise.objects.create(
        tenant_id=by.tenant_id,
        kind=kind,
        area=area,
        text=text.strip(),
        minutes=minutes,
        calendar_id=calendar_id,
        starts_at=now,
    )
    ledger.record(
        "promise.change",
        by=by,
        target=new,
        kind=kind,
        area=area,
        before=old.minutes if old else None,
        after=minutes,
        reason=reason.strip(),
    )
    return new


@transaction.atomic
def save_calendar(
    *, name: str, zone: str, weekly: list[list[list[str]]], exceptions: dict[str, list[list[str]]], by: Actor
) -> CalendarVersion:
    """工作日历: write a new version of a calendar; targets already promised keep theirs (procedure 2).

    Raises:
        NotAllowed: the actor may not change calendars.
        BadInput: the hours cannot be read, or no hour of the week is worked.
    """
    by.require(Permission.GOVERNANCE_WRITE)
    try:
        read = rules.calendar_from_input(zone, weekly, exceptions)
    except (ValueError, KeyError) as error:
        raise BadInput({"weekly": _("write hours as 08:00-12:00, days apart by lines (%s)") % error}) from None
    if not any(read.weekly):
        raise BadInput({"weekly": _("at least one day of the week must have working hours")})
    calendar, _made = WorkCalendar.objects.get_or_create(tenant_id=by.tenant_id, name=name, defaults={"zone": zone})
    WorkCalendar.objects.select_for_update().get(pk=calendar.pk)
    last = calendar.versions.order_by("-version").first()

    version = CalendarVersion.objects.create(
        tenant_id=by.tenant_id,
        calendar=calendar,
        version=last.version + 1 if last else 1,
        weekly=weekly,
        exceptions=exceptions,
        created_at=clock.now(),
    )
    ledger.record("calendar.save", by=by, target=version, name=name, version=version.version)
    return version
