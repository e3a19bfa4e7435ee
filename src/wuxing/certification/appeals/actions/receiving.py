"""受理: an appeal or complaint arrives, is confirmed, taken up or turned away, and given to people not involved."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from wuxing.certification.appeals import queries, rules
from wuxing.certification.appeals.actions import trace
from wuxing.certification.appeals.models import Appeal, AppealHandler, Dispute
from wuxing.certification.appeals.states import Door, Kind, State
from wuxing.certification.cases import queries as cases
from wuxing.certification.cases.models import Case, CaseRole, Client
from wuxing.certification.cases.states import Part, Stage
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.office.letters import actions as letters
from wuxing.certification.office.letters.kinds import Kind as Letter
from wuxing.certification.people import assigning
from wuxing.certification.people import queries as people
from wuxing.certification.report.queries import pack
from wuxing.core import clock, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say

_REASON = 4000


@dataclass(frozen=True, slots=True)
class Asked:
    """A disputed ruling as somebody writes it: an indicator with the share they see, or a finding."""

    leaf: str = ""
    finding_id: int | None = None
    ratio: Decimal | None = None
    text: str = ""


@transaction.atomic
def receive(
    *, client_id: int, case_id: int, kind: Kind, text: str, disputes: tuple[Asked, ...] = (), by: Actor
) -> Appeal:
    """收到: a client appeals against a decision or complains; it is confirmed by letter.

    Raises NotAllowed, NotFound (no case of this client), BadInput (no text), RuleBroken (nothing to appeal against).
    """
    by.require(Permission.CASE_CLIENT)
    case = cases.lock(case_id)
    if case.client_id != client_id:
        raise NotFound(say("there is no such case here"))
    found = _keep(kind, Door.CLIENT, text, case=case, client=case.client, disputes=disputes, by=by)
    letter = Letter.APPEAL_RECEIVED if kind is Kind.APPEAL else Letter.COMPLAINT_RECEIVED
    due = found.due_on.isoformat() if found.due_on else ""
    letters.write(letter, by=by, case=case, due=due, number=found.number)
    return found


@transaction.atomic
def receive_from_public(*, party: str, contact: str, certificate: str, text: str, language: str, by: Actor) -> Appeal:
    """收到: anybody complains about the body or a holder, through the public door. Raises NotAllowed, BadInput."""
    by.require(Permission.CASE_CLIENT)
    faults = rules.faults_of(text) | {
        name: say("fill this in") for name, given in (("party", party), ("contact", contact)) if not given.strip()
    }
    if faults:
        raise BadInput(faults)
    held = Certificate.objects.filter(number=certificate.strip()).first() if certificate.strip() else None
    if certificate.strip() and held is None:
        text = f"{text.strip()}\n\n({certificate.strip()[:60]})"
    return _keep(
        Kind.COMPLAINT, Door.PUBLIC, text, case=held.case if held else None, client=held.client if held else None,
        certificate_id=held.pk if held else None, party=party, contact=contact, language=language, by=by,
    )  # fmt: skip


@transaction.atomic
def write_down(
    *, kind: Kind, text: str, case_number: str = "", party: str = "", contact: str = "", by: Actor
) -> Appeal:
    """登记: the office writes down what came by letter or telephone. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.CASE_MANAGE)
    case = _case_by(case_number)
    if kind is Kind.APPEAL and case is None:
        raise BadInput({"case_number": say("an appeal is about a case; write its number")})
    return _keep(
        kind, Door.OFFICE, text, case=case, client=case.client if case else None, party=party, contact=contact, by=by
    )


def _keep(
    kind: Kind, door: Door, text: str, *, case: Case | None, client: Client | None, by: Actor,
    certificate_id: int | None = None, party: str = "", contact: str = "", language: str = "",
    disputes: tuple[Asked, ...] = (),
) -> Appeal:  # fmt: skip
    if faults := rules.faults_of(text):
        raise BadInput(faults)
    trace.refuse(rules.why_not_receive(kind, Stage(case.stage) if case else None))
    made = Appeal.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number("SS", by=by, year=clock.today(by.zone).year),
        kind=kind.value,
        door=door.value,
        client=client,
        case=case,
        certificate_id=certificate_id or (case.certificate_id if case else None),
        party=party.strip()[:200],
        contact=contact.strip()[:200],
        language=language or (case.language if case else "zh-hans"),
        text=text.strip()[:_REASON],
        due_on=rules.due_after("receive", clock.today(by.zone)),
        received_at=clock.now(),
    )
    if case:
        _keep_disputes(made, case, disputes, by)
    trace.record(made, "receive", by, kind=kind, door=door, disputes=len(disputes))
    return made


