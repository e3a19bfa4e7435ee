"""The bulk path: whole cases recorded at once, by the same rules and with the same traces as the single actions.

Imports from other systems and the simulator come through here. Nothing is half-written: a call is one transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from wuxing.core import bulk, clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.customers.entitlement import rules as entitlement_rules
from wuxing.customers.models import Asset, Contact, Customer, EntitlementDecision, Product, ServiceSite
from wuxing.governance.commitments import queries as promise_queries
from wuxing.governance.commitments.models import ClockEvent, Target
from wuxing.resources.models import Person
from wuxing.service.repair import rules
from wuxing.service.repair.actions.dispatch import title_for
from wuxing.service.repair.actions.parties import search_text
from wuxing.service.repair.models import Appointment, Diagnosis, ServiceRequest, Signature, WorkOrder, WorkOrderLine
from wuxing.service.repair.queries import CASE
from wuxing.service.repair.rules.history import CaseDraft, Story, tell


@dataclass(slots=True)
class Recorded:
    """What became of the cases: written, and those that were there already (same source and key)."""

    request_ids: list[int] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    events: int = 0


@dataclass(slots=True)
class _Bound:
    """A case with the rows that its parts became."""

    case: CaseDraft
    story: Story
    request: ServiceRequest
    order: WorkOrder | None = None
    parts: dict[str, list[Any]] = field(default_factory=dict)


@transaction.atomic
def record_cases(
    cases: Sequence[CaseDraft], *, technicians: Mapping[str, int] | None = None, strict: bool = True, by: Actor
) -> Recorded:
    """批量登记: record whole cases; those of `by.source` whose key is known are left alone (procedure 4, all steps).

    `technicians` maps the names in the stories to people; `strict` stories must follow the state machines.

    Raises:
        NotAllowed: the actor may not import.
        OutOfOrder: a strict story does not follow from itself; nothing is written.
    """
    by.require(Permission.EVIDENCE_IMPORT)
    cases, known = _unknown_cases(cases, by)
    recorded = Recorded(known=known)
    if not cases:
        return recorded
    _plan_anew(True)
    promises = promise_queries.promises_in_force(clock.now())
    people = {p.pk: p for p in Person.objects.filter(pk__in=set((technicians or {}).values()))}
    crew = {name: people[pk] for name, pk in (technicians or {}).items() if pk in people}

    bound = _requests(cases, [tell(case, promises, strict=strict) for case in cases], by)
    if strict:
        _entitlements(bound, by)  # of a foreign case nobody knows what was decided
    _targets(bound, by)
    _orders(bound, crew, by)
    _parts(bound, by)
    recorded.request_ids = [b.request.pk for b in bound]
    recorded.events = _traces(bound, by)
    _plan_anew(False)
    return recorded


def _plan_anew(wanted: bool) -> None:
    """Have triggers planned anew for each batch: a plan made while the tables were empty reads all of them later."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL plan_cache_mode = {'force_custom_plan' if wanted else 'auto'}")


def _unknown_cases(cases: Sequence[CaseDraft], by: Actor) -> tuple[list[CaseDraft], list[str]]:
    if not by.source:
        return list(cases), []
    keys = [case.key for case in cases]
    there = set(
        ServiceRequest.objects.filter(source=by.source, external_id__in=keys).values_list("external_id", flat=True)
    )
    return [case for case in cases if case.key not in there], [key for key in keys if key in there]


def _parties(cases: Sequence[CaseDraft], by: Actor, now: datetime) -> dict[str, tuple[Customer, Contact, ServiceSite]]:
    """Make one customer, contact and place for each customer key; keys of an earlier call are found again."""
    first: dict[str, CaseDraft] = {}
    for case in cases:
        if case.customer_key or case.customer_name:
            first.setdefault(case.customer_key or case.customer_name, case)
    found: dict[str, tuple[Customer, Contact, ServiceSite]] = {}
    earlier = Customer.objects.filter(source=by.source or "bulk", external_id__in=first)
    for customer in earlier.prefetch_related("contacts", "sites"):
        found[customer.external_id] = (customer, customer.contacts.all()[0], customer.sites.all()[0])
    fresh = {key: case for key, case in first.items() if key not in found}
    tenant_id = by.tenant_id
    customers = [
        Customer(
            tenant_id=tenant_id,
            name=case.customer_name or key,
            source=by.source or "bulk",
            external_id=key,
            created_at=case.received_at,
        )
        for key, case in fresh.items()
    ]
    bulk.number(customers)
    contacts = [
        Contact(tenant_id=tenant_id, customer=customer, name=customer.name, phone=case.phone)
        for customer, case in zip(customers, fresh.values(), strict=True)
    ]
    sites = [
        ServiceSite(
            tenant_id=tenant_id,
            customer=customer,
            city=case.city,
            district=case.district,
            address=case.address,
            rural=case.rural,
        )
        for customer, case in zip(customers, fresh.values(), strict=True)
    ]
    bulk.number(contacts)
    bulk.number(sites)
    bulk.insert(customers)
    bulk.insert(contacts)
    bulk.insert(sites)
    return found | dict(zip(fresh, zip(customers, contacts, sites, strict=True), strict=True))


