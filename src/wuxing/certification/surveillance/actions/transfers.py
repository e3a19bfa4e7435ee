"""Take over a certificate of another body."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.db import transaction

from wuxing.certification.application.models import Application
from wuxing.certification.application.states import Source
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import queries as reading
from wuxing.certification.cases.actions import Wanted
from wuxing.certification.cases.models import Case
from wuxing.certification.cases.states import Kind
from wuxing.certification.certificate.queries import held
from wuxing.certification.certificate.rules import due_after
from wuxing.certification.surveillance.actions.opening import settle
from wuxing.certification.surveillance.models import ForeignCertificate
from wuxing.certification.surveillance.rules import early
from wuxing.certification.surveillance.states import What
from wuxing.core import clock, files, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.schemes.editions.queries import pack_of


@dataclass(frozen=True, slots=True)
class Foreign:
    """What is known of the certificate of another body, and what was asked before it is taken over."""

    body: str
    number: str
    level: str
    valid_until: date
    last_evaluated_on: date
    in_force: bool
    not_suspended: bool
    complaints_asked: bool
    report_read: bool
    complaints: str = ""


@transaction.atomic
def open_transfer(
    *,
    client_id: int,
    pack: str,
    foreign: Foreign,
    reason: str,
    by: Actor,
    papers: Sequence[tuple[str, IO[bytes]]] = (),
    scope: str = "",
) -> Case:
    """机构转换: open the case that takes over a certificate of another body, as a draft that the client applies with.

    `papers`: names and contents of what shows it. Raises NotAllowed, NotFound, BadInput, RuleBroken (not in force,
    suspended, evaluated too long ago; not asked for complaints; the last report not read; held here already).
    """
    by.require(Permission.CASE_MANAGE)
    client = reading.client(client_id)
    found = pack_of(pack.rpartition("#")[2])
    if faults := _faults(foreign, reason, [one.id for one in found.levels]):
        raise BadInput(faults)
    today = clock.today(by.zone)
    asked = early.Foreign(
        foreign.valid_until, foreign.last_evaluated_on, foreign.in_force, foreign.not_suspended,
        foreign.complaints_asked, foreign.report_read,
    )  # fmt: skip
    if wrong := early.why_not_transfer(asked, today, due_after(foreign.last_evaluated_on)):
        raise RuleBroken(wrong)
    if held(client.pk, found.id):
        raise RuleBroken(say("this client holds a certificate of this body for this scheme already"))

    wanted = Wanted(
        scheme=found.id, pack=found.identity, target_level=foreign.level, kind=Kind.TRANSFER, scope=scope.strip()[:1000],
        headcount=client.headcount, reason=reason.strip()[:1000],
    )  # fmt: skip
    made = cases.open_case(client=client, wanted=wanted, by=by)
    made.officer_id = by.user_id
    made.save(update_fields=["officer"])
    Application.objects.create(tenant_id=by.tenant_id, case=made, source=Source.OFFICE.value)
    settle(made, None, What.TRANSFER, 0, by=by, facts={"body": foreign.body, "number": foreign.number})
    _keep(made, foreign, papers, by)
    return made


def _faults(foreign: Foreign, reason: str, levels: Sequence[str]) -> dict[str, Reason]:
    told = {"body": foreign.body, "number": foreign.number, "reason": reason}
    faults = {name: say("fill this in") for name, text in told.items() if not text.strip()}
    if foreign.level not in levels:
        faults["level"] = say("choose a level of the scheme")
    if foreign.complaints_asked and not foreign.complaints.strip():
        faults["complaints"] = say("write what came out: also that there was nothing")
    return faults


def _keep(made: Case, foreign: Foreign, papers: Sequence[tuple[str, IO[bytes]]], by: Actor) -> None:
    row = ForeignCertificate.objects.create(
        tenant_id=by.tenant_id,
        case=made,
        body=foreign.body.strip()[:200],
        number=foreign.number.strip()[:100],
        level=foreign.level,
        valid_until=foreign.valid_until,
        last_evaluated_on=foreign.last_evaluated_on,
        checks={
            name: getattr(foreign, name) for name in ("in_force", "not_suspended", "complaints_asked", "report_read")
        },
        complaints=foreign.complaints.strip()[:1000],
        by_user_id=by.user_id,
        at=clock.now(),
    )
    for name, content in papers:
        files.keep(content, name=name, target=row, by=by, case=("case", made.pk))
    ledger.record(
        "surveillance.transfer", by=by, target=row, case=("case", made.pk), body=row.body, number=row.number,
        level=row.level, valid_until=row.valid_until, last_evaluated_on=row.last_evaluated_on, checks=row.checks,
        reason=made.reason, papers=len(papers),
    )  # fmt: skip
