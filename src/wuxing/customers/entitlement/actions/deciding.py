"""保修判定: the decision is taken and kept whole; a person may decide otherwise, and both stay."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.models import Attachment
from wuxing.core.reasons import say
from wuxing.customers.entitlement import queries, rules
from wuxing.customers.entitlement.models import EntitlementDecision
from wuxing.customers.entitlement.rules.judging import Hit
from wuxing.customers.entitlement.rules.terms import COMPONENTS
from wuxing.customers.products.models import Asset, Product


def drafted(
    *,
    subject: tuple[str, int],
    asset: Asset | None,
    product: Product | None,
    cause: str = "",
    on: date,
    tenant_id: int,
    part: str = "",
    repairs: Sequence[rules.Repair] = (),
    facts: Mapping[str, int] | None = None,
    recalled: bool = False,
    book: rules.Book | None = None,
    starts: Mapping[str, date] | None = None,
) -> EntitlementDecision:
    """Return the decision as the rules take it, not saved: for `decide`, for bulk writing, for a hint while typing.

    `starts` stands for what is known where no unit is on record yet."""
    case = _case(asset, product, on, starts, cause=cause, part=part, repairs=repairs, facts=facts, recalled=recalled)
    book = book or queries.book_for(product, asset)
    verdict = rules.judge(case, book)
    return EntitlementDecision(
        tenant_id=tenant_id,
        subject_type=subject[0],
        subject_id=subject[1],
        asset=asset,
        rule_set=rules.RULES,
        law=verdict.law,
        part=case.part,
        cause=cause,
        start_basis=verdict.start.basis if verdict.start else "",
        started_on=verdict.start.day if verdict.start else None,
        inputs=_inputs(case, book),
        reasons=[list(pair) for pair in verdict.reasons],
        rules_hit=[_kept(hit) for hit in verdict.hits],
        exclusions_hit=[_kept(hit) for hit in verdict.exclusions],
        remedies=[asdict(remedy) for remedy in verdict.remedies],
        covered_parts=verdict.cover.parts,
        covered_labour=verdict.cover.labour,
        covered_travel=verdict.cover.travel,
        claim_count=verdict.claims,
        repeat_repair=verdict.repeat,
        proposed=verdict.outcome,
        outcome=verdict.outcome,
        until=verdict.until,
        decided_at=clock.now(),
    )


def _case(
    asset: Asset | None, product: Product | None, on: date, starts: Mapping[str, date] | None, *, cause: str, part: str,
    repairs: Sequence[rules.Repair], facts: Mapping[str, int] | None, recalled: bool,
) -> rules.Case:  # fmt: skip
    return rules.Case(
        on=on,
        starts=queries.starts_of(asset) if starts is None else starts,
        exchanged_on=asset.exchanged_on if asset else None,
        product_id=product.pk if product else None,
        category=product.category if product else "",
        part=part or (cause if cause in COMPONENTS else ""),
        cause=cause,
        repairs=tuple(repairs),
        facts=facts or {},
        recalled=recalled,
    )


def decide(
    *,
    subject: tuple[str, int],
    asset: Asset | None,
    product: Product | None,
    cause: str = "",
    on: date,
    by: Actor,
    part: str = "",
    repairs: Sequence[rules.Repair] = (),
    facts: Mapping[str, int] | None = None,
    recalled: bool = False,
    before: EntitlementDecision | None = None,
    told: bool = False,
    stands: bool = True,
    traced: bool = True,
) -> EntitlementDecision:
    """保修判定: take the decision on a case and keep it with rule version, inputs, hits and why (states.md 3).

    A step of another action, which has asked for its permission; `traced=False` where that action's own entry names the
    outcome. With `before`, the decision that stood, a person's override goes on (`stands`); what the customer was told goes
    on too, unless it may now cost them more.
    """
    made = drafted(
        subject=subject, asset=asset, product=product, cause=cause, on=on, tenant_id=by.tenant_id, part=part,
        repairs=repairs, facts=facts, recalled=recalled,
    )  # fmt: skip
    if before is not None:
        _follow(made, before, told=told, stands=stands)
    made.save(force_insert=True)
    if traced:
        ledger.record("entitlement.decide", by=by, target=made, case=subject, **_said(made))
    return made


def _follow(made: EntitlementDecision, before: EntitlementDecision, *, told: bool, stands: bool) -> None:
    """Let a decision follow another one: the override stands, and what was told holds while it got no worse."""
    made.replaces = before
    if stands and before.overridden_by_id:
        made.outcome, made.overridden_by_id = before.outcome, before.overridden_by_id
        made.covered_parts, made.covered_labour = before.covered_parts, before.covered_labour
        made.covered_travel = before.covered_travel
        made.override_reason, made.evidence_ids = before.override_reason, before.evidence_ids
    keep_told(made, before, told=told)


def keep_told(made: EntitlementDecision, before: EntitlementDecision, *, told: bool) -> None:
    """Carry over what the customer was told, or ask for it anew where it may now cost them more."""
    told = told or before.explained_at is not None
    free = (made.covered_parts, made.covered_labour, made.covered_travel)
    costs = rules.is_costly(made.outcome, free)
    made.retell = costs and before.retell and not before.explained_at
    if not told:
        return
    was = (before.covered_parts, before.covered_labour, before.covered_travel)
    less = made.overridden_by_id is None and any(now < then for now, then in zip(free, was, strict=True))
    if costs and (rules.is_worse(before.outcome, made.outcome) or less):
        made.retell = True
        return
    made.explained_at, made.explained_by_id = before.explained_at, before.explained_by_id
    made.explained_how, made.fee_told = before.explained_how, before.fee_told


@transaction.atomic
def override(
    *,
    decision_id: int,
    outcome: str,
    reason: str,
    by: Actor,
    evidence_ids: Sequence[int] = (),
    told: bool = False,
    traced: bool = True,
) -> EntitlementDecision:
    """改判保修: a person decides otherwise than the rule; a new row keeps the rule's outcome beside theirs (states.md 3).

    Raises NotAllowed, NotFound, BadInput (no reason, no such outcome, unknown evidence).
    """
    by.require(Permission.ENTITLEMENT_OVERRIDE)
    if wrong := rules.why_not_override(outcome, reason):
        raise BadInput(dict(wrong))
    old = queries.lock_decision(decision_id)
    if Attachment.objects.filter(pk__in=evidence_ids).count() != len(set(evidence_ids)):
        raise BadInput({"evidence_ids": say("there is no such file")})

    made = queries.lock_decision(decision_id)
    made.pk = None
    made._state.adding = True  # noqa: SLF001  # documented: a copy is a new row
    made.replaces, made.outcome, made.decided_at = old, outcome, clock.now()
    made.overridden_by_id, made.override_reason = by.user_id, reason.strip()[:300]
    made.evidence_ids = list(evidence_ids)
    made.explained_at = made.explained_by = None
    made.explained_how = made.fee_told = made.exception = made.exception_reason = ""
    made.exception_by = made.exception_at = None
    if outcome != EntitlementDecision.Outcome.CONTRACT:
        share = 0 if outcome == EntitlementDecision.Outcome.OUT_OF_WARRANTY else 100
        made.covered_parts = made.covered_labour = made.covered_travel = share
    keep_told(made, old, told=told)
    made.save(force_insert=True)
    if traced:
        ledger.record(
            "entitlement.override",
            by=by,
            target=made,
            case=(made.subject_type, made.subject_id),
            before=old.outcome,
            after=outcome,
            proposed=old.proposed,
            reason=made.override_reason,
        )
    return made


def _said(made: EntitlementDecision) -> dict[str, Any]:
    return {
        "outcome": made.outcome,
        "proposed": made.proposed,
        "cause": made.cause,
        "rule_set": made.rule_set,
        "law": made.law,
        "retell": made.retell,
    }


def _kept(hit: Hit) -> dict[str, Any]:
    return {
        "source": hit.source,
        "code": hit.code,
        "version": hit.version,
        "clause": hit.clause,
        "until": hit.until.isoformat() if hit.until else None,
        "cover": [hit.cover.parts, hit.cover.labour, hit.cover.travel],
    }


def _inputs(case: rules.Case, book: rules.Book) -> dict[str, Any]:
    """Return all that the decision was taken from, so that it can be taken again."""
    return {
        "today": case.on.isoformat(),
        "starts": {basis: day.isoformat() for basis, day in case.starts.items()},
        "purchased_on": case.starts["invoice"].isoformat() if "invoice" in case.starts else None,
        "exchanged_on": case.exchanged_on.isoformat() if case.exchanged_on else None,
        "product_id": case.product_id,
        "category": case.category,
        "warranty_months": book.months,
        "part": case.part,
        "cause": case.cause,
        "terms": [f"{term.code}@{term.version}" for term in book.terms],
        "contracts": [one.number for one in book.contracts],
        "repairs": [
            {
                "begun_on": one.begun_on.isoformat(),
                "ended_on": one.ended_on.isoformat() if one.ended_on else None,
                "free": one.free,
                "same_fault": one.same_fault,
                "waited_for_parts": one.waited_for_parts,
                "own_fault": one.own_fault,
                "cured": one.cured,
            }
            for one in case.repairs
        ],
        "facts": dict(case.facts),
        "recalled": case.recalled,
    }
