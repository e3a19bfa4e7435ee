"""Outside auditors: let in for a time, to read; every page they open is on record, and the organisation sees the record."""

from collections.abc import Collection
from datetime import date

from django.db import models, transaction

from wuxing.core import clock, ledger
from wuxing.core.access import AREAS, Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Engagement, Membership, User
from wuxing.core.reasons import Reason, say

LONGEST_DAYS = 366
READ = "engagement.read"


def why_not_grant(*, is_member: bool, is_self: bool) -> Reason | None:
    """Return why somebody may not be let in as an outside auditor, or None: who works here is no outsider."""
    if is_self:
        return say("you cannot let yourself in as an outside auditor")
    if is_member:
        return say("this person is a member of your organisation; only outsiders audit under an engagement")
    return None


@transaction.atomic
def grant(
    *, username: str, body: str, purpose: str, starts_on: date, ends_on: date, areas: Collection[str] = (), by: Actor
) -> Engagement:
    """授权查阅: let an auditor in from one day to another, at most a year; to some areas only, or (none named) to all.

    Raises NotAllowed, BadInput (unknown sign-in name, empty texts, days, areas), RuleBroken (a member; let in already).
    """
    by.require(Permission.ENGAGEMENT_GRANT)
    auditor = User.objects.filter(username=username.strip().lower(), is_active=True).first()
    faults = _faults(body, purpose, starts_on, ends_on, clock.today(by.zone))
    if set(areas) - set(AREAS):
        faults["areas"] = say("choose from the list")
    if auditor is None:
        faults["username"] = say("nobody signs in with this name; ask the auditor for theirs")
    if faults or auditor is None:
        raise BadInput(faults)
    is_member = Membership.objects.filter(tenant_id=by.tenant_id, user=auditor, active=True).exists()
    if reason := why_not_grant(is_member=is_member, is_self=auditor.pk == by.user_id):
        raise RuleBroken(reason)
    if current().filter(auditor=auditor, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise RuleBroken(say("this auditor is let in for some of these days already"))

    made = Engagement.objects.create(
        tenant_id=by.tenant_id,
        auditor=auditor,
        body=body.strip()[:200],
        purpose=purpose.strip()[:300],
        areas=sorted(areas),
        starts_on=starts_on,
        ends_on=ends_on,
        granted_by_id=by.user_id,
        granted_at=clock.now(),
    )
    ledger.record(
        "engagement.grant",
        by=by,
        target=made,
        case=("engagement", made.pk),
        auditor=auditor.pk,
        body=made.body,
        purpose=made.purpose,
        areas=made.areas,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return made


def _faults(body: str, purpose: str, starts_on: date, ends_on: date, today: date) -> dict[str, Reason]:
    faults = {name: say("fill this in") for name, text in (("body", body), ("purpose", purpose)) if not text.strip()}
    if ends_on < max(starts_on, today):
        faults["ends_on"] = say("the last day lies before the first, or in the past")
    elif (ends_on - starts_on).days > LONGEST_DAYS:
        faults["ends_on"] = say("let an auditor in for a year at most; renew it then")
    return faults


@transaction.atomic
def end(*, engagement_id: int, reason: str, by: Actor) -> Engagement:
    """收回授权: let the auditor in no longer, from this moment. Raises NotAllowed, NotFound, BadInput, RuleBroken (ended)."""
    by.require(Permission.ENGAGEMENT_GRANT)
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    found = Engagement.objects.select_for_update().filter(pk=engagement_id).first()
    if found is None:
        raise NotFound(say("there is no such engagement"))
    if found.ended_at is not None:
        raise RuleBroken(say("this engagement has ended already"))

    found.ended_by_id, found.ended_at, found.end_reason = by.user_id, clock.now(), reason.strip()[:300]
    found.save(update_fields=["ended_by", "ended_at", "end_reason"])
    ledger.record("engagement.end", by=by, target=found, case=("engagement", found.pk), reason=found.end_reason)
    return found


def note_read(*, engagement_id: int, page: str, path: str, by: Actor) -> None:
    """Leave an entry that the auditor opened a page."""
    found = Engagement.objects.get(pk=engagement_id)
    ledger.record(READ, by=by, target=found, case=("engagement", found.pk), page=page, path=path[:500])


def areas_of(engagement_id: int) -> list[str]:
    """Return the areas that an engagement opens; none named: all."""
    return Engagement.objects.values_list("areas", flat=True).get(pk=engagement_id)


def current() -> models.QuerySet[Engagement]:
    """Return the engagements that nobody ended."""
    return Engagement.objects.filter(ended_at__isnull=True)


def reads(engagement_id: int, by: Actor, *, before: int | None = None, most: int = 100) -> list[Entry]:
    """Return what the auditor opened, newest first."""
    rows = Entry.objects.filter(
        tenant_id=by.tenant_id, case_type="engagement", case_id=engagement_id, event=READ
    ).order_by("-pk")
    return list((rows.filter(pk__lt=before) if before else rows)[:most])
