"""Quotes: worked out by the body's rule, issued as a version of the agreement, changed by another version."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from wuxing.certification.agreement import documents, queries, rules
from wuxing.certification.agreement.actions.invoicing import raise_agreed
from wuxing.certification.agreement.models import Agreement, AgreementStep
from wuxing.certification.agreement.states import Event, Fee
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import queries as of_cases
from wuxing.certification.cases.models import Case, Site
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.office.letters import actions as letters
from wuxing.certification.office.letters.kinds import Kind as Letter
from wuxing.certification.programme import actions as programmes
from wuxing.certification.programme import queries as of_programmes
from wuxing.certification.programme import rules as days
from wuxing.certification.programme.rules import Asked, Breakdown
from wuxing.certification.programme.structure import Programme
from wuxing.core import clock, ledger, numbering
from wuxing.core.access import AREAS, Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.models import Tenant
from wuxing.core.reasons import Reason, say
from wuxing.schemes.packs.canonical import canonical, digest

ANSWER_DAYS = 14


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the office lays down besides what the rule works out. Fees that are not named follow the body's list."""

    access_from: date
    access_until: date
    areas: tuple[str, ...] = ()
    adjustments: tuple[Asked, ...] = ()
    fees: dict[Fee, Decimal] = field(default_factory=dict)
    fees_why: str = ""  # why fees differ from the list
    note: str = ""


def work_out(case: Case, rule: Programme, adjustments: Sequence[Asked] = ()) -> tuple[Breakdown, int]:
    """Return the person-days of a case and how many outlets they reckon with: those chosen, else the largest of the sample."""
    sites = list(Site.objects.filter(case=case).exclude(kind=Site.Kind.HEADQUARTERS).order_by("pk"))
    chosen = [site.headcount for site in sites if site.chosen]
    count = days.outlets_visited(rule.site_sampling, case.kind, len(sites))
    visited = chosen or list(days.largest([site.headcount for site in sites], count))
    worked = days.person_days(rule.person_days, case.kind, case.headcount, visited, case.categories, adjustments)
    return worked, len(visited)


@transaction.atomic
def issue(*, case_id: int, quoted: Quoted, by: Actor) -> Agreement:
    """发出报价: work out the days, lay down fees, clauses and access, and send it to the client; later ones are versions.

    Raises NotAllowed, NotFound, BadInput, RuleBroken (another stage; signed by both; an adjustment out of its limits).
    """
    by.require(Permission.CASE_MANAGE)
    case = of_cases.lock(case_id)
    last = queries.standing(case)
    cases.refuse(rules.why_not_issue(Stage(case.stage), last is not None and last.stands))
    programmes.pin(case, by=by)
    rule = of_programmes.for_case(case)
    cases.refuse(days.why_not_adjust(rule.person_days, quoted.adjustments))
    worked, visited = work_out(case, rule, quoted.adjustments)
    fees = _fees(case, rule, worked.total, quoted, clock.today(by.zone))

    made = _keep(case, rule, worked, fees, quoted, visited, last.row if last else None, by)
    AgreementStep.objects.create(
        tenant_id=by.tenant_id, agreement=made, event=Event.ISSUED.value, channel=by.channel.value,
        by_user_id=by.user_id, at=clock.now(),
    )  # fmt: skip
    ledger.record(
        "agreement.issue", by=by, target=made, case=("case", case.pk), number=made.number, version=made.version,
        sha256=made.sha256, days=made.days, total=made.total, areas=made.areas,
        access_from=made.access_from, access_until=made.access_until,
        fees_why=quoted.fees_why, adjustments=[[one.code, str(one.days), one.reason] for one in quoted.adjustments],
    )  # fmt: skip
    due = clock.today(by.zone) + timedelta(days=ANSWER_DAYS)
    letters.write(Letter.QUOTE, by=by, case=case, due=due.isoformat())
    return made


def _fees(case: Case, rule: Programme, total_days: Decimal, quoted: Quoted, today: date) -> dict[Fee, Decimal]:
    listed = rules.fees_for(Kind(case.kind), rule.fees, total_days)
    faults: dict[str, Reason] = rules.faults_of_access(
        quoted.areas, AREAS, quoted.access_from, quoted.access_until, today
    )
    fees = {fee: quoted.fees.get(fee, amount) for fee, amount in listed.items()}
    if any(amount < 0 or amount != amount.quantize(Decimal("0.01")) for amount in fees.values()):
        faults["fees"] = say("write an amount in yuan with at most two decimal places")
    if fees != listed and not quoted.fees_why.strip():
        faults["fees_why"] = say("write why the fees differ from the list")
    if faults:
        raise BadInput(faults)
    return {fee: amount for fee, amount in fees.items() if amount}