def _units(
    cases: Sequence[CaseDraft], parties: Mapping[str, tuple[Customer, Contact, ServiceSite]], by: Actor
) -> tuple[dict[str, Product], dict[tuple[str, str], Asset]]:
    products = {p.model: p for p in Product.objects.filter(model__in={case.product for case in cases if case.product})}
    wanted: dict[tuple[str, str], CaseDraft] = {}
    for case in cases:
        if case.product in products and case.serial:
            wanted.setdefault((case.product, case.serial), case)
    serials = [serial for _model, serial in wanted]
    assets = {
        (a.product.model, a.serial): a for a in Asset.objects.select_related("product").filter(serial__in=serials)
    }
    fresh = []
    for (model, serial), case in wanted.items():
        party = parties.get(case.customer_key or case.customer_name)
        if (model, serial) not in assets and party:
            fresh.append(
                Asset(
                    tenant_id=by.tenant_id,
                    product=products[model],
                    customer=party[0],
                    site=party[2],
                    serial=serial,
                    purchased_on=case.purchased_on,
                )
            )
    bulk.number(fresh)
    bulk.insert(fresh)
    for asset in fresh:
        assets[asset.product.model, asset.serial] = asset
    return products, assets


def _numbers(series: str, times: Sequence[datetime], by: Actor) -> list[str]:
    """Take numbers in the order of time, by the year of each."""
    zone = ZoneInfo(by.zone)
    years = [at.astimezone(zone).year for at in times]
    taken = {
        year: iter(numbering.take(series, by=by, year=year, count=years.count(year))) for year in sorted(set(years))
    }
    order = sorted(range(len(times)), key=lambda i: times[i])
    numbers = [""] * len(times)
    for i in order:
        numbers[i] = next(taken[years[i]])
    return numbers


def _requests(cases: Sequence[CaseDraft], stories: Sequence[Story], by: Actor) -> list[_Bound]:
    now = clock.now()
    parties = _parties(cases, by, now)
    products, assets = _units(cases, parties, by)
    numbers = _numbers("SR", [case.received_at for case in cases], by)
    bound = []
    for case, story, number in zip(cases, stories, numbers, strict=True):
        customer, contact, site = parties.get(case.customer_key or case.customer_name, (None, None, None))
        product = products.get(case.product)
        asset = assets.get((case.product, case.serial))
        request = ServiceRequest(
            tenant_id=by.tenant_id,
            number=number,
            state=story.request_state,
            channel=case.channel,
            work_type=case.work_type,
            received_at=case.received_at,
            recorded_at=case.recorded_at or now,
            taken_by_id=by.user_id,
            customer=customer,
            contact=contact,
            site=site,
            product=product,
            asset=asset,
            serial_unknown=case.serial_unknown,
            purchase_unknown=case.purchase_unknown,
            symptom=case.symptom,
            fault=case.fault,
            urgent=case.urgent,
            source=by.source,
            external_id=case.key if by.source else "",
            closing_note=story.closing_note[:500],
        )
        request.complete = _is_complete(case, request) if case.complete is None else case.complete
        request.search = search_text(request)
        bound.append(_Bound(case, story, request))
    bulk.number([b.request for b in bound])
    _entitlements(bound, by)
    _join_merged(bound, by)
    bulk.insert([b.request for b in bound])
    return bound


def _join_merged(bound: Sequence[_Bound], by: Actor) -> None:
    """Let merged requests point to those that stay, which their stories tell by key."""
    merged = [b for b in bound if b.story.merged_into]
    others = {b.case.key: b for b in bound if not b.story.merged_into}
    missing = {b.story.merged_into for b in merged} - set(others)
    earlier = ServiceRequest.objects.filter(source=by.source, external_id__in=missing) if missing and by.source else ()
    known = {request.external_id: request for request in earlier}
    for b in merged:
        into = others[b.story.merged_into].request if b.story.merged_into in others else known.get(b.story.merged_into)
        if into is None:
            raise NotFound(say("there is no case %(key)s to merge into", key=b.story.merged_into))
        b.request.merged_into = into


