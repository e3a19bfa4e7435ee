"""The calendar as files: iCal for other calendars, CSV for tables."""

import csv
from datetime import UTC, date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wuxing.certification.cases import words as case_words
from wuxing.certification.certificate import queries as certificates
from wuxing.certification.certificate import words as certificate_words
from wuxing.certification.surveillance import lists, words
from wuxing.certification.surveillance.views.pages import wanted_of
from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.escaping import cell

P = Permission


def surveillance_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the calendar as a table."""
    by = acting(request, P.CASE_READ)
    today = clock.today(by.zone)
    _asked, wanted = wanted_of(request)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="surveillance.csv"'
    out = csv.writer(answer)
    out.writerow(
        [
            _("Number"), _("Holder"), _("Level"), _("State"), _("Last evaluated on"), _("Surveillance due"),
            _("Extended until"), _("Valid until"), _("Next step"), _("Why"),
        ]
    )  # fmt: skip
    for row in lists.exported(wanted, today, lists.terms()):
        found = row.certificate
        out.writerow(
            [
                cell(found.number), cell(found.holder), cell(case_words.level(found.pack, found.level)),
                certificate_words.state(certificates.state_on(found, today)), found.last_evaluated_on, found.surveillance_due_on,
                found.extended_until or "", found.valid_until, words.do(row.next.do), wording.text(row.next.why),
            ]
        )  # fmt: skip
    return answer


def surveillance_ical(request: HttpRequest) -> HttpResponse:
    """Hand out due days and ends of certificates for other calendars."""
    by = acting(request, P.CASE_READ)
    today = clock.today(by.zone)
    _asked, wanted = wanted_of(request)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wuxing//surveillance//ZH", "CALSCALE:GREGORIAN"]
    stamp = clock.now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for row in lists.exported(wanted, today, lists.terms()):
        found = row.certificate
        due = found.extended_until or found.surveillance_due_on
        named = f"{found.holder} {found.number}"
        lines += _event(f"due-{found.pk}@{by.tenant_id}", stamp, due, f"{_('Surveillance due')}: {named}")
        lines += _event(f"end-{found.pk}@{by.tenant_id}", stamp, found.valid_until, f"{_('Valid until')}: {named}")
    lines.append("END:VCALENDAR")
    text = "".join(f"{folded(line)}\r\n" for line in lines)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="surveillance.ics"'
    return answer


def _event(uid: str, stamp: str, day: date, summary: str) -> list[str]:
    until = day + timedelta(days=1)
    said = summary.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", " ").replace("\r", " ")
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{until:%Y%m%d}",
        f"SUMMARY:{said}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def folded(line: str) -> str:
    """Return a line in pieces of 75 bytes at most, as RFC 5545 asks; no sign is cut."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > 75:
            pieces.append(piece)
            piece, size = "", 1  # the space that a further line begins with
        piece, size = piece + sign, size + width
    return "\r\n ".join([*pieces, piece])