def _keep(
    case: Case, rule: Programme, worked: Breakdown, fees: dict[Fee, Decimal], quoted: Quoted, visited: int,
    before: Agreement | None, by: Actor, continues: Agreement | None = None,
) -> Agreement:  # fmt: skip
    today = clock.today(by.zone)
    if continues:
        period = (continues.starts_on, continues.ends_on)
    else:
        period = (today, _months_on(today, rule.cycle_months))
    number = before.number if before else numbering.next_number("HT", by=by, year=today.year)
    version = before.version + 1 if before else 1
    said = documents.text_of(
        case, Tenant.objects.get(pk=by.tenant_id), rule, worked, fees,
        number=number, version=version, period=period, access=(quoted.access_from, quoted.access_until),
        areas=quoted.areas, visited=visited, note=quoted.note.strip()[:1000],
        continues=continues.number if continues else "",
    )  # fmt: skip
    form = canonical(said)
    return Agreement.objects.create(
        tenant_id=by.tenant_id, number=number, case=case, version=version, form=form.decode(), sha256=digest(form),
        language=case.language, days=worked.total, total=sum(fees.values(), Decimal(0)),
        starts_on=period[0], ends_on=period[1], areas=sorted(quoted.areas),
        access_from=quoted.access_from, access_until=quoted.access_until, continues=continues,
        made_by_id=by.user_id, made_at=clock.now(),
    )  # fmt: skip


def _months_on(day: date, months: int) -> date:
    """Return the last day of a period of so many months that begins on a day."""
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])) - timedelta(days=1)


@transaction.atomic
def continue_under(*, case_id: int, by: Actor) -> Agreement:
    """沿用协议: contract a case of a running cycle under the agreement that both sides signed for the cycle.

    Raises NotAllowed, NotFound, RuleBroken (a kind with an agreement of its own; none covers it; another stage).
    """
    by.require(Permission.CASE_MANAGE)
    case = of_cases.lock(case_id)
    covering = queries.covering(case)
    if Kind(case.kind) not in rules.CONTINUING:
        raise RuleBroken(say("a case of this kind makes an agreement of its own"))
    if covering is None:
        raise RuleBroken(say("no signed agreement of this client covers today; issue a quote"))
    last = queries.standing(case)
    cases.refuse(rules.why_not_issue(Stage(case.stage), last is not None and last.stands))
    programmes.pin(case, by=by)
    rule = of_programmes.for_case(case)
    worked, visited = work_out(case, rule)
    fees = {fee: amount for fee, amount in rules.fees_for(Kind(case.kind), rule.fees, worked.total).items() if amount}
    today = clock.today(by.zone)
    quoted = Quoted(today, today + timedelta(days=90), tuple(covering.areas))

    made = _keep(case, rule, worked, fees, quoted, visited, last.row if last else None, by, covering)
    ledger.record(
        "agreement.continue", by=by, target=made, case=("case", case.pk), number=made.number, version=made.version,
        sha256=made.sha256, continues=covering.pk,
    )  # fmt: skip
    conclude(case, made, by)
    return made


def conclude(case: Case, agreement: Agreement, by: Actor) -> None:
    """Let a case go on as contracted, and charge what was agreed. For the actions that make the agreement stand."""
    cases.advance(case, Stage.CONTRACTED, by=by, agreement=agreement.pk)
    raise_agreed(agreement, by=by)


@transaction.atomic
def ask_change(*, case_id: int, version: int, text: str, door_id: int | None = None, by: Actor) -> AgreementStep:
    """要求修改: the client says what should be otherwise. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.CASE_CLIENT)
    if not text.strip() or len(text) > 2000:
        raise BadInput({"text": say("write what should be changed, in at most 2000 signs")})
    case = of_cases.lock(case_id)
    row = queries.agreement_of(case.pk, version)
    last = queries.standing(case)
    assert last is not None
    cases.refuse(rules.why_not_ask(last.events, newest=last.row.pk == row.pk))

    made = AgreementStep.objects.create(
        tenant_id=by.tenant_id, agreement=row, event=Event.CHANGE_ASKED.value, text=text.strip(),
        channel=by.channel.value, door_id=door_id, by_user_id=by.user_id, at=clock.now(),
    )  # fmt: skip
    ledger.record("agreement.ask_change", by=by, target=row, case=("case", case.pk), version=version, text=made.text)
    return made
