"""Raise, change and review risks to impartiality; keep the minutes of the committee (ISO/IEC 17065 4.2.3, 4.2.4, 5.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from wuxing.certification.people import queries
from wuxing.certification.people.impartiality import rules
from wuxing.certification.people.impartiality.models import CommitteeMinutes, ImpartialityRisk, RiskReview
from wuxing.core import clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say

PRESENT_LEAST = 3
"""So many sit in the committee at least; fewer are no balance of interests."""


def _require_told(**given: str) -> dict[str, Reason]:
    return {name: say("fill this in") for name, text in given.items() if not text.strip()}


def _scale(**given: int) -> dict[str, Reason]:
    return {name: say("choose 1, 2 or 3") for name, value in given.items() if value not in (1, 2, 3)}


@transaction.atomic
def raise_risk(
    *, title: str, source: str, likelihood: int, effect: int, measures: str, owner_id: int, text: str = "", by: Actor
) -> ImpartialityRisk:
    """登记公正性风险: write down a risk, who watches it and what is done. Raises NotAllowed, BadInput."""
    by.require(Permission.IMPARTIALITY_MANAGE)
    faults = _require_told(title=title, measures=measures) | _scale(likelihood=likelihood, effect=effect)
    if source not in ImpartialityRisk.Source.values:
        faults["source"] = say("choose one of the list")
    if owner_id not in dict(queries.members()):
        faults["owner_id"] = say("choose a member of your organisation")
    if faults:
        raise BadInput(faults)
    today = clock.today(by.zone)

    made = ImpartialityRisk.objects.create(
        tenant_id=by.tenant_id, number=numbering.next_number("GF", by=by, year=today.year),
        title=title.strip()[:200], source=source, text=text.strip()[:2000], likelihood=likelihood, effect=effect,
        measures=measures.strip()[:2000], owner_id=owner_id, raised_at=clock.now(), raised_by_id=by.user_id,
        review_due_on=rules.next_review(today),
    )  # fmt: skip
    ledger.record(
        "impartiality.raise_risk", by=by, target=made, number=made.number, source=source, likelihood=likelihood,
        effect=effect, owner=owner_id,
    )  # fmt: skip
    return made


def lock_risk(risk_id: int) -> ImpartialityRisk:
    """Return a risk that is open, locked. Raises NotFound, RuleBroken (closed)."""
    found = ImpartialityRisk.objects.select_for_update().filter(pk=risk_id).first()
    if found is None:
        raise NotFound(say("there is no such risk here"))
    if found.closed_at is not None:
        raise RuleBroken(say("this risk is closed; raise it anew if it has come back"))
    return found


@transaction.atomic
def change_risk(*, risk_id: int, measures: str, owner_id: int, by: Actor) -> ImpartialityRisk:
    """变更措施: change what is done about a risk, or who watches it. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.IMPARTIALITY_MANAGE)
    found = lock_risk(risk_id)
    faults = _require_told(measures=measures)
    if owner_id not in dict(queries.members()):
        faults["owner_id"] = say("choose a member of your organisation")
    if faults:
        raise BadInput(faults)
    before = {"measures": found.measures, "owner": found.owner_id}

    found.measures, found.owner_id = measures.strip()[:2000], owner_id
    found.save(update_fields=["measures", "owner"])
    after = {"measures": found.measures, "owner": found.owner_id}
    ledger.record("impartiality.change_risk", by=by, target=found, before=before, after=after)
    return found


@transaction.atomic
def review_risk(
    *, risk_id: int, likelihood: int, effect: int, text: str, closes: bool = False, by: Actor
) -> RiskReview:
    """年度评审: say what a risk is now; at least once a year, until it is closed.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (closed).
    """
    by.require(Permission.IMPARTIALITY_MANAGE)
    found = lock_risk(risk_id)
    faults = _require_told(text=text) | _scale(likelihood=likelihood, effect=effect)
    if faults:
        raise BadInput(faults)
    now = clock.now()

    made = RiskReview.objects.create(
        tenant_id=by.tenant_id, risk=found, likelihood=likelihood, effect=effect, text=text.strip()[:2000],
        closes=closes, at=now, by_id=by.user_id,
    )  # fmt: skip
    found.likelihood, found.effect = likelihood, effect
    found.review_due_on = rules.next_review(clock.today(by.zone))
    found.closed_at = now if closes else None
    found.save(update_fields=["likelihood", "effect", "review_due_on", "closed_at"])
    ledger.record("impartiality.review_risk", by=by, target=found, likelihood=likelihood, effect=effect, closes=closes)
    return made


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who was invited: for which interest they stand, and whether they came."""

    name: str
    stands_for: str
    present: bool = True


@transaction.atomic
def keep_minutes(
    *, held_on: date, attendance: Sequence[Attendee], text: str, advice: str, followed: bool = True,
    independent_action: str = "", risks: Sequence[int] = (), by: Actor,
) -> CommitteeMinutes:  # fmt: skip
    """会议纪要: keep the minutes of the committee; they are never changed. Who came stays out of the ledger.

    Where the body does not follow the advice, the committee may act by itself, and the minutes say what it does (5.2.2 c).
    Raises NotAllowed, BadInput.
    """
    by.require(Permission.IMPARTIALITY_MANAGE)
    faults = _require_told(text=text, advice=advice)
    if held_on > clock.today(by.zone):
        faults["held_on"] = say("the meeting lies in the future; keep its minutes when it was held")
    present = [one for one in attendance if one.present]
    if len(present) < PRESENT_LEAST:
        faults["attendance"] = say("at least %(count)s members sit in the committee", count=PRESENT_LEAST)
    elif len({one.stands_for.strip() for one in present}) < 2:
        faults["attendance"] = say("no single interest may prevail: at least two must be at the table")
    if not followed and not independent_action.strip():
        faults["independent_action"] = say("say what the committee does by itself, or why it does nothing")
    known = set(ImpartialityRisk.objects.filter(pk__in=risks).values_list("pk", flat=True))
    if set(risks) - known:
        faults["risks"] = say("choose from the list")
    if faults:
        raise BadInput(faults)

    made = CommitteeMinutes.objects.create(
        tenant_id=by.tenant_id, number=numbering.next_number("GW", by=by, year=held_on.year), held_on=held_on,
        attendance=[{"name": a.name, "stands_for": a.stands_for, "present": a.present} for a in attendance],
        risks=sorted(known), text=text.strip()[:8000], advice=advice.strip()[:4000], followed=followed,
        independent_action="" if followed else independent_action.strip()[:2000], at=clock.now(),
        kept_by_id=by.user_id,
    )  # fmt: skip
    ledger.record(
        "impartiality.keep_minutes", by=by, target=made, number=made.number, held_on=held_on, present=len(present),
        followed=followed, risks=sorted(known),
    )  # fmt: skip
    return made
