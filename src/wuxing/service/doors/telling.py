"""What the doors leave on the timeline of a case, in words."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from wuxing.service.repair.views.saying import Payload, Said
from wuxing.service.repair.views.words import local


def _opened(payload: Payload, zone: str) -> Said:
    words = {
        "report": _("Link to follow the case shown to who reported"),
        "again": _("New link sent at the customer's wish"),
        "sent": _("Link to follow the case sent to the customer"),
    }
    return Said("link", words.get(str(payload.get("via")), _("Link to follow the case made")))


def _revoked(payload: Payload, zone: str) -> Said:
    return Said("ban", _("Link withdrawn"), str(payload.get("reason", "")))


def _locked(payload: Payload, zone: str) -> Said:
    return Said("lock", _("Link locked for a while: too many wrong digits"))


def _reported_again(payload: Payload, zone: str) -> Said:
    return Said("message", _("Reported again by the customer"), str(payload.get("text", "")))


def _passed_on(payload: Payload, zone: str) -> Said:
    minutes = payload.get("minutes_until_passed_on", 0)
    note = str(payload.get("how", ""))
    return Said("arrow-right", _("Passed on %(minutes)s min after it came") % {"minutes": minutes}, note)


def _sheet(payload: Payload, zone: str) -> Said:
    return Said("file-text", _("Service sheet issued, code %(code)s") % {"code": payload.get("code", "")})


def _offered(payload: Payload, zone: str) -> Said:
    return Said("calendar-time", _("Times offered to the customer"), _slots(payload, zone))


def _withdrawn(payload: Payload, zone: str) -> Said:
    note = " · ".join(part for part in (str(payload.get("reason", "")), _slots(payload, zone)) if part)
    return Said("ban", _("Offered times withdrawn"), note)


def _slots(payload: Payload, zone: str) -> str:
    try:
        pairs = [[local(datetime.fromisoformat(text), zone) for text in pair] for pair in payload.get("slots") or ()]
    except (TypeError, ValueError):
        return ""
    return " · ".join(f"{begins:%m-%d %H:%M}–{ends:%H:%M}" for begins, ends in pairs)


EVENTS: dict[str, Callable[[Payload, str], Said]] = {
    "link.open": _opened,
    "link.revoke": _revoked,
    "link.lock": _locked,
    "link.report_again": _reported_again,
    "link.pass_on": _passed_on,
    "sheet.issue": _sheet,
    "link.offer_times": _offered,
    "link.withdraw_times": _withdrawn,
}
