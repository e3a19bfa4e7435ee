"""How long stages may take here, and by which calendar working days count."""

from wuxing.core.actors import Actor
from wuxing.core.worktime import Calendar
from wuxing.governance.commitments import queries as commitments
from wuxing.governance.commitments.models import CalendarVersion
from wuxing.governance.nonconformity.models import StageTerm
from wuxing.governance.nonconformity.rules import terms
from wuxing.governance.nonconformity.states import Severity, Term


def chosen_terms() -> dict[tuple[str, str], tuple[int, str]]:
    """Return the terms that the company decided itself, by stage and severity."""
    rows = StageTerm.objects.filter(ends_at=None).values_list("stage", "severity", "count", "unit")
    return {(stage, severity): (count, unit) for stage, severity, count, unit in rows}


def terms_in_force() -> dict[Severity, dict[Term, terms.Length]]:
    """Return every term in force, with its source."""
    chosen = chosen_terms()
    return {severity: {term: terms.length_for(term, severity, chosen) for term in Term} for severity in Severity}


def working_calendar(by: Actor) -> tuple[int | None, Calendar]:
    """Return the version of the calendar by which working days count, and the calendar; a plain week when none knows days off."""
    newest = CalendarVersion.objects.order_by("calendar_id", "-version").distinct("calendar_id")
    calendars = ((version, commitments.calendar_of(version)) for version in newest.values_list("pk", flat=True))
    known = [(version, calendar) for version, calendar in calendars if calendar is not None]
    return terms.calendar_for(known) or (None, terms.office_calendar(by.zone))


def calendar_name(version_id: int | None) -> tuple[str, int] | None:
    """Return name and version of a calendar."""
    row = CalendarVersion.objects.filter(pk=version_id or 0).values_list("calendar__name", "version").first()
    return (row[0], row[1]) if row else None
