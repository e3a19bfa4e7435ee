"""Applications come in: by the public form, from a company on this installation, through the office."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from wuxing.certification.application import queries, rules
from wuxing.certification.application.actions import places
from wuxing.certification.application.models import Application
from wuxing.certification.application.outlets import Outlet
from wuxing.certification.application.states import Source
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import queries as found_cases
from wuxing.certification.cases.models import Case, Client, ClientDoor
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.programme import queries as programmes
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import Reason, say


@dataclass(frozen=True, slots=True)
class Applied:
    """What an application says."""

    name: str
    scheme: str
    target_level: str
    credit_code: str = ""
    address: str = ""
    city: str = ""
    contact_name: str = ""
    phone: str = ""
    email: str = ""
    products: str = ""
    regions: str = ""
    scope: str = ""
    headcount: int = 0
    running_since: date | None = None
    outlets: tuple[Outlet, ...] = ()
    no_outlets: bool = False
    lawful: bool = False
    no_incident: bool = False
    consent: bool = False
    remarks: str = ""
    language: str = "zh-hans"
    kind: Kind = Kind.INITIAL
    reason: str = ""
    once: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """The case that an application opened, and the word of the client's link, which is told once."""

    case: Case
    word: str


@transaction.atomic
def receive(*, applied: Applied, source: Source, company_id: int | None = None, by: Actor) -> Received:
    """接收申请: open a draft case for who applies, with a link for them.

    A credit code that is known already opens nothing of the organisation's other cases: who knows a public number is not
    yet its representative. The case then waits until the body has found out (`settle_claim`). `company_id` is the
    organisation of this installation that applies; what it applied for before stays together.

    Raises NotAllowed, BadInput, RuleBroken (the same form was received before).
    """
    by.require(Permission.CASE_CLIENT)
    if applied.once and Application.objects.filter(once=applied.once).exists():
        raise RuleBroken(say("this form was received already; its link was shown then"))
    if not (applied.phone or applied.email):
        raise BadInput({"phone": say("a phone number or an e-mail address is missing")})
    _check(applied, clock.today(by.zone))
    client, claimed = _client_of(applied, company_id, by)
    case = _open(applied, client, source, claimed, by)
    _door, word = cases.open_door(client_id=client.pk, name=applied.contact_name, email=applied.email, by=by)
    return Received(case, word)


@transaction.atomic
def open_for_client(*, applied: Applied, client_id: int | None = None, by: Actor) -> Case:
    """代为立项: the office opens a case for a client, known or new. Raises NotAllowed, NotFound, BadInput."""
    by.require(Permission.CASE_MANAGE)
    _check(applied, clock.today(by.zone), known=client_id is not None)
    client = found_cases.client(client_id) if client_id else None
    if client is None and applied.credit_code and (same := _by_code(applied.credit_code)):
        raise BadInput({"credit_code": say("“%(name)s” has this code; choose it among the clients", name=same.name)})
    client = client or _new_client(applied, applied.credit_code, None, by)
    case = _open(applied, client, Source.OFFICE, "", by)
    case.officer_id = by.user_id
    case.save(update_fields=["officer"])
    return case


@transaction.atomic
def settle_claim(*, case_id: int, by: Actor) -> tuple[Case, str]:
    """核实申请人: the body has found out that who applied acts for the client it knows; the case goes to that client.

    The link of the application ends; another one is returned, to be sent to the client's known contact.
    Raises NotAllowed, NotFound, RuleBroken (nothing to find out; submitted already).
    """
    by.require(Permission.CASE_MANAGE)
    case = found_cases.lock(case_id)
    application = queries.application_of(case)
    if application is None or not application.claimed_code or case.stage != Stage.DRAFT:
        raise RuleBroken(say("there is nothing to find out about who applies here"))
    known = _by_code(application.claimed_code)
    if known is None:
        raise NotFound(say("no client has this code any more"))
    before = case.client_id

    for door in ClientDoor.objects.filter(client_id=before, revoked_at=None):
        cases.close_door(door_id=door.pk, by=by)
    case.client = known
    case.save(update_fields=["client"])
    application.claimed_code = ""
    application.save(update_fields=["claimed_code"])
    _door, word = cases.open_door(client_id=known.pk, name=known.contact_name or known.name, email=known.email, by=by)
    ledger.record(
        "application.settle", by=by, target=application, case=("case", case.pk), before=before, after=known.pk
    )
    return case, word


