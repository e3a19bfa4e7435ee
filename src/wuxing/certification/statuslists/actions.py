"""Give certificates their place in the lists, set their bits, sign the lists: all in the transaction of the event."""

from datetime import UTC
from hashlib import sha256

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from wuxing.certification.certificate.models import Certificate
from wuxing.certification.certificate.states import State
from wuxing.certification.keys import actions as keys
from wuxing.certification.keys import queries as key_queries
from wuxing.certification.keys.models import SigningKey
from wuxing.certification.statuslists import queries, rules
from wuxing.certification.statuslists.models import LENGTH, StatusList, StatusPlace
from wuxing.core import clock, ledger
from wuxing.core.actors import Actor
from wuxing.proof import statuslists as proofs
from wuxing.proof.statuslists import Bits

BATCH = 200
_LOCK = 0x73746174  # "stat"


def follow(found: Certificate, *, by: Actor) -> None:
    """状态: set the bits of a certificate as its state says and sign the lists that change; a new one gets its place.

    Raises:
        RuleBroken: the key is not on this machine, or was tampered with.
    """
    here = place(found, by=by)
    for purpose, value in rules.bits_for(State(found.state)).items():
        rows = StatusList.objects.filter(rehearsal=here.rehearsal, number=here.number, purpose=purpose)
        if Bits(bytes(rows.values_list("bits", flat=True).get())).get(here.index) != value:
            _set(rows.select_for_update().get(), here.index, value, by)


@transaction.atomic
def place(found: Certificate, *, by: Actor) -> StatusPlace:
    """状态位: return the place of a certificate in the lists, giving it one when it has none; lists are opened as needed."""
    if here := queries.place_of(found):
        return here
    with connection.cursor() as cursor:  # places are given out one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, by.tenant_id % 2**31])
    rows = StatusList.objects.select_for_update().filter(rehearsal=found.rehearsal)
    newest = rows.filter(purpose=rules.REVOCATION).defer("bits", "credential").order_by("-number").first()
    number, index = (newest.number, newest.taken) if newest else (0, LENGTH)
    if index == LENGTH:
        number, index = number + 1, 0
        for purpose in rules.PURPOSES:
            _open(found.rehearsal, number, purpose, by)
    StatusList.objects.filter(rehearsal=found.rehearsal, number=number).update(taken=index + 1)
    return StatusPlace.objects.create(
        tenant_id=by.tenant_id, certificate=found, rehearsal=found.rehearsal, number=number, index=index
    )


@transaction.atomic
def sign_due(*, by: Actor) -> int:
    """每日签发: sign every list of the body whose last signature is getting old; return how many."""
    now = clock.now()
    due = [one.pk for one in queries.lists() if rules.is_due(one.signed_at, now)]
    return _sign_all(due, by)


@transaction.atomic
def sign_anew(*, by: Actor, rehearsal: bool) -> int:
    """换钥重签: sign every list with the key that signs now; return how many. For a change of key."""
    return _sign_all([one.pk for one in queries.lists() if one.rehearsal == rehearsal], by)


@transaction.atomic
def fill(*, by: Actor, most: int = BATCH) -> int:
    """Give places and bits to certificates that were issued before there were lists; return how many."""
    placed = StatusPlace.objects.filter(certificate_id=OuterRef("pk"))
    wanted = list(Certificate.objects.filter(~Exists(placed)).order_by("pk")[:most])
    for found in wanted:
        follow(found, by=by)
    return len(wanted)


def _sign_all(ids: list[int], by: Actor) -> int:
    for row in StatusList.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        _sign(row, by)
    return len(ids)


def _open(rehearsal: bool, number: int, purpose: str, by: Actor) -> None:
    row = StatusList.objects.create(
        tenant_id=by.tenant_id, rehearsal=rehearsal, number=number, purpose=purpose, bits=bytes(LENGTH // 8),
        changed_at=clock.now(),
    )  # fmt: skip
    _sign(row, by)


def _set(row: StatusList, index: int, value: bool, by: Actor) -> None:
    bits = Bits(bytes(row.bits))
    bits.set(index, value)
    row.bits, row.changed_at = bytes(bits), clock.now()
    _sign(row, by)


def _sign(row: StatusList, by: Actor) -> None:
    slug = key_queries.slug_of(by.tenant_id)
    purpose = SigningKey.Purpose.REHEARSAL if row.rehearsal else SigningKey.Purpose.CERTIFICATE
    signing = keys.ensure(purpose, by=by)
    row.signed_at = clock.now().astimezone(UTC).replace(microsecond=0)
    row.credential = proofs.issue(
        Bits(bytes(row.bits)), url=queries.address(slug, row.rehearsal, row.number, row.purpose), purpose=row.purpose,
        key=signing.key, did=key_queries.did_of(slug), signed_at=row.signed_at,
    )  # fmt: skip
    row.save(update_fields=["bits", "changed_at", "signed_at", "credential"])
    ledger.record(
        "status_list.sign", by=by, target=row, case=("status_list", row.pk),
        list=f"{rules.kind(row.rehearsal, row.number)}/{row.purpose}", bits=sha256(row.bits).digest(),
        signed=sha256(row.credential.encode()).digest(), kid=signing.key.kid,
    )  # fmt: skip
