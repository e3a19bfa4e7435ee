"""What time does: reminders, letters, suspension, expiry, daily readings. Safe to repeat."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Max, Q
from django.utils import translation

from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.rules import LIVING, months_after
from wuxing.certification.certificate.states import State
from wuxing.certification.office.letters import actions as letters
from wuxing.certification.office.letters.kinds import Kind
from wuxing.certification.office.letters.models import Letter
from wuxing.certification.surveillance import queries
from wuxing.certification.surveillance.actions import early
from wuxing.certification.surveillance.rules.calendar import EVALUATING, RENEWAL_MONTHS, Calendar, Terms, calendar_of
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BusinessError
from wuxing.core.reasons import Reason, say
from wuxing.core.wording import text

_log = logging.getLogger(__name__)
_LETTERS = (Kind.SURVEILLANCE_DUE, Kind.SURVEILLANCE_OVERDUE)


@dataclass
class Followed:
    """How often each thing was done."""

    expired: int = 0
    suspended: int = 0
    reminded: int = 0
    warned: int = 0
    proposed: int = 0


def follow(*, by: Actor) -> Followed:
    """跟踪到期: expire, suspend, write what is due, read what companies let the body read. Raises NotAllowed.

    What fails for one certificate does not keep the others waiting; a second run on the same day does nothing.
    """
    by.require(Permission.CASE_MANAGE)
    today, done = clock.today(by.zone), Followed()
    for found, days, told in _due(today):
        _tried(found, lambda found=found, days=days, told=told: _step(found, days, told, today, done, by))  # type: ignore[misc]
    for pk in _watched(today):
        _tried(pk, lambda pk=pk: _watch(pk, done, by))  # type: ignore[misc]
    return done


def _due(today: date) -> Iterator[tuple[Certificate, Calendar, dict[str, date]]]:
    """Return the certificates that something may be due for, their calendar, and when each letter was sent last."""
    terms = queries.terms_by_scheme(Certificate.objects.values_list("scheme", flat=True).distinct())
    lead = max((one.lead_days for one in terms.values()), default=0)
    rows = Certificate.objects.filter(
        Q(surveillance_due_on__lte=today + timedelta(days=lead))
        | Q(valid_until__lte=months_after(today, RENEWAL_MONTHS)),
        state__in=sorted(LIVING),
    )
    found = list(rows.select_related("client", "case").order_by("pk"))
    told = _told([one.pk for one in found])
    for one in found:
        yield one, calendar_of(queries.standing_of(one), terms.get(one.scheme, Terms())), told.get(one.pk, {})


def _told(ids: list[int]) -> dict[int, dict[str, date]]:
    rows = Letter.objects.filter(certificate_id__in=ids, kind__in=_LETTERS).order_by()
    found: dict[int, dict[str, date]] = {}
    for pk, kind, last in rows.values_list("certificate_id", "kind").annotate(last=Max("sent_at")):
        found.setdefault(pk or 0, {})[kind] = last.date()
    return found


def _step(found: Certificate, days: Calendar, told: dict[str, date], today: date, done: Followed, by: Actor) -> None:
    if today > found.valid_until:
        certificates.expire(certificate=found, by=by)
        done.expired += 1
        return
    if found.state != State.VALID:
        return
    if today > days.ends:
        certificates.suspend_overdue(certificate=found, by=by)
        done.suspended += 1
        return
    if today > days.due and not _since(told, Kind.SURVEILLANCE_OVERDUE, days.due):
        because = say("surveillance was due on %(day)s; it is extended until %(until)s", day=days.due, until=days.ends)
        _write(found, Kind.SURVEILLANCE_OVERDUE, because, days.ends, by)
        done.warned += 1
    elif days.remind_from <= today <= days.due and not _since(told, Kind.SURVEILLANCE_DUE, found.last_evaluated_on):
        done.reminded += _remind(found, days, by)


def _remind(found: Certificate, days: Calendar, by: Actor) -> int:
    cases = queries.open_cases([found.pk]).get(found.pk, [])
    if any(one.kind in EVALUATING for one in cases):
        return 0
    if days.is_last:
        because = say("the certificate ends on %(day)s; apply for recertification in time", day=days.valid_until)
    else:
        because = say("surveillance is due until %(day)s", day=days.due)
    _write(found, Kind.SURVEILLANCE_DUE, because, days.due, by)
    return 1


def _since(told: dict[str, date], kind: Kind, day: date) -> bool:
    last = told.get(kind.value)
    return last is not None and last >= day


def _write(found: Certificate, kind: Kind, because: Reason, due: date, by: Actor) -> None:
    with translation.override(found.case.language):
        reasons = text(because)
    letters.write(
        kind, by=by, case=found.case, certificate_id=found.pk, reasons=reasons, due=due.isoformat(),
        certificate=found.number,
    )  # fmt: skip


def _watched(today: date) -> list[int]:
    """Return the certificates in force whose holder works here too, and that were not read today."""
    rows = Certificate.objects.filter(state=State.VALID.value, client__company__isnull=False)
    return list(rows.exclude(watches__day=today).order_by("pk").values_list("pk", flat=True))


def _watch(certificate_id: int, done: Followed, by: Actor) -> None:
    done.proposed += early.watch(certificate_id=certificate_id, by=by) is not None


def _tried(about: object, work: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            work()
    except (BusinessError, DatabaseError):
        _log.warning("following certificate %s failed", about, exc_info=True)