def _check(applied: Applied, today: date, *, known: bool = False) -> None:
    faults: dict[str, Reason] = {}
    if not applied.name.strip() and not known:
        faults["name"] = say("the name of the organisation is missing")
    if applied.credit_code and (reason := rules.why_not_credit_code(applied.credit_code)):
        faults["credit_code"] = reason
    if applied.running_since and applied.running_since > today:
        faults["running_since"] = say("the service system cannot have begun in the future")
    offer = queries.offer(applied.scheme, today)
    if offer is None:
        faults["scheme"] = say("the body takes no applications for this scheme")
    elif applied.target_level not in {level.id for level in offer.pack.levels}:
        faults["target_level"] = say("choose one of the scheme's levels")
    if faults:
        raise BadInput(faults)


def _by_code(code: str) -> Client | None:
    return Client.objects.filter(credit_code=code).first()


def _client_of(applied: Applied, company_id: int | None, by: Actor) -> tuple[Client, str]:
    """Return the client, and the code that somebody else has already."""
    same = _by_code(applied.credit_code) if applied.credit_code else None
    if company_id and (ours := Client.objects.filter(company_id=company_id).order_by("pk").first()):
        if same is None or same.pk == ours.pk:
            return ours, ""
        return ours, applied.credit_code
    if same is None:
        return _new_client(applied, applied.credit_code, company_id, by), ""
    return _new_client(applied, "", company_id, by), applied.credit_code


def _new_client(applied: Applied, code: str, company_id: int | None, by: Actor) -> Client:
    try:
        with transaction.atomic():
            made = Client.objects.create(
                tenant_id=by.tenant_id,
                name=applied.name.strip()[:200],
                credit_code=code,
                address=applied.address.strip()[:300],
                city=applied.city.strip()[:60],
                contact_name=applied.contact_name.strip()[:100],
                phone=applied.phone.strip()[:40],
                email=applied.email.strip()[:200],
                headcount=applied.headcount,
                company_id=company_id,
                created_at=clock.now(),
            )
    except IntegrityError:  # somebody else was quicker by a moment
        raise RuleBroken(say("the same was received a moment ago; send it once more")) from None
    ledger.record("client.open", by=by, target=made, case=("client", made.pk), name=made.name)
    return made


def _open(applied: Applied, client: Client, source: Source, claimed: str, by: Actor) -> Case:
    offer = queries.offer(applied.scheme, clock.today(by.zone))
    assert offer is not None, "checked before"
    _version, rule = programmes.current(applied.scheme)
    wanted = cases.Wanted(
        scheme=applied.scheme,
        pack=offer.pack.identity,
        target_level=applied.target_level,
        kind=applied.kind,
        language=applied.language,
        trade_code=rule.trade_codes[0] if rule.trade_codes else "",
        products=applied.products.strip()[:500],
        regions=applied.regions.strip()[:500],
        scope=(applied.scope or applied.products).strip()[:1000],
        headcount=applied.headcount,
        running_since=applied.running_since,
        reason=applied.reason.strip()[:1000],
    )
    case = cases.open_case(client=client, wanted=wanted, by=by)
    try:
        with transaction.atomic():
            made = Application.objects.create(
                tenant_id=by.tenant_id,
                case=case,
                source=source.value,
                once=applied.once,
                claimed_code=claimed,
                no_outlets=applied.no_outlets,
                lawful=applied.lawful,
                no_incident=applied.no_incident,
                remarks=applied.remarks.strip()[:2000],
                consented_at=clock.now() if applied.consent else None,
                consented_by=(applied.contact_name or by.name)[:100] if applied.consent else "",
            )
    except IntegrityError:  # the same form, sent twice at once
        raise RuleBroken(say("this form was received already; its link was shown then")) from None
    places.write(case, address=applied.address, city=applied.city, outlets=applied.outlets)
    ledger.record(
        "application.receive", by=by, target=made, case=("case", case.pk), source=source, claimed=bool(claimed),
        outlets=len(applied.outlets), consent=applied.consent,
    )  # fmt: skip
    return case
