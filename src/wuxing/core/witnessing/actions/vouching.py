"""Vouch: judge what a log asks, and cosign it. What may be signed is judged by wuxing.proof.witnesses."""

from wuxing.core import clock
from wuxing.core.tenants import in_tenant
from wuxing.core.witnessing import queries
from wuxing.core.witnessing.models import WitnessedLog
from wuxing.proof import checkpoints, witnesses
from wuxing.proof.cosignatures import cosign, line_of
from wuxing.proof.notes import parts_of, verifier_from
from wuxing.proof.witnesses import Known, Refused, Request


def add_checkpoint(tenant_id: int, slug: str, text: str) -> str:
    """见证: judge a request and cosign its checkpoint; what was cosigned is kept before it is answered.

    Raises:
        Refused: with the status that c2sp.org/tlog-witness wants.
    """
    request = witnesses.request_from(text)
    origin = witnesses.origin_of(request)
    refusal: Refused | None = None
    with in_tenant(tenant_id):
        log = WitnessedLog.objects.select_for_update().filter(origin=origin, ended_at=None).first()
        if log is None:
            raise Refused(404, "this witness does not vouch for that log")
        key = verifier_from(log.key)
        try:
            head = witnesses.judged(request, [key], Known(log.size, bytes(log.root)))
        except Refused as error:
            refusal = error
            if error.status == 422 and _is_fork(request, log):
                log.refused_at, log.refused = clock.now(), request.note
                log.save(update_fields=["refused_at", "refused"])
        else:
            signed, signatures = parts_of(request.note)
            own = [line_of(each) for each in signatures if (each.name, each.key_id) == (key.name, key.key_id)]
            now = clock.now()
            line = cosign(signed, queries.signer_of(slug), int(now.timestamp()))
            log.size, log.root, log.cosigned_at = head.size, head.root, now
            log.note = f"{signed}\n{own[0]}{line}"
            log.save(update_fields=["size", "root", "cosigned_at", "note"])
    if refusal is not None:
        raise refusal
    return line


def _is_fork(request: Request, log: WitnessedLog) -> bool:
    """Say whether the log signed another root for the size we cosigned: whoever holds both notes can prove it."""
    other = checkpoints.unverified(request.note)
    return other.size == log.size and other.root != bytes(log.root)
