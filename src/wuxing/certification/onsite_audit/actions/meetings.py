"""The opening and the closing meeting."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Stage
from wuxing.certification.onsite_audit import queries
from wuxing.certification.onsite_audit.actions.sheets import prepare, settle
from wuxing.certification.onsite_audit.actions.trace import client_or_team, digest_of, during, lead, leave, refuse
from wuxing.certification.onsite_audit.models import Attendance, Meeting
from wuxing.certification.onsite_audit.rules import meetings
from wuxing.certification.onsite_audit.states import MeetingKind, Side
from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say

_WHEN = {
    MeetingKind.OPENING: frozenset({Stage.PLANNED}),
    MeetingKind.CLOSING: frozenset({Stage.ON_SITE}),
}
_SIGNING = {
    MeetingKind.OPENING: frozenset({Stage.PLANNED, Stage.ON_SITE}),
    MeetingKind.CLOSING: frozenset({Stage.ON_SITE}),
}


@transaction.atomic
def keep_meeting(*, case_id: int, kind: str, at: datetime, place: str, minutes: str = "", by: Actor) -> Meeting:
    """会议: set a meeting, or write its minutes, until it is confirmed.

    Raises NotAllowed (not the team leader), NotFound, BadInput (kind, place), RuleBroken (not now; confirmed).
    """
    case, certifier = lead(case_id, by)
    faults: dict[str, Reason] = {}
    if kind not in set(MeetingKind):
        faults["kind"] = say("choose one of the list")
    if not place.strip():
        faults["place"] = say("write where it takes place, or the link")
    if faults:
        raise BadInput(faults)
    during(case, _WHEN[MeetingKind(kind)])
    found = Meeting.objects.select_for_update().filter(case=case, kind=kind).first()
    if found and found.confirmed_at:
        raise RuleBroken(say("a confirmed meeting stands"))

    meeting = found or Meeting(tenant_id=by.tenant_id, case=case, kind=kind)
    meeting.at, meeting.place, meeting.minutes = at, place.strip()[:300], minutes.strip()[:4000]
    meeting.held_by = certifier
    meeting.save()
    leave("meeting", meeting, case, by, kind=kind, at=at, minutes=digest_of(meeting.minutes))
    return meeting


@transaction.atomic
def sign(*, case_id: int, kind: str, name: str, post: str = "", side: str, by: Actor) -> Attendance:
    """签到: sign that one took part, by typing the name. The client's people sign by their link or on the team's screen.

    Raises NotAllowed, NotFound (no such meeting), BadInput (name, side), RuleBroken (signed already; not now).
    """
    case = client_or_team(case_id, by)
    meeting = Meeting.objects.filter(case=case, kind=kind).first()
    if meeting is None:
        raise NotFound(say("this meeting is not set yet"))
    during(case, _SIGNING[MeetingKind(kind)])
    if Permission.CASE_CLIENT in by.permissions:
        side = Side.CLIENT.value
    if side not in set(Side):
        raise BadInput({"side": say("choose one of the list")})
    if not name.strip():
        raise BadInput({"name": say("sign by writing the name")})
    if Attendance.objects.filter(meeting=meeting, side=side, name=name.strip()[:100]).exists():
        raise RuleBroken(say("this person has signed already"))

    made = Attendance.objects.create(
        tenant_id=by.tenant_id, meeting=meeting, side=side, name=name.strip()[:100], post=post.strip()[:100],
        signed_by_id=by.user_id, signed_through=by.channel.value, signed_at=clock.now(),
    )  # fmt: skip
    leave("sign", meeting, case, by, kind=kind, side=side, attendance=made.pk)
    return made


@transaction.atomic
def hold_opening(*, case_id: int, by: Actor) -> Case:
    """首次会议: confirm the opening meeting; the team is on site, and a checklist stands for each indicator.

    Raises NotAllowed (not the team leader), NotFound, RuleBroken (no meeting, no minutes, a side has not signed).
    """
    case, meeting = _confirmed(case_id, MeetingKind.OPENING, by)
    case.evaluated_from = _day(meeting.at, by)
    case.evaluated_until = max(case.evaluated_until or case.evaluated_from, case.evaluated_from)
    case.save(update_fields=["evaluated_from", "evaluated_until"])
    prepare(case, by)
    return cases.advance(case, Stage.ON_SITE, by=by, due_on=case.evaluated_until, meeting=meeting.pk)


@transaction.atomic
def hold_closing(*, case_id: int, by: Actor) -> Case:
    """末次会议: confirm the closing meeting; from here on nothing that was seen changes.

    Raises NotAllowed (not the team leader), NotFound, RuleBroken (an indicator unseen or unconfirmed; the meeting).
    """
    from wuxing.certification.findings import actions as findings  # they recount the checklists

    case, meeting = _confirmed(case_id, MeetingKind.CLOSING, by)
    settle(case)
    today = clock.today(by.zone)
    case.evaluated_until = max(_day(meeting.at, by), case.evaluated_from or today)
    case.save(update_fields=["evaluated_until"])
    due = findings.ask_for_corrections(case=case, by=by) or today
    return cases.advance(case, Stage.FINDINGS, by=by, due_on=due, meeting=meeting.pk)


def _confirmed(case_id: int, kind: MeetingKind, by: Actor) -> tuple[Case, Meeting]:
    case, _certifier = lead(case_id, by)
    during(case, _WHEN[kind])
    meeting = Meeting.objects.select_for_update().filter(case=case, kind=kind.value).first()
    sides = queries.sides_of([meeting.pk]).get(meeting.pk, frozenset()) if meeting else frozenset()
    refuse(meetings.why_not_confirm(kind, minutes=bool(meeting and meeting.minutes), sides=sides))
    assert meeting is not None, "a meeting that nobody set has no signatures"
    meeting.confirmed_at = clock.now()
    meeting.save(update_fields=["confirmed_at"])
    leave("hold", meeting, case, by, kind=kind)
    return case, meeting


def _day(at: datetime, by: Actor) -> date:
    return at.astimezone(ZoneInfo(by.zone)).date()
