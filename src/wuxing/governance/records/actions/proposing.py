"""销毁申请: list what is due and may be destroyed; nothing is destroyed yet."""

from collections.abc import Sequence

from django.db import transaction

from wuxing.core import bulk, clock, ledger, numbering
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.governance.records import registry, rules
from wuxing.governance.records.models import Destruction, DestructionItem, DestructionScope
from wuxing.governance.records.queries import due, policies, register
from wuxing.governance.records.states import UNDER_WAY, DestructionState

SERIES = "RD"
Listed = tuple[registry.RecordClass, policies.Policy, list[due.Due], due.Figures]


@transaction.atomic
def propose_destruction(*, record_classes: Sequence[str], note: str = "", by: Actor) -> Destruction:
    """销毁申请: propose the destruction of everything due in these classes, the oldest first (procedure 21).

    Raises NotAllowed, BadInput (no class, or one that is not destroyed here), RuleBroken (nothing due, or another is under way).
    """
    by.require(Permission.RECORD_MANAGE)
    may = {one.code: (one, policy) for one, policy in register.erasable()}
    if not record_classes or not set(record_classes) <= set(may):
        raise BadInput({"record_classes": say("choose among the classes that this system destroys")})
    if under_way := Destruction.objects.filter(state__in=sorted(UNDER_WAY)).first():
        raise RuleBroken(say("%(number)s is under way; wait until it is decided and done", number=under_way.number))
    listed = _listed([may[code] for code in may if code in set(record_classes)], by)
    if refusal := rules.why_not_propose(sum(len(rows) for _o, _p, rows, _f in listed), sum(f.held for *_, f in listed)):
        raise RuleBroken(refusal)
    today = clock.today(by.zone)

    destruction = Destruction.objects.create(
        tenant_id=by.tenant_id,
        number=numbering.next_number(SERIES, by=by, year=today.year),
        as_of=today,
        note=note.strip()[:500],
        proposed_by_id=by.user_id,
        proposed_at=clock.now(),
    )
    for found, policy, rows, figures in listed:
        _write(destruction, found, policy, rows, figures, by)
    counts = {found.code: len(rows) for found, _p, rows, _f in listed}
    ledger.record("destruction.propose", by=by, target=destruction, number=destruction.number, counts=counts)
    return destruction


def _listed(classes: Sequence[tuple[registry.RecordClass, policies.Policy]], by: Actor) -> list[Listed]:
    today = clock.today(by.zone)
    return [
        (
            found,
            policy,
            due.due(found, policy, today, by.zone, most=rules.MOST_AT_ONCE, held=False),
            due.figures(found, policy, today, by.zone),
        )
        for found, policy in classes
    ]


def _write(
    destruction: Destruction,
    found: registry.RecordClass,
    policy: policies.Policy,
    rows: Sequence[due.Due],
    figures: due.Figures,
    by: Actor,
) -> None:
    assert policy.months is not None
    DestructionScope.objects.create(
        tenant_id=by.tenant_id,
        destruction=destruction,
        record_class=found.code,
        policy_version=policy.version,
        months=policy.months,
        cut_off=rules.cut_off(destruction.as_of, policy.months),
        listed=len(rows),
        held=figures.held,
        left=max(0, figures.due - len(rows)),
    )
    bulk.insert(
        [
            DestructionItem(
                tenant_id=by.tenant_id,
                destruction=destruction,
                record_class=found.code,
                record_id=row.record_id,
                number=row.number[:80],
                started_on=row.started_on,
            )
            for row in rows
        ]
    )


@transaction.atomic
def withdraw_destruction(*, destruction_id: int, reason: str, by: Actor) -> Destruction:
    """撤回销毁申请: take a proposal back before it is decided. Raises NotAllowed, NotFound, BadInput, RuleBroken."""
    by.require(Permission.RECORD_MANAGE)
    destruction = lock_destruction(destruction_id)
    if refusal := rules.why_not_withdraw(destruction.state):
        raise RuleBroken(refusal)
    if not reason.strip():
        raise BadInput({"note": say("say why the proposal is taken back")})

    destruction.state, destruction.ended_at = DestructionState.WITHDRAWN, clock.now()
    destruction.decision_note = reason.strip()[:500]
    destruction.save(update_fields=["state", "ended_at", "decision_note"])
    ledger.record("destruction.withdraw", by=by, target=destruction, reason=reason.strip())
    return destruction


def lock_destruction(destruction_id: int) -> Destruction:
    """Return a proposal, locked. Raises NotFound."""
    found = Destruction.objects.select_for_update().filter(pk=destruction_id).first()
    if found is None:
        raise NotFound(say("there is no such destruction here"))
    return found
