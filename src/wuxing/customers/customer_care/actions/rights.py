"""个人信息权利请求: received, the person identified, answered in time; the answer does what was asked."""

from datetime import date

from django.db import transaction

from wuxing.core import clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.customers.customer_care import erasing, queries
from wuxing.customers.customer_care.actions.consents import record_consent
from wuxing.customers.customer_care.actions.erasing import erase_customer
from wuxing.customers.customer_care.actions.files import locked, restrict_customer
from wuxing.customers.customer_care.copies import Copy
from wuxing.customers.customer_care.models import Consent, RightsRequest
from wuxing.customers.customer_care.queries import look_ups, requests
from wuxing.customers.customer_care.rules import rights as rules
from wuxing.customers.customer_care.states import OPEN, RightsState

SERIES = "DS"
CASE = "rights_request"
Kind = RightsRequest.Kind


@transaction.atomic
def receive_request(
    *, customer_id: int, kind: str, channel: str, wish: str = "", asked_on: date | None = None, by: Actor
) -> RightsRequest:
    """受理权利请求: keep what a person asks about their data; the day of the answer is set by working days at once.

    Raises NotAllowed, NotFound, BadInput (no such kind, a correction without what is wrong), RuleBroken (data erased).
    """
    by.require(Permission.CUSTOMER_RIGHTS)
    customer = locked(customer_id)
    today = clock.today(by.zone)
    wrong = {}
    if kind not in Kind.values:
        wrong["kind"] = say("choose what is asked")
    if channel not in Consent.Channel.values:
        wrong["channel"] = say("say how it was said")
    if kind == Kind.CORRECTION and not wish.strip():
        wrong["wish"] = say("write what is wrong and what is right")
    if asked_on and asked_on > today:
        wrong["asked_on"] = say("this day is still to come")
    if wrong:
        raise BadInput(wrong)
    same = RightsRequest.objects.filter(customer=customer, kind=kind, wish=wish.strip()[:1000], state__in=OPEN)
    if known := same.first():
        raise RuleBroken(say("the same request is open already: %(number)s", number=known.number))
    version, works_on = requests.working_days(by)
    due = rules.due_on(asked_on or today, look_ups.limits().answer_days, works_on)

    made = RightsRequest.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number(SERIES, by=by, year=today.year),
        customer=customer,
        kind=kind,
        channel=channel,
        wish=wish.strip()[:1000],
        state=RightsState.RECEIVED,
        asked_at=clock.now() if asked_on in (None, today) else requests.noon(asked_on or today, by.zone),
        calendar_version_id=version,
        promised_on=due,
        due_on=due,
    )
    _tell("rights.receive", made, by, kind=kind, channel=channel, due_on=due)
    return made


@transaction.atomic
def identify_person(*, request_id: int, how: str, by: Actor) -> RightsRequest:
    """核实身份: note how it is known that the person asks; never keep the paper itself (art. 50).

    Raises NotAllowed, NotFound, BadInput (not said how), RuleBroken (known already, or ended).
    """
    request = _open(request_id, RightsState.IDENTIFIED, by)
    if not how.strip():
        raise BadInput({"how": say("say how you know, for example: called back on the number on file")})

    request.state, request.identity_how = RightsState.IDENTIFIED, how.strip()[:300]
    request.identified_at, request.identified_by_id = clock.now(), by.user_id
    request.save(update_fields=["state", "identity_how", "identified_at", "identified_by"])
    _tell("rights.identify", request, by, how=request.identity_how)
    return request


@transaction.atomic
def extend_request(*, request_id: int, due_on: date, reason: str, by: Actor) -> RightsRequest:
    """延长答复: give a request more time, once, with the reason that the person is told. The promised day stays on record.

    Raises NotAllowed, NotFound, BadInput, RuleBroken.
    """
    by.require(Permission.CUSTOMER_RIGHTS)
    request = requests.lock_request(request_id)
    _, works_on = requests.working_days(by)
    latest = rules.due_on(request.promised_on, look_ups.limits().answer_days, works_on)
    extended = bool(request.extension_reason)
    refusal = rules.why_not_extend(request.state, extended=extended, due=request.due_on, latest=latest, new_due=due_on)
    if refusal:
        raise RuleBroken(refusal)
    if not reason.strip():
        raise BadInput({"reason": say("say why it takes longer, as the person is told")})

    request.due_on, request.extension_reason = due_on, reason.strip()[:300]
    request.save(update_fields=["due_on", "extension_reason"])
    _tell("rights.extend", request, by, due_on=due_on, reason=request.extension_reason)
    return request


