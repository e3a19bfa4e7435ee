"""提前监督 Early surveillance: read what the company's own records say, under its permission; propose, accept, set aside."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from wuxing.certification.cases.actions import refuse
from wuxing.certification.cases.models import Case
from wuxing.certification.certificate import queries as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.surveillance import queries, readings
from wuxing.certification.surveillance.actions.opening import open_for
from wuxing.certification.surveillance.models import EarlySurveillance, Watch
from wuxing.certification.surveillance.rules import calendar
from wuxing.certification.surveillance.rules.early import DAYS, DayRead, fallen_since, is_new_fall
from wuxing.certification.surveillance.states import Answer, What
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.core.wording import text
from wuxing.schemes.editions.queries import pack_of


@transaction.atomic
def watch(*, certificate_id: int, by: Actor, days: int = DAYS) -> EarlySurveillance | None:
    """持续观察: read the company's day scores, once a day, and propose an early surveillance when they have fallen.

    Nothing is read without a permission of the company that is in force today; every reading stands in its ledger.
    Raises NotAllowed, NotFound.
    """
    by.require(Permission.CASE_MANAGE)
    found = certificates.lock(certificate_id)
    today = clock.today(by.zone)
    company_id = found.client.company_id
    if company_id is None or Watch.objects.filter(certificate=found, day=today).exists():
        return None
    read = readings.read(company_id, found, today, by)
    if read is None:
        return None
    pack = pack_of(found.pack.rpartition("#")[2])
    minimum = next(one.min for one in pack.levels if one.id == found.level)
    made = Watch.objects.create(
        tenant_id=by.tenant_id,
        certificate=found,
        day=today,
        permission=read.permission,
        level=found.level,
        minimum=minimum,
        scores=[_plain(one) for one in read.scores],
        read_at=clock.now(),
    )
    ledger.record(
        "surveillance.read", by=by, target=made, case=("case", found.case_id), certificate=found.pk, level=found.level,
        minimum=minimum, permission=read.permission, days=len(read.scores),
    )  # fmt: skip
    since = fallen_since(read.scores, minimum, today, days)
    return _propose(found, made, since, days, by) if since else None


def _propose(found: Certificate, read: Watch, since: date, days: int, by: Actor) -> EarlySurveillance | None:
    last = EarlySurveillance.objects.filter(certificate=found).order_by("-pk").first()
    if last is not None and (last.state == Answer.OPEN or not is_new_fall(since, last.proposed_on)):
        return None
    if calendar.why_not_special(queries.standing_of(found), queries.open_cases([found.pk]).get(found.pk, []), read.day):
        return None  # it is evaluated anyway
    begins = since - timedelta(days=1)
    inputs: dict[str, Any] = {
        "level": read.level,
        "minimum": format(read.minimum, "f"),
        "days": days,
        "permission": read.permission,
        "scores": [one for one in read.scores if one["day"] >= begins.isoformat()],
    }
    made = EarlySurveillance.objects.create(
        tenant_id=by.tenant_id, certificate=found, since=since, proposed_on=read.day, inputs=inputs
    )
    ledger.record(
        "surveillance.propose", by=by, target=made, case=("case", found.case_id), certificate=found.pk, since=since,
        **inputs,
    )  # fmt: skip
    return made


def _plain(one: DayRead) -> dict[str, str]:
    return {"day": one.day.isoformat(), "likely": format(one.likely, "f"), "pack": one.pack}


@transaction.atomic
def accept(*, proposal_id: int, by: Actor) -> Case:
    """采纳: open the early evaluation that was proposed. Raises NotAllowed, NotFound, RuleBroken (answered; ended)."""
    by.require(Permission.CASE_MANAGE)
    row = _lock(proposal_id)
    found = certificates.lock(row.certificate_id)
    under_way = queries.open_cases([found.pk]).get(found.pk, [])
    refuse(calendar.why_not_special(queries.standing_of(found), under_way, clock.today(by.zone)))
    because = say(
        "since %(day)s the company's own records stay below the %(minimum)s points of its level",
        day=row.since,
        minimum=row.inputs["minimum"],
    )
    made = open_for(found, What.EARLY, by=by, reason=text(because)[:1000], facts={"proposal": row.pk})
    row.case = made
    _answer(row, Answer.ACCEPTED, by)
    return made


@transaction.atomic
def set_aside(*, proposal_id: int, reason: str, by: Actor) -> EarlySurveillance:
    """不采纳: set a proposal aside, with the reason. Raises NotAllowed, NotFound, BadInput, RuleBroken (answered)."""
    by.require(Permission.CASE_MANAGE)
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    row = _lock(proposal_id)
    row.reason = reason.strip()[:1000]
    _answer(row, Answer.SET_ASIDE, by)
    return row


def _lock(proposal_id: int) -> EarlySurveillance:
    queries.proposal(proposal_id)
    row = EarlySurveillance.objects.select_for_update().get(pk=proposal_id)
    if row.state != Answer.OPEN:
        raise RuleBroken(say("this proposal is answered already"))
    return row


def _answer(row: EarlySurveillance, answer: Answer, by: Actor) -> None:
    row.state, row.decided_by_id, row.decided_at = answer.value, by.user_id, clock.now()
    row.save(update_fields=["state", "decided_by", "decided_at", "reason", "case"])
    ledger.record(
        f"surveillance.{answer.value}", by=by, target=row, case=("case", row.certificate.case_id),
        certificate=row.certificate_id, reason=row.reason, of_case=row.case_id,
    )  # fmt: skip
