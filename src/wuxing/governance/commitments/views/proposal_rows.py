"""What the page of a proposal shows, as plain rows: what it would change, and who said yes or no."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from wuxing.core import wording
from wuxing.governance.commitments import rules
from wuxing.governance.commitments.models import Promise, PromiseContent, PromiseProposal
from wuxing.governance.commitments.views.rows import content_row
from wuxing.governance.commitments.words import CHANNELS, LOOKS, PROPOSALS, RECIPIENTS


def changes(found: PromiseProposal, before: Promise | None) -> list[dict[str, Any]]:
    """Return what a proposal says, line by line, and what stood there before where that was something else.

    Of the end of a promise: what the promise says that would end.
    """
    if found.ends:
        said = _said(before) if before else _said(found)
        return [{"title": title, "value": value, "changed": False, "was": ""} for title, value in said if value]
    was = dict(_said(before)) if before else {}
    lines = []
    for title, value in _said(found):
        changed = before is not None and was.get(title) != value
        lines.append({"title": title, "value": value, "changed": changed, "was": was.get(title, "")})
    return lines


def _said(found: PromiseContent) -> list[tuple[str, str | timedelta]]:
    steps = [f"{percent}% {wording.text(RECIPIENTS[to.value])}" for percent, to in rules.steps_from(found.steps)]
    return [
        (_("As customers read it"), found.text),
        (_("Within"), timedelta(minutes=found.minutes)),
        (_("Counted in"), found.calendar.name if found.calendar else _("clock on the wall")),
        (_("Told to customers by"), wording.text(CHANNELS[found.channel]) if found.channel else ""),
        (_("Published where"), found.published_where),
        (_("Reminders and escalation"), wording.listed(steps)),
        (_("About safety"), _("yes") if found.safety else _("no")),
    ]


def approval(found: PromiseProposal, zone: str) -> list[tuple[Any, ...]]:
    """Return who proposed and who decided, when, and with which words."""

    def by(person: Any, at: datetime | None) -> str:
        name = person.name if person else ""
        return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {name}".strip() if at else ""

    wished = found.wished_from.isoformat() if found.wished_from else _("from the approval on")
    told = _("What has to change") if found.state == "returned" else _("Words at the decision")
    about = [
        (_("Why it changes"), found.reason),
        (_("To count from"), wished),
        (_("For running orders too"), _("yes") if found.running_too else _("no")),
    ]
    about_end = [(_("Why the promise ends"), found.reason), (_("To end on"), wished)]
    return [
        *(about_end if found.ends else about),
        (_("Proposed by"), by(found.proposed_by, found.proposed_at)),
        (_("Decided by"), by(found.decided_by, found.decided_at)),
        *([(told, found.decision)] if found.decision else []),
    ]


def proposal_list(found: Iterable[PromiseProposal]) -> list[dict[str, Any]]:
    """Return proposals as the list of promises shows them."""
    return [
        content_row(one)
        | {
            "ends": one.ends,
            "state": LOOKS[one.state],
            "word": wording.text(PROPOSALS[one.state]),
            "by": one.proposed_by.name if one.proposed_by else one.changed_by.name if one.changed_by else "",
            "at": one.proposed_at or one.changed_at,
        }
        for one in found
    ]