def _keep_disputes(made: Appeal, case: Case, disputes: tuple[Asked, ...], by: Actor) -> None:
    known = {row.pk: row for row in queries.disputable(case)}
    trace.refuse(rules.why_not_dispute([one.leaf for one in disputes if one.leaf], pack(case).by_id))
    if any(one.finding_id is not None and one.finding_id not in known for one in disputes):
        raise NotFound(say("there is no such finding here"))
    Dispute.objects.bulk_create(
        Dispute(
            tenant_id=by.tenant_id, appeal=made, leaf=one.leaf, finding_id=one.finding_id, ratio=one.ratio,
            text=one.text.strip()[:1000],
        )
        for one in disputes
        if one.leaf or one.finding_id
    )  # fmt: skip


@transaction.atomic
def admit(*, appeal_id: int, case_number: str = "", by: Actor) -> Appeal:
    """受理: take it up; `case_number` says which case it is about, where it came without.

    Raises NotAllowed, NotFound, RuleBroken (taken up or turned away already; took part in the case).
    """
    by.require(Permission.APPEAL_HANDLE)
    found = queries.lock(appeal_id)
    if found.case_id is None and found.state == State.RECEIVED and (case := _case_by(case_number)):
        found.case, found.client = case, case.client
        found.certificate_id = found.certificate_id or case.certificate_id
        found.save(update_fields=["case", "client", "certificate_id"])
    _apart(found, by)
    trace.step(found, "admit", State.ADMITTED, by=by)
    return found


@transaction.atomic
def refuse(*, appeal_id: int, reasons: str, by: Actor) -> Appeal:
    """不予受理: turn it away with reasons: it is not about the body's certification. Its client is told by letter.

    Raises NotAllowed, NotFound, BadInput (no reasons), RuleBroken.
    """
    by.require(Permission.APPEAL_HANDLE)
    found = queries.lock(appeal_id)
    _apart(found, by)
    if not reasons.strip() or len(reasons) > _REASON:
        raise BadInput({"reasons": say("write the reasons")})
    trace.step(found, "refuse", State.REFUSED, by=by, text=reasons.strip())
    write_outcome(found, reasons.strip(), by)
    return found


@transaction.atomic
def assign(*, appeal_id: int, certifier_id: int, by: Actor) -> AppealHandler:
    """指定处理人员: give it to somebody who took no part in the case and has no tie to the client (7.13.5, 7.13.6).

    Raises NotAllowed, NotFound, RuleBroken (involved, tied, not fit; assigned already; not taken up).
    """
    by.require(Permission.CASE_MANAGE)
    found = queries.lock(appeal_id)
    if found.state not in (State.ADMITTED, State.HANDLED):
        raise RuleBroken(say("take it up first"))
    person = people.one(certifier_id)
    if AppealHandler.objects.filter(appeal=found, certifier=person, ended_at=None).exists():
        raise RuleBroken(say("this person handles it already"))
    if found.case_id and not _has_part(found.case_id, certifier_id):
        assigning.assign(case_id=found.case_id, certifier_id=certifier_id, part=Part.APPEAL_HANDLER, by=by)
    elif not found.case_id and (not person.active or person.user_id is None):
        raise RuleBroken(say("choose somebody who works here and signs in"))

    made = AppealHandler.objects.create(
        tenant_id=by.tenant_id, appeal=found, certifier=person, assigned_by_id=by.user_id, assigned_at=clock.now()
    )
    trace.record(found, "assign", by, certifier=certifier_id)
    return made


def write_outcome(found: Appeal, reasons: str, by: Actor) -> None:
    """Tell the client who asked, by letter; a third party is told by the way that it left."""
    if found.door == Door.CLIENT and found.client:
        kind = Letter.APPEAL_OUTCOME if found.kind == Kind.APPEAL else Letter.COMPLAINT_OUTCOME
        letters.write(kind, by=by, case=found.case, client=found.client, reasons=reasons, number=found.number)


def _has_part(case_id: int, certifier_id: int) -> bool:
    rows = CaseRole.objects.filter(case_id=case_id, certifier_id=certifier_id, part=Part.APPEAL_HANDLER)
    return rows.filter(ended_at=None).exists()


def _case_by(number: str) -> Case | None:
    if not number.strip():
        return None
    found = Case.objects.select_related("client").filter(number=number.strip()).first()
    if found is None:
        raise BadInput({"case_number": say("there is no such case here")})
    return found


def _apart(found: Appeal, by: Actor) -> None:
    if found.case_id and by.user_id:
        had = CaseRole.objects.filter(case_id=found.case_id, certifier__user_id=by.user_id)
        trace.refuse(rules.why_not_refuse(Part(part) for part in had.values_list("part", flat=True)))
