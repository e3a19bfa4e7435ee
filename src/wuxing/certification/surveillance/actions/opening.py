"""Open a further case of a certificate: client, scope and places copied, the part of the whole that it looks at settled."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from wuxing.certification.agreement import queries as agreements
from wuxing.certification.agreement.actions import continue_under
from wuxing.certification.application.models import Application
from wuxing.certification.application.states import Source
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases.actions import Wanted, advance, refuse
from wuxing.certification.cases.models import Case, Site
from wuxing.certification.cases.states import Kind, Stage
from wuxing.certification.certificate import queries as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.programme.queries import current, for_case
from wuxing.certification.surveillance import queries
from wuxing.certification.surveillance.actions import carrying
from wuxing.certification.surveillance.models import Occasion
from wuxing.certification.surveillance.rules import calendar, scope
from wuxing.certification.surveillance.states import What
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.schemes.editions import queries as editions

BEGUN_BY_THE_BODY = frozenset({Kind.SURVEILLANCE, Kind.SPECIAL})
"""Cases without an application: the standing agreement covers them."""


@transaction.atomic
def open_surveillance(*, certificate_id: int, by: Actor) -> Case:
    """安排监督评价: open the yearly case of a certificate, in its smaller scope, ready for the evaluation.

    Raises NotAllowed, NotFound, RuleBroken (ended; too early; a case is under way; recertification takes its place).
    """
    by.require(Permission.CASE_MANAGE)
    found = certificates.lock(certificate_id)
    under_way = queries.open_cases([found.pk]).get(found.pk, [])
    terms = queries.terms_of(current(found.scheme)[1])
    refuse(calendar.why_not_survey(queries.standing_of(found), under_way, clock.today(by.zone), terms))
    return open_for(found, What.SURVEILLANCE, by=by)


@transaction.atomic
def open_renewal(*, certificate_id: int, by: Actor) -> Case:
    """安排再认证: open the full run before a certificate ends, as a draft that the client applies with.

    It follows the edition that counts today. Raises NotAllowed, NotFound, RuleBroken (ended; too early; under way).
    """
    by.require(Permission.CASE_MANAGE)
    found = certificates.lock(certificate_id)
    under_way = queries.open_cases([found.pk]).get(found.pk, [])
    today = clock.today(by.zone)
    refuse(calendar.why_not_renew(queries.standing_of(found), under_way, today))
    adopted = editions.adoption_on(today, found.scheme)
    pack = editions.pack_of(adopted.edition.sha256).identity if adopted else found.pack
    return open_for(found, What.RENEWAL, by=by, pack=pack)


@transaction.atomic
def open_special(*, certificate_id: int, reason: str, by: Actor, short_notice: bool = False) -> Case:
    """安排特别评价: open an early or short-notice evaluation of a certificate, with its reason.

    Raises NotAllowed, NotFound, BadInput (no reason), RuleBroken (ended; a case is under way).
    """
    by.require(Permission.CASE_MANAGE)
    if not reason.strip():
        raise BadInput({"reason": say("fill this in")})
    found = certificates.lock(certificate_id)
    under_way = queries.open_cases([found.pk]).get(found.pk, [])
    refuse(calendar.why_not_special(queries.standing_of(found), under_way, clock.today(by.zone)))
    return open_for(found, What.EARLY, by=by, reason=reason.strip()[:1000], short_notice=short_notice)


def open_for(
    found: Certificate,
    what: What,
    *,
    by: Actor,
    facts: dict[str, Any] | None = None,
    arrange: Callable[[Case], None] | None = None,
    **changes: Any,
) -> Case:
    """Open a case of a locked certificate and bring it as far as nothing is left to ask; `arrange` changes its places.

    For actions of this package, which have asked for permission and the rules.
    """
    base = found.case
    copied: dict[str, Any] = {
        "scheme": found.scheme,
        "pack": found.pack,
        "target_level": found.level,
        "kind": scope.KINDS[what],
        "language": base.language,
        "trade_code": base.trade_code,
        "products": base.products,
        "regions": base.regions,
        "scope": found.scope,
        "categories": base.categories,
        "headcount": base.headcount,
        "running_since": base.running_since,
        "certificate_id": found.pk,
    }
    made = cases.open_case(client=found.client, wanted=Wanted(**(copied | changes)), by=by)
    made.officer_id = by.user_id
    made.save(update_fields=["officer"])
    copy_sites(base, made)
    if arrange:
        arrange(made)
    outlets = Site.objects.filter(case=made).exclude(kind=Site.Kind.HEADQUARTERS).count()
    settle(made, found, what, outlets, by=by, facts=facts or {})
    if made.kind in BEGUN_BY_THE_BODY:
        bring_on(made, by=by)
    else:
        Application.objects.create(
            tenant_id=by.tenant_id, case=made, source=Source.OFFICE.value, no_outlets=outlets == 0
        )
    return made


def copy_sites(base: Case, to: Case) -> None:
    """Copy the places of a case; headquarters are always visited, outlets are drawn anew."""
    head = Site.Kind.HEADQUARTERS
    rows = Site.objects.filter(case=base).order_by("pk")
    Site.objects.bulk_create(
        Site(
            tenant_id=to.tenant_id, case=to, kind=one.kind, name=one.name, address=one.address, city=one.city,
            headcount=one.headcount, own=one.own, chosen=one.kind == head,
        )
        for one in rows
    )  # fmt: skip


def settle(
    made: Case,
    found: Certificate | None,
    what: What,
    outlets: int,
    *,
    by: Actor,
    facts: dict[str, Any],
) -> Occasion:
    """Write down what a case is for and which part of the whole it looks at, by the body's rule."""
    programme = for_case(made)
    nth = queries.nth_surveillance(found, without=made.pk) if found else 1
    leaves: tuple[str, ...] = ()
    if scope.is_reduced(what) and found:
        pack = editions.pack_of(made.pack.rpartition("#")[2])
        visits = scope.visits_in(programme.cycle_months, programme.surveillance_months)
        last = queries.last_evaluated(found)
        leaves = carrying.choose(pack, last, nth, visits)
        carrying.carry_rest(last, made, leaves)
    sampling = programme.site_sampling
    kind = Kind(made.kind)
    occasion = Occasion.objects.create(
        tenant_id=by.tenant_id,
        case=made,
        certificate=found,
        what=what.value,
        nth=nth,
        leaves=list(leaves),
        outlets=scope.outlets_of(kind, outlets, sampling.factor, sampling.least),
        share=programme.person_days.share.get(kind.value, 1),
        facts=facts,
    )
    ledger.record(
        "surveillance.open", by=by, target=occasion, case=("case", made.pk), what=what, reason=made.reason,
        certificate=found.pk if found else None, nth=occasion.nth, leaves=occasion.leaves, outlets=occasion.outlets,
        share=occasion.share, facts=facts,
    )  # fmt: skip
    return occasion


def bring_on(made: Case, *, by: Actor) -> None:
    """Bring a case that needs no application to its acceptance, and on where the agreement of the cycle covers it."""
    for stage in (Stage.SUBMITTED, Stage.APPLICATION_REVIEW, Stage.ACCEPTED):
        advance(made, stage, by=by)
    if agreements.covering(made):
        continue_under(case_id=made.pk, by=by)
        made.refresh_from_db()
