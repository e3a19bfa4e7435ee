"""Service requests with their warranty decisions."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from wuxing.core import bulk, clock
from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.customers.entitlement import actions as entitlement
from wuxing.customers.entitlement import queries as entitlement_queries
from wuxing.customers.entitlement import rules as entitlement_rules
from wuxing.customers.entitlement import rulesets
from wuxing.service.repair import rules
from wuxing.service.repair.actions.history_parts.bound import Bound, take_numbers
from wuxing.service.repair.actions.history_parts.parties import parties_of, units_of
from wuxing.service.repair.actions.parties import search_text
from wuxing.service.repair.models import ServiceRequest
from wuxing.service.repair.queries import CASE
from wuxing.service.repair.rules.history import CaseDraft, Story


def write_requests(cases: Sequence[CaseDraft], stories: Sequence[Story], *, decided: bool, by: Actor) -> list[Bound]:
    """Write the requests of the cases; `decided` ones with the warranty as the rule decides it."""
    now = clock.now()
    parties = parties_of(cases, by)
    products, assets = units_of(cases, parties, by)
    numbers = take_numbers("SR", [case.received_at for case in cases], by)
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
        bound.append(Bound(case, story, request))
    bulk.number([b.request for b in bound])
    if decided:
        _entitlements(bound, by)
    _join_merged(bound, by)
    _number_orders(bound, by)
    bulk.insert([b.request for b in bound])
    return bound


def _number_orders(bound: Sequence[Bound], by: Actor) -> None:
    """Take the orders' numbers, for an order is found by its request's words."""
    ordered = [(b, b.story.order["written_at"]) for b in bound if b.story.order]
    numbers = take_numbers("WO", [at for _b, at in ordered], by)
    for (b, _at), number in zip(ordered, numbers, strict=True):
        b.order_number = number
        b.request.search += f" {number.lower()}"


def _join_merged(bound: Sequence[Bound], by: Actor) -> None:
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


def _entitlements(bound: Sequence[Bound], by: Actor) -> None:
    """Decide as the rules do, by terms read once; earlier repairs of a story are not counted."""
    zone = ZoneInfo(by.zone)
    terms = entitlement_queries.terms()
    made = []
    for b in bound:
        if b.request.product is None:
            continue
        book = entitlement_rules.Book(
            terms=terms, months=b.request.product.warranty_months, editions=rulesets.editions()
        )
        decided = entitlement.drafted(
            subject=(CASE, b.request.pk),
            asset=b.request.asset,
            product=b.request.product,
            on=b.case.received_at.astimezone(zone).date(),
            tenant_id=by.tenant_id,
            book=book,
            starts={"invoice": b.case.purchased_on} if b.case.purchased_on else {},
        )
        decided.decided_at = b.request.recorded_at
        made.append((b.request, decided))
    bulk.number([decided for _request, decided in made])
    for request, decided in made:
        request.entitlement = decided
    bulk.insert([decided for _request, decided in made])