@transaction.atomic
def answer_request(*, request_id: int, answer: str, although: str = "", by: Actor) -> RightsRequest:
    """答复: do what was asked and say so. Erasing erases, withdrawing withdraws all consent, restricting restricts.

    A copy is drawn from the request's page; a correction is made on the file before it is answered.
    Erasing while service goes on needs `although`, why it must be now.

    Raises NotAllowed (erasing needs its own permission), NotFound, BadInput (no words), RuleBroken (not identified, held).
    """
    request = _open(request_id, RightsState.ANSWERED, by)
    if not answer.strip():
        raise BadInput({"answer": say("write what the person is told")})

    _do(request, although, by)
    request.refresh_from_db()
    _end(request, RightsState.ANSWERED, answer, by)
    _tell("rights.answer", request, by, kind=request.kind, in_time=not _late(request, by))
    return request


def _do(request: RightsRequest, although: str, by: Actor) -> None:
    customer_id, why = request.customer_id, request.number
    if request.kind == Kind.ERASURE:
        erase_customer(customer_id=customer_id, reason=why, although=although, by=by)
    elif request.kind == Kind.RESTRICTION and not request.customer.restricted_at:
        restrict_customer(customer_id=customer_id, restricted=True, reason=why, by=by)
    elif request.kind == Kind.WITHDRAWAL:
        given = [code for code, reason in queries.standing_consents(customer_id).items() if reason is None]
        if given:
            record_consent(
                customer_id=customer_id, purposes=given, given=False, channel=request.channel, proof=why, by=by
            )


@transaction.atomic
def refuse_request(*, request_id: int, ground: str, answer: str, by: Actor) -> RightsRequest:
    """拒绝: refuse a request on a ground that law gives, in words that the person is told (art. 50).

    Raises NotAllowed, NotFound, BadInput, RuleBroken (ended already).
    """
    request = _open(request_id, RightsState.REFUSED, by)
    if wrong := rules.why_not_refuse(ground, kind=request.kind, words=answer):
        raise BadInput(dict(wrong))

    request.refused_for = ground
    request.save(update_fields=["refused_for"])
    _end(request, RightsState.REFUSED, answer, by)
    _tell("rights.refuse", request, by, ground=ground, in_time=not _late(request, by))
    return request


@transaction.atomic
def withdraw_request(*, request_id: int, by: Actor) -> RightsRequest:
    """撤回请求: the person no longer asks. Raises NotAllowed, NotFound, RuleBroken (ended already)."""
    request = _open(request_id, RightsState.WITHDRAWN, by)

    _end(request, RightsState.WITHDRAWN, "", by)
    _tell("rights.withdraw", request, by)
    return request


def _open(request_id: int, to: RightsState, by: Actor) -> RightsRequest:
    by.require(Permission.CUSTOMER_RIGHTS)
    request = requests.lock_request(request_id)
    if request is None:
        raise NotFound(say("there is no such request here"))
    if refusal := rules.why_not_move(request.state, to):
        raise RuleBroken(refusal)
    return request


def _end(request: RightsRequest, state: RightsState, answer: str, by: Actor) -> None:
    request.state, request.answer = state, answer.strip()[:1000]
    request.ended_at, request.ended_by_id = clock.now(), by.user_id
    request.save(update_fields=["state", "answer", "ended_at", "ended_by"])


def _late(request: RightsRequest, by: Actor) -> bool:
    return rules.is_overdue(request.due_on, clock.today(by.zone), ended=False)


def _tell(event: str, request: RightsRequest, by: Actor, **payload: object) -> None:
    ledger.record(
        event, by=by, target=request, case=(CASE, request.pk), occurred_at=None, number=request.number, **payload
    )


@transaction.atomic
def draw_copy(*, request_id: int, by: Actor) -> Copy:
    """复制个人信息: draw the copy of all that is held, for a request for access whose person is identified (art. 45).

    Raises NotAllowed, NotFound, RuleBroken (another kind of request, or the person is not identified).
    """
    by.require(Permission.CUSTOMER_RIGHTS)
    request = requests.lock_request(request_id)
    if request.kind != Kind.ACCESS:
        raise RuleBroken(say("this request asks for something else"))
    if request.identified_at is None:
        raise RuleBroken(say("say first how you know that the person asks"))

    made = Copy(
        number=request.number,
        organisation=request.tenant.name,
        made_at=clock.now(),
        sections=erasing.copy_of(queries.family_of(request.customer_id)),
    )
    _tell("rights.copy", request, by, tables=len(made.sections))
    return made
