"""Ask: have our witnesses cosign the newest checkpoint, keep what they signed, and publish it."""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import connection

from wuxing.core import clock
from wuxing.core.ledger.actions import publish
from wuxing.core.ledger.queries import nodes
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.core.witnessing.actions import vouching
from wuxing.core.witnessing.models import Cosignature, Witness
from wuxing.proof import fetching, merkle, witnesses
from wuxing.proof.cosignatures import cosigner_from, line_of, time_of
from wuxing.proof.notes import BadNote, parts_of
from wuxing.proof.witnesses import Refused, Request

log = logging.getLogger(__name__)
SECONDS = 10  # for a witness elsewhere to answer
LONGEST = 60  # for one round of all that are due
TRIES = 2  # the second after it said which size it knows


@dataclass(frozen=True, slots=True)
class _Asked:
    """A witness as it is asked, and what it cosigned last."""

    id: int
    key: str
    url: str
    peer_id: int | None
    size: int


def cosign_new_head(tenant_id: int, slug: str) -> int:
    """请本系统见证: have the witnesses of this installation cosign the log's newest checkpoint; return how many did."""
    with in_tenant(tenant_id):
        head = nodes.latest_head(tenant_id)
        rows = Witness.objects.filter(ended_at=None, peer__isnull=False, size__lt=head.size if head else 0)
        asked = [_Asked(row.pk, row.key, "", row.peer_id, row.size) for row in rows.order_by("pk")]
    done = sum(_ask(tenant_id, each) for each in asked)
    if done:
        publish.publish_cosigned(tenant_id, slug)
    return done


def ask_due() -> int:
    """请外部见证: ask every witness that is behind and may be asked again; return how many cosigned."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenant_id, slug, witness_id FROM witnesses_due()")
        due = cursor.fetchall()
    done, until = 0, time.monotonic() + LONGEST
    for tenant_id, slug, witness_id in due:
        if time.monotonic() > until:
            break  # those who wait longest come first the next time
        try:
            done += _ask_one(tenant_id, slug, witness_id)
        except Exception:
            log.exception("witness %s of organisation %s could not be asked", witness_id, tenant_id)
    return done


def _ask_one(tenant_id: int, slug: str, witness_id: int) -> bool:
    with in_tenant(tenant_id):
        row = Witness.objects.get(pk=witness_id)
    has_cosigned = _ask(tenant_id, _Asked(row.pk, row.key, row.url, row.peer_id, row.size))
    if has_cosigned:
        publish.publish_cosigned(tenant_id, slug)
    return has_cosigned


def _ask(tenant_id: int, asked: _Asked) -> bool:
    try:
        size, line, at = _cosigned(tenant_id, asked)
    except (Refused, BadNote, fetching.Unreachable, LookupError) as error:
        _note_trouble(tenant_id, asked, str(error))
        return False
    except Exception:
        log.exception("witness %s of organisation %s could not be asked", asked.id, tenant_id)
        _note_trouble(tenant_id, asked, "")
        return False
    now = clock.now()
    with in_tenant(tenant_id):
        Cosignature.objects.bulk_create(
            [Cosignature(tenant_id=tenant_id, size=size, witness_id=asked.id, line=line, cosigned_at=at)],
            ignore_conflicts=True,
        )
        Witness.objects.filter(pk=asked.id, size__lte=size).update(
            size=size, cosigned_at=at, asked_at=now, failures=0, trouble=""
        )
    return True


def _cosigned(tenant_id: int, asked: _Asked) -> tuple[int, str, datetime]:
    """Return the size that the witness cosigned, its line and its time."""
    old = asked.size
    for attempt in range(TRIES):
        size, request = _request(tenant_id, old)
        try:
            answer = _answer(asked, request)
            break
        except Refused as refusal:
            if refusal.status != 409 or attempt + 1 == TRIES:
                raise
            old = witnesses.plain_number(refusal.body.strip())
    text = parts_of(request.note)[0].encode()
    key = cosigner_from(asked.key)
    for signature in witnesses.signatures_in(answer):
        if (signature.name, signature.key_id) == (key.name, key.key_id) and key.accepts(text, signature.value):
            return size, line_of(signature), datetime.fromtimestamp(time_of(signature.value), UTC)
    raise BadNote("the answer holds no valid cosignature of this witness")


def _request(tenant_id: int, old: int) -> tuple[int, Request]:
    with in_tenant(tenant_id):
        head = nodes.latest_head(tenant_id)
        if head is None or old > head.size:
            raise LookupError("the witness knows a larger log than ours")
        proof = merkle.consistency_proof(old, head.size, nodes.reader(tenant_id)) if old else []
    return head.size, Request(old, tuple(proof), head.note)


def _answer(asked: _Asked, request: Request) -> str:
    if asked.peer_id is not None:
        slug = Tenant.objects.values_list("slug", flat=True).get(pk=asked.peer_id)
        return vouching.add_checkpoint(asked.peer_id, slug, request.text())
    private = bool(getattr(settings, "WITNESS_PRIVATE", False))
    answer = fetching.ask(
        f"{asked.url}/add-checkpoint",
        body=request.text().encode(),
        most=witnesses.MOST_BYTES,
        private=private,
        seconds=SECONDS,
    )
    text = answer.body.decode(errors="replace")
    if answer.status != 200:
        raise Refused(answer.status, f"{answer.status} {text.strip()[:200]}", text)
    return text


def _note_trouble(tenant_id: int, asked: _Asked, trouble: str) -> None:
    said = "".join(character if character.isprintable() else " " for character in trouble[:300])
    with in_tenant(tenant_id):
        row = Witness.objects.select_for_update().get(pk=asked.id)
        row.asked_at, row.failures, row.trouble = clock.now(), row.failures + 1, said or "?"
        row.save(update_fields=["asked_at", "failures", "trouble"])
