"""A certificate's next step, its days and its cases as pages show them."""

from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from wuxing.certification.cases import words as case_words
from wuxing.certification.cases.models import Case
from wuxing.certification.certificate import queries as certificates
from wuxing.certification.certificate import words as certificate_words
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.surveillance import lists, queries, words
from wuxing.certification.surveillance.lists import Row
from wuxing.certification.surveillance.models import Occasion
from wuxing.certification.surveillance.rules.calendar import Calendar, calendar_of
from wuxing.certification.surveillance.states import Do
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor

POSTED = {Do.SURVEY: "survey", Do.RENEW: "renew", Do.SUSPEND: "suspend", Do.EXPIRE: "expire"}
NEEDS = {Do.SUSPEND: Permission.CASE_DECIDE}
ICONS = {
    Do.SURVEY: "calendar-time",
    Do.RENEW: "refresh",
    Do.GO_ON: "arrow-right",
    Do.ANSWER: "gauge",
    Do.SUSPEND: "player-pause",
    Do.RESUME: "player-play",
    Do.END_SUSPENSION: "player-play",
    Do.EXPIRE: "clock",
}


def page_of(certificate_id: int) -> str:
    """Return the address of a certificate's own page; of its calendar where there is none."""
    try:
        return reverse("certification:certificate", args=[certificate_id])
    except NoReverseMatch:
        return reverse("certification:surveillance_of", args=[certificate_id])


def act(row: Row, by: Actor) -> dict[str, Any] | None:
    """Return the button of the next step, locked with the reason where it is not for this person; None: wait."""
    do, pk = row.next.do, row.certificate.pk
    if do in {Do.WAIT, Do.NOTHING}:
        return None
    made: dict[str, Any] = {"label": words.do(do), "icon": ICONS[do], "size": "s2"}
    if do in POSTED:
        made |= {"url": reverse("certification:surveillance_act", args=[pk, POSTED[do]]), "method": "post"}
        need = NEEDS.get(do, Permission.CASE_MANAGE)
        made["reason"] = "" if by.may(need) else _not_allowed(need)
    elif do is Do.GO_ON and row.next.case_id:
        made["url"] = reverse("certification:case", args=[row.next.case_id])
    elif do is Do.ANSWER and row.proposal:
        made["url"] = reverse("certification:early", args=[row.proposal.pk])
    else:
        made["url"] = page_of(pk)
    return made


def _not_allowed(need: Permission) -> str:
    if need is Permission.CASE_DECIDE:
        return _("a decision maker does this; the system does it by itself within the day")
    return _("your role does not allow this")


def line(row: Row, by: Actor, today: date) -> dict[str, Any]:
    """Return a row of the calendar."""
    found, next_, state = row.certificate, row.next, certificates.state_on(row.certificate, today)
    ends = found.extended_until or found.surveillance_due_on
    return {
        "row": found,
        "url": reverse("certification:surveillance_of", args=[found.pk]),
        "level": case_words.level(found.pack, found.level),
        "state": certificate_words.BADGES[state],
        "word": certificate_words.state(state),
        "look": "late" if next_.late_by else words.LOOKS[next_.do],
        "ends": ends,
        "left": (ends - today).days,
        "late": max((today - ends).days, 0),
        "extended": found.extended_until is not None,
        "why": wording.text(next_.why),
        "act": act(row, by),
    }


def row_of(found: Certificate, by: Actor) -> Row:
    """Return one certificate with its next step."""
    return lists.rows_of([found], clock.today(by.zone), queries.terms_by_scheme([found.scheme]))[0]


def next_of(found: Certificate, by: Actor) -> dict[str, Any]:
    """Return what the card of the next step shows, for the page of a certificate: certification/surveillance/next.html."""
    row = row_of(found, by)
    days = calendar_of(queries.standing_of(found), queries.terms_by_scheme([found.scheme])[found.scheme])
    return {
        "why": wording.text(row.next.why),
        "look": "late" if row.next.late_by else words.LOOKS[row.next.do],
        "title": words.do(row.next.do) if act(row, by) else _("Nothing to do now"),
        "act": act(row, by),
        "facts": facts(found, days),
        "url": reverse("certification:surveillance_of", args=[found.pk]),
    }


def facts(found: Certificate, days: Calendar) -> list[tuple[str, Any]]:
    """Return the days of a certificate."""
    shown = [
        (_("Last evaluated on"), found.last_evaluated_on),
        (_("Planned from"), days.renewal_from if days.is_last else days.opens),
        (_("Letter from"), days.remind_from),
        (_("Surveillance due"), days.due),
        (_("Extended until"), found.extended_until),
        (_("At the longest until"), days.latest),
        (_("Suspended from"), days.suspended_from),
        (_("Recertification from"), days.renewal_from),
        (_("Valid until"), found.valid_until),
    ]
    return [(label, day.isoformat() if day else "") for label, day in shown]


def cases_of(found: Certificate, by: Actor) -> list[dict[str, Any]]:
    """Return the further cases of a certificate, newest first, with what each looks at."""
    rows = Occasion.objects.filter(certificate=found).select_related("case").order_by("-pk")[:50]
    methods = {row.case_id: queries.alternative_of(row.case_id) for row in rows if row.case.ended_at is None}
    may, found_rows = by.may(Permission.CASE_MANAGE), []
    for row in rows:
        case: Case = row.case
        method = methods.get(case.pk)
        found_rows.append(
            {
                "case": case,
                "url": reverse("certification:case", args=[case.pk]),
                "what": words.what(row.what),
                "leaves": len(row.leaves),
                "outlets": row.outlets,
                "share": f"{row.share * 100:.0f}%",
                "state": case_words.badge(case.stage),
                "word": case_words.stage(case.stage),
                "method": words.method(method.method) if method else "",
                "ended": case.ended_at is not None,
                "method_url": reverse("certification:case_method", args=[case.pk]) if may and not case.ended_at else "",
            }
        )
    return found_rows