def _is_complete(case: CaseDraft, request: ServiceRequest) -> bool:
    return not rules.missing_fields(
        work_type=case.work_type,
        customer=case.customer_name,
        contact=case.customer_name,
        phone=case.phone,
        address=case.address,
        product=request.product.model if request.product else "",
        serial=case.serial,
        serial_unknown=case.serial_unknown,
        purchased=case.purchased_on is not None,
        purchase_unknown=case.purchase_unknown,
        fault=case.fault,
    )


def _entitlements(bound: Sequence[_Bound], by: Actor) -> None:
    zone = ZoneInfo(by.zone)
    made = []
    for b in bound:
        if b.request.product is None:
            continue
        today = b.case.received_at.astimezone(zone).date()
        months = b.request.product.warranty_months
        decision = entitlement_rules.decide(purchased_on=b.case.purchased_on, warranty_months=months, today=today)
        decided = EntitlementDecision(
            tenant_id=by.tenant_id,
            subject_type=CASE,
            subject_id=b.request.pk,
            asset=b.request.asset,
            rule_set=entitlement_rules.RULE_SET,
            inputs={
                "purchased_on": b.case.purchased_on.isoformat() if b.case.purchased_on else None,
                "warranty_months": months,
                "today": today.isoformat(),
            },
            reasons=decision.reasons,
            proposed=decision.outcome,
            outcome=decision.outcome,
            until=decision.until,
            decided_at=b.request.recorded_at,
        )
        made.append((b.request, decided))
    bulk.number([decided for _request, decided in made])
    for request, decided in made:
        request.entitlement = decided
    bulk.insert([decided for _request, decided in made])


_ORDER_FACTS = (
    "state", "hold_reason", "written_at", "dispatched_at", "accepted_at", "contacted_at", "warranty_explained_at", "arrived_at",
    "work_started_at", "resolved_at", "outcome", "visits", "checklist_complete", "signed_at", "closed_at", "followed_up_at",
    "follow_up_satisfied", "cancelled_at", "reopened_at", "next_due_at", "next_due_kind", "broken",
)  # fmt: skip


def _orders(bound: Sequence[_Bound], crew: Mapping[str, Person], by: Actor) -> None:
    with_order = [b for b in bound if b.story.order is not None]
    if not with_order:
        return
    numbers = _numbers("WO", [b.story.order["written_at"] for b in with_order if b.story.order], by)
    for b, number in zip(with_order, numbers, strict=True):
        facts = b.story.order or {}
        request, product = b.request, b.request.product
        technician = crew.get(facts.get("technician") or "")
        last = max([b.case.received_at, *(step.at for step in b.case.steps)])
        b.order = WorkOrder(
            tenant_id=by.tenant_id,
            number=number,
            request=request,
            work_type=request.work_type,
            title=title_for(product.name if product else "", request.fault),
            trade=product.trade if product else "",
            skill_level=product.skill_level if product else 1,
            customer=request.customer,
            asset=request.asset,
            product=product,
            symptom=request.symptom,
            technician=technician,
            outlet_id=technician.outlet_id if technician else None,
            recorded_at=request.recorded_at,
            updated_at=last,
            search=f"{number.lower()} {request.search}",
            **{name: facts[name] for name in _ORDER_FACTS if name in facts},
        )
    orders = [b.order for b in with_order if b.order]
    bulk.number(orders)
    bulk.insert(orders)


def _parts(bound: Sequence[_Bound], by: Actor) -> None:
    """Write visits, diagnoses, lines and signatures of all orders, each kind at once."""
    made: dict[str, list[Any]] = {"appointment": [], "diagnosis": [], "work_order_line": [], "signature": []}
    for b in bound:
        b.parts = {kind: [] for kind in made}
        if b.order is None:
            continue
        owned = {"tenant_id": by.tenant_id, "order": b.order}
        for place, visit in enumerate(b.story.visits):
            if visit["slot"] is None or b.order.technician_id is None:
                continue  # a foreign story without a window: its times are on the order
            facts = {k: v for k, v in visit.items() if k not in ("slot", "rescheduled_to")}
            b.parts["appointment"].append(
                Appointment(
                    **owned,
                    sequence=place + 1,
                    technician_id=b.order.technician_id,
                    slot=DateTimeTZRange(*visit["slot"]),
                    **facts,
                )
            )
        for facts in b.story.diagnoses:
            b.parts["diagnosis"].append(Diagnosis(**owned, **{k: v for k, v in facts.items() if k != "visit"}))
        b.parts["work_order_line"] += [WorkOrderLine(**owned, **facts) for facts in b.story.lines]
        b.parts["signature"] += [Signature(**owned, **facts) for facts in b.story.signatures]
        for kind, rows in b.parts.items():
            made[kind] += rows
    for rows in made.values():
        bulk.number(rows)
    _link_visits(bound)
    for rows in made.values():
        bulk.insert(rows)


