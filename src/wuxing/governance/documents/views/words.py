"""Codes, times and people as the reader of a page reads them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.core.access import ROLE_TITLES, Role
from wuxing.core.models import Membership
from wuxing.core.reasons import Reason
from wuxing.governance.documents.audiences import reach_of
from wuxing.governance.documents.models import Distribution
from wuxing.governance.documents.rules.words import AUDIENCES, LOOKS
from wuxing.governance.documents.states import Audience

SOON = timedelta(days=30)


def word(words: Mapping[str, Reason], code: str) -> str:
    """Return the word for a code."""
    return wording.text(words.get(code, code))


def badge(words: Mapping[str, Reason], code: str) -> tuple[str, str]:
    """Return look and word of a state."""
    return LOOKS.get(code, "unknown"), word(words, code)


def local(value: datetime, zone: str) -> datetime:
    """Return an instant on the clock of a zone."""
    return value.astimezone(ZoneInfo(zone))


def due(day: date | None, today: date) -> tuple[str, str]:
    """Return look and words of a day by which something is to be done."""
    if day is None:
        return "", "—"
    if day <= today:
        return "late", _("due since %(day)s") % {"day": day}
    return ("risk" if day <= today + SOON else ""), str(day)


def names_of(users: set[int]) -> dict[int, str]:
    """Return the names of users."""
    return dict(Membership.objects.filter(user_id__in=users).values_list("user_id", "user__name"))


def audience_names(rows: list[Distribution]) -> dict[int, str]:
    """Return whom each distribution reaches, in words."""
    people = names_of({int(row.reference) for row in rows if row.audience == Audience.PERSON})
    reach = reach_of(Audience.OUTLET)
    outlets = dict(reach.choices()) if reach and any(row.audience == Audience.OUTLET for row in rows) else {}
    found = {}
    for row in rows:
        if row.audience == Audience.ROLE and row.reference in set(Role):
            found[row.pk] = str(ROLE_TITLES[Role(row.reference)])
        elif row.audience == Audience.PERSON:
            found[row.pk] = people.get(int(row.reference), row.reference)
        elif row.audience == Audience.OUTLET:
            found[row.pk] = outlets.get(row.reference, row.reference)
        else:
            found[row.pk] = word(AUDIENCES, row.audience)
    return found
