"""批量核验: what many certificates are worth today, and whether what proves them holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wuxing.certification.certificate.states import State
from wuxing.certification.keys import queries as keys
from wuxing.certification.keys import rules as key_rules
from wuxing.certification.keys.models import SigningKey
from wuxing.certification.register import queries, rules
from wuxing.certification.register.models import RegisterEntry
from wuxing.certification.statuslists import rules as lists
from wuxing.certification.statuslists.models import StatusList
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.proof import credentials
from wuxing.proof import statuslists as proofs
from wuxing.proof.keys import Keys, PublicKey
from wuxing.proof.refusals import NotProved

HOLDS, UNSEALED, BROKEN, REVOKED, DIFFERS = "holds", "unsealed", "broken", "revoked", "differs"


@dataclass(frozen=True, slots=True)
class Checked:
    """One number: what is here under it. Without an entry nothing is."""

    number: str
    entry: RegisterEntry | None = None
    state: State | None = None
    proof: str = ""
    kid: str = ""


@dataclass(frozen=True, slots=True)
class _Body:
    keys: Keys
    revoked: Mapping[str, Any]
    lists: Mapping[tuple[str, str], proofs.StatusListRead]


def checked(numbers: Sequence[str]) -> list[Checked]:
    """Return what certificates are worth today, in the order of the numbers; one used by several bodies comes for each."""
    rows = RegisterEntry.objects.select_related("tenant").filter(tenant__kind=Tenant.Kind.CERTIFICATION_BODY)
    wanted = {one for number in numbers for one in (number, number.upper())}
    found: dict[str, list[RegisterEntry]] = {}
    for entry in rows.filter(number__in=wanted).order_by("tenant_id", "pk"):
        found.setdefault(entry.number, []).append(entry)
    bodies: dict[int, _Body] = {}
    result: list[Checked] = []
    for number in numbers:
        here = found.get(number) or found.get(number.upper()) or []
        result += [_one(number, entry, bodies) for entry in here] or [Checked(number)]
    return result


def _one(number: str, entry: RegisterEntry, bodies: dict[int, _Body]) -> Checked:
    state = State(rules.span_on(entry.shown["course"], queries.today_of(entry))["state"])
    if entry.tenant_id not in bodies:
        bodies[entry.tenant_id] = _body(entry.tenant)
    proof, kid = _proof(entry, state, bodies[entry.tenant_id])
    return Checked(number, entry, state, proof, kid)


def _proof(entry: RegisterEntry, state: State, body: _Body) -> tuple[str, str]:
    token = queries.credential(entry)
    if not token:
        return UNSEALED, ""
    try:
        read = credentials.opened(token, body.keys)
    except NotProved:
        return BROKEN, ""
    seal, kid = entry.shown["seal"] or {}, read.key.kid()
    if read.digest.hex() != seal.get("digest") or read.content["number"] != entry.number:
        return BROKEN, kid
    if body.revoked.get(kid) and not key_rules.is_believed(read.signed_at, body.revoked[kid]):
        return REVOKED, kid
    return (HOLDS if _lists_agree(read.content["status"], state, body) else DIFFERS), kid


def _lists_agree(status: Mapping[str, Any], state: State, body: _Body) -> bool:
    """Say whether the signed lists say what the register says; what time brings comes to them with its event."""
    told = {
        purpose: found.bits.get(status["index"])
        for purpose in lists.PURPOSES
        if (found := body.lists.get((status["list"], purpose)))
    }
    wanted = lists.bits_for(state)
    if told.get(lists.REVOCATION) is not wanted[lists.REVOCATION]:
        return False
    return state is not State.VALID or told.get(lists.SUSPENSION) is False


def _body(tenant: Tenant) -> _Body:
    with in_tenant(tenant.pk):
        rows = list(SigningKey.objects.filter(algorithm="Ed25519"))
        known = Keys(PublicKey(one.algorithm, bytes(one.public)) for one in rows)
        signed = list(StatusList.objects.exclude(credential="").values_list("credential", flat=True))
    read = [proofs.opened(token, known) for token in signed]
    return _Body(
        known,
        {one.kid: one.revoked_from for one in rows if one.state == keys.State.REVOKED},
        {(one.url.removesuffix(f"/{one.purpose}"), one.purpose): one for one in read},
    )