def _link_visits(bound: Sequence[_Bound]) -> None:
    """Let diagnoses name their visits, and visits the ones that took their place."""
    for b in bound:
        visits = b.parts["appointment"]
        for diagnosis, facts in zip(b.parts["diagnosis"], b.story.diagnoses, strict=False):
            diagnosis.appointment = visits[facts["visit"]] if 0 <= facts["visit"] < len(visits) else None
        for place, facts in enumerate(b.story.visits):
            if "rescheduled_to" in facts and facts["rescheduled_to"] < len(visits):
                visits[place].rescheduled_to = visits[facts["rescheduled_to"]]


def _targets(bound: Sequence[_Bound], by: Actor) -> None:
    """Write the promises of all cases, and the events of their clocks."""
    told = [(b, fact) for b in bound for fact in b.story.targets]
    rows = [
        Target(
            tenant_id=by.tenant_id,
            subject_type=CASE,
            subject_id=b.request.pk,
            kind=fact.terms.kind,
            promise_id=fact.terms.promise_id,
            calendar_version_id=fact.terms.calendar_version_id,
            minutes=fact.terms.minutes,
            starts_at=fact.starts_at,
            due_at=fact.due_at,
            effective_due_at=fact.effective_due_at,
            paused_at=fact.paused_at,
            stopped_at=fact.stopped_at,
            kept=fact.kept,
        )
        for b, fact in told
    ]
    bulk.number(rows)
    bulk.insert(rows)
    bulk.insert(
        [
            ClockEvent(tenant_id=by.tenant_id, target=target, kind=kind, reason=reason, at=at)
            for target, (_b, fact) in zip(rows, told, strict=True)
            for kind, reason, at in fact.events
        ]
    )


def _traces(bound: Sequence[_Bound], by: Actor) -> int:
    """Leave the same traces as the single actions, in the order of time."""
    drafts = []
    for b in bound:
        case = (CASE, b.request.pk)
        logged = {"number": b.request.number, "call": _call(b.case), "missing": [], **b.case.details}
        if b.request.entitlement:
            logged["warranty"] = b.request.entitlement.outcome
        drafts.append(ledger.EntryDraft("repair.log", (CASE, b.request.pk), case, b.case.received_at, logged))
        for event, kind, place, at, payload in b.story.trace:
            target = _target(b, kind, place)
            drafts.append(ledger.EntryDraft(event, target, case, at, {**payload, **_numbers_in(b, event)}))
            if event == "repair.merge" and (other := b.request.merged_into):
                absorbing = (CASE, other.pk)
                drafts.append(
                    ledger.EntryDraft("repair.absorb", absorbing, absorbing, at, {"number": b.request.number})
                )
    drafts.sort(key=lambda draft: draft.occurred_at or clock.now())
    ledger.record_many(drafts, by=by)
    return len(drafts)


def _numbers_in(b: _Bound, event: str) -> dict[str, Any]:
    """Return what a story cannot know of its own trace: the numbers that its records got."""
    if event == "repair.write_order" and b.order:
        return {"number": b.order.number, "request": b.request.number}
    if event == "repair.merge" and b.request.merged_into:
        return {"into": b.request.merged_into.number, "into_id": b.request.merged_into.pk}
    return {}


def _target(b: _Bound, kind: str, place: int) -> tuple[str, int]:
    rows = b.parts.get(kind, [])
    if place < len(rows):
        return kind, rows[place].pk
    return ("work_order", b.order.pk) if b.order else (CASE, b.request.pk)


def _call(case: CaseDraft) -> dict[str, Any]:
    """Return what was said, in the words of the single action's trace."""
    names = (
        "channel", "work_type", "received_at", "customer_name", "phone", "city", "district", "address", "rural", "product",
        "serial", "serial_unknown", "purchased_on", "purchase_unknown", "symptom", "fault", "urgent",
    )  # fmt: skip
    return {name: value for name in names if (value := getattr(case, name)) not in ("", None, False)}
