"""Promises: made, changed as versions, retired. Running targets keep what they were promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.governance.commitments import queries, rules, subjects
from wuxing.governance.commitments.actions.clocks import would_be_kept
from wuxing.governance.commitments.actions.replacing import put_under
from wuxing.governance.commitments.models import Promise, Target, WorkCalendar

_LIMITS = {
    "text": 300, "product_line": 60, "tier": 20, "published_where": 300, "reason": 300,
    "legal_checked_by": 100, "legal_check": 500,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a promise is made known, and who checked that it is lawful."""

    channel: str = ""
    published_where: str = ""
    legal_checked_by: str = ""
    legal_checked_on: date | None = None
    legal_check: str = ""


@transaction.atomic
def change_promise(
    *,
    kind: str,
    area: str,
    text: str,
    minutes: int,
    calendar_id: int | None,
    reason: str,
    by: Actor,
    product_line: str = "",
    tier: str = "",
    wording: Wording | None = None,
    steps: Sequence[tuple[int, str]] | None = None,
    safety: bool = False,
    running_too: bool = False,
) -> Promise:
    """承诺变更: end the promise of a kind and scope and open its next version; running targets keep the old (procedure 2).

    With `running_too` running targets that are not broken end with their result so far, and new ones open under the new
    version, from the same beginning and with the same pauses.

    Raises NotAllowed, BadInput (no text, time or reason; a legal check or steps that are incomplete).
    """
    by.require(Permission.GOVERNANCE_WRITE)
    said = _said(text, product_line, tier, wording := wording or Wording(), reason)
    wrong = _wrong(said, kind, area, minutes, calendar_id, steps) | _wrong_check(said, wording.legal_checked_on)
    if wrong:
        raise BadInput(wrong)
    scope = {"kind": kind, "area": area, "product_line": said["product_line"], "tier": said["tier"]}
    old = Promise.objects.select_for_update().filter(**scope, ends_at=None).first()
    before = old or Promise.objects.filter(**scope).order_by("-version").first()

    new = Promise(
        tenant_id=by.tenant_id,
        kind=kind,
        area=area,
        minutes=minutes,
        calendar_id=calendar_id,
        legal_checked_on=wording.legal_checked_on,
        steps=None if steps is None else [[percent, str(to)] for percent, to in steps],
        safety=safety,
        version=before.version + 1 if before else 1,
        replaces=before,
        starts_at=clock.now(),
        **said,
    )
    _put_in_force(new, old, by)
    if old and running_too:
        _put_running_under(old, new, by)
    return new


def _said(text: str, product_line: str, tier: str, wording: Wording, reason: str) -> dict[str, str]:
    return {
        "text": text.strip(),
        "product_line": product_line.strip(),
        "tier": tier.strip(),
        "channel": wording.channel,
        "published_where": wording.published_where.strip(),
        "legal_checked_by": wording.legal_checked_by.strip(),
        "legal_check": wording.legal_check.strip(),
        "reason": reason.strip(),
    }


def _put_in_force(new: Promise, old: Promise | None, by: Actor) -> None:
    """End the version in force, write the next one, and leave the trace."""
    if old:
        old.ends_at, old.end_reason = new.starts_at, new.reason
        old.save(update_fields=["ends_at", "end_reason"])
    new.save(force_insert=True)
    ledger.record(
        "promise.change",
        by=by,
        target=new,
        kind=new.kind,
        area=new.area,
        product_line=new.product_line,
        tier=new.tier,
        version=new.version,
        before=old.minutes if old else None,
        after=new.minutes,
        text=new.text,
        legal_checked_by=new.legal_checked_by,
        reason=new.reason,
    )


def _wrong(
    said: dict[str, Any], kind: str, area: str, minutes: int, calendar_id: int | None, steps: Any
) -> dict[str, str]:
    wrong: dict[str, str] = {
        name: say("at most %(limit)s characters", limit=limit)
        for name, limit in _LIMITS.items()
        if len(said[name]) > limit
    }
    if not said["text"]:
        wrong["text"] = say("write the promise as customers read it")
    if minutes <= 0:
        wrong["minutes"] = say("give a time above zero minutes")
    if not said["reason"]:
        wrong["reason"] = say("say why the promise changes")
    if kind not in Promise.Kind.values or area not in Promise.Area.values:
        wrong["kind"] = say("choose one of the listed promises")
    if said["channel"] not in ("", *Promise.Channel.values):
        wrong["channel"] = say("choose one of the listed channels")
    if calendar_id and not WorkCalendar.objects.filter(pk=calendar_id).exists():
        wrong["calendar_id"] = say("choose one of your calendars")
    if steps is not None and (why := rules.why_not_steps(steps)):
        wrong["steps"] = why
    return wrong


def _wrong_check(said: dict[str, Any], checked_on: date | None) -> dict[str, str]:
    """Return what a legal check lacks: it says who checked, when, and what."""
    given = (said["legal_checked_by"], checked_on, said["legal_check"])
    if not any(given) or all(given):
        return {}
    names = ("legal_checked_by", "legal_checked_on", "legal_check")
    return {
        name: say("a legal check says who checked, when, and what")
        for name, value in zip(names, given, strict=True)
        if not value
    }


def _put_running_under(old: Promise, new: Promise, by: Actor) -> None:
    """Open new targets for the running ones of the old version; what is broken already stays the one that counts."""
    now = clock.now()
    terms = next(one for one in queries.promises_in_force(now) if one.promise_id == new.pk)
    running = Target.objects.select_for_update().filter(promise=old, stopped_at=None).order_by("pk")
    moved = {
        (target.subject_type, target.subject_id)
        for target in running
        if would_be_kept(target, now) and not rules.is_chosen(target.starts_at, target.due_at, queries.terms_of(target))
        if put_under(target, terms, at=now)
    }
    for subject in sorted(moved):
        subjects.changed(subject, by)


@transaction.atomic
def retire_promise(*, promise_id: int, reason: str, by: Actor) -> Promise:
    """承诺撤回: end a promise without another in its place; running targets keep theirs (procedure 2).

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (it has ended already).
    """
    by.require(Permission.GOVERNANCE_WRITE)
    found = Promise.objects.select_for_update().filter(pk=promise_id).first()
    if found is None:
        raise NotFound(say("there is no such promise here"))
    if not reason.strip():
        raise BadInput({"reason": say("say why the promise ends")})
    if found.ends_at is not None:
        raise RuleBroken(say("this promise has ended already"))

    found.ends_at, found.end_reason = clock.now(), reason.strip()[:300]
    found.save(update_fields=["ends_at", "end_reason"])
    ledger.record(
        "promise.retire",
        by=by,
        target=found,
        kind=found.kind,
        area=found.area,
        version=found.version,
        reason=found.end_reason,
    )
    return found
