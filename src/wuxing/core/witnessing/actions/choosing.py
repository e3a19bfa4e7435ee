"""Choose: open a log, name witnesses, name logs to vouch for."""

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor, system_actor
from wuxing.core.errors import BadInput, NotFound, RuleBroken
from wuxing.core.ledger.actions import seal
from wuxing.core.models import Tenant
from wuxing.core.reasons import say
from wuxing.core.tenants import in_tenant
from wuxing.core.witnessing import queries, rules
from wuxing.core.witnessing.models import LogChoice, Witness, WitnessedLog
from wuxing.proof import merkle
from wuxing.proof.cosignatures import cosigner_from
from wuxing.proof.notes import BadNote, verifier_from


@transaction.atomic
def choose_log(*, public: bool, by: Actor) -> LogChoice:
    """公开账本: open the organisation's log to everybody, or shut it again.

    Raises NotAllowed, RuleBroken (a certification body's log is always public).
    """
    by.require(Permission.TENANT_ADMIN)
    kind = Tenant.objects.values_list("kind", flat=True).get(pk=by.tenant_id)
    if reason := rules.why_not_choose_log(kind):
        raise RuleBroken(reason)
    found, _made = LogChoice.objects.update_or_create(
        tenant_id=by.tenant_id, defaults={"public": public, "chosen_by_id": by.user_id, "chosen_at": clock.now()}
    )
    ledger.record("witness.open_log" if public else "witness.shut_log", by=by, target=found)
    return found


@transaction.atomic
def add_witness(*, key: str, url: str, by: Actor) -> Witness:
    """增加见证人: have a server elsewhere cosign our checkpoints.

    Raises NotAllowed, BadInput (no key of a witness, no address, known already, or too many).
    """
    by.require(Permission.TENANT_ADMIN)
    wrong: dict[str, str] = {}
    try:
        key = cosigner_from(key).text()
    except BadNote:
        wrong["key"] = say("paste the witness's key as name+id+key; a key of a log does not do")
    if reason := rules.why_not_address(url.strip()):
        wrong["url"] = reason
    active = Witness.objects.filter(ended_at=None)
    if not wrong and active.filter(key=key).exists():
        wrong["key"] = say("this witness cosigns our log already")
    if not wrong and active.count() >= queries.MOST_WITNESSES:
        wrong["key"] = say("a log has at most 15 witnesses; end one first")
    if wrong:
        raise BadInput(wrong)
    now = clock.now()
    defaults = {
        "name": cosigner_from(key).name, "url": url.strip().rstrip("/"), "peer": None, "ended_at": None, "trouble": "",
        "failures": 0, "asked_at": None, "added_by_id": by.user_id, "added_at": now,
    }  # fmt: skip
    made, _new = Witness.objects.update_or_create(tenant_id=by.tenant_id, key=key, defaults=defaults)
    ledger.record("witness.add", by=by, target=made, key=key, url=made.url)
    return made


@transaction.atomic
def end_witness(*, witness_id: int, by: Actor) -> Witness:
    """停用见证人: ask this witness no more; what it cosigned stays. Raises NotAllowed, NotFound."""
    by.require(Permission.TENANT_ADMIN)
    found = Witness.objects.select_for_update().filter(pk=witness_id, ended_at=None).first()
    if found is None:
        raise NotFound(say("there is no such witness"))
    found.ended_at = clock.now()
    found.save(update_fields=["ended_at"])
    ledger.record("witness.end", by=by, target=found, key=found.key)
    return found


@transaction.atomic
def watch_log(*, key: str, by: Actor) -> WitnessedLog:
    """见证账本: vouch for a log elsewhere, when it asks. Raises NotAllowed, BadInput (no key of a log, known already)."""
    by.require(Permission.TENANT_ADMIN)
    try:
        log = verifier_from(key)
    except BadNote:
        raise BadInput({"log_key": say("paste the log's key as name+id+key; a key of a witness does not do")}) from None
    found = WitnessedLog.objects.filter(origin=log.name).first()
    if found is not None and found.ended_at is None:
        raise BadInput({"log_key": say("we vouch for this log already")})
    if found is not None and found.key != log.text():
        raise BadInput({"log_key": say("we knew this log under another key; a log never changes its key unseen")})
    if found is None:
        found = WitnessedLog(tenant_id=by.tenant_id, origin=log.name, key=log.text(), root=merkle.EMPTY_ROOT)
    found.added_by_id, found.added_at, found.ended_at = by.user_id, clock.now(), None
    found.save()
    ledger.record("witness.watch", by=by, target=found, key=found.key)
    return found


@transaction.atomic
def end_log(*, log_id: int, by: Actor) -> WitnessedLog:
    """停止见证: vouch for a log no more; what we know of it is kept. Raises NotAllowed, NotFound."""
    by.require(Permission.TENANT_ADMIN)
    found = WitnessedLog.objects.select_for_update().filter(pk=log_id, ended_at=None).first()
    if found is None:
        raise NotFound(say("we do not vouch for this log"))
    found.ended_at = clock.now()
    found.save(update_fields=["ended_at"])
    ledger.record("witness.unwatch", by=by, target=found, key=found.key)
    return found


def pair(log: Tenant, witness: Tenant) -> bool:
    """互为见证: have an organisation of this installation cosign another's log; say whether that is new.

    What a person ended stays ended.
    """
    if log.pk == witness.pk:
        return False
    key = queries.cosigner(witness.slug)
    with in_tenant(log.pk):
        known = Witness.objects.filter(key=key.text()).exists()
        if known or Witness.objects.filter(ended_at=None).count() >= queries.MOST_WITNESSES:
            return False
        made = Witness.objects.create(
            tenant_id=log.pk, name=key.name, key=key.text(), peer_id=witness.pk, added_at=clock.now()
        )
        ledger.record("witness.add", by=system_actor(log.pk), target=made, key=made.key)
    verifier = seal.signer_of(log.slug).verifier()
    with in_tenant(witness.pk):
        watched, is_new = WitnessedLog.objects.get_or_create(
            tenant_id=witness.pk,
            origin=verifier.name,
            defaults={
                "key": verifier.text(), "root": merkle.EMPTY_ROOT, "peer_id": log.pk, "added_at": clock.now(),
            },
        )  # fmt: skip
        if is_new:
            ledger.record("witness.watch", by=system_actor(witness.pk), target=watched, key=watched.key)
    return True
