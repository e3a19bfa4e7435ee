"""Make a bundle: gather, record the manifest's digest in the ledger, seal, and put all of it into one file."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken
from wuxing.core.ledger.actions import integrate, seal
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.queries import files as log_files
from wuxing.core.ledger.queries import nodes, proof_of
from wuxing.core.ledger.queries.nodes import Head
from wuxing.core.models import Tenant
from wuxing.core.reasons import say
from wuxing.core.tenants import in_tenant
from wuxing.evidence.assessments import queries as assessments
from wuxing.evidence.assessments.models import Assessment
from wuxing.evidence.bundles import gathering, layout
from wuxing.evidence.metrics.rules import Tally
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.evidence.readiness import documents
from wuxing.evidence.readiness.queries import Report, scored
from wuxing.evidence.rulings.queries import Said
from wuxing.proof import merkle
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.packs.structure import Pack

EACH = 50
"""Records drawn of every metric, unless another number is asked for."""
MOST_EACH = 2_000
_WHEN = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle made: its bytes, its name, and the ledger entry that holds its digest."""

    content: bytes
    name: str
    entry_id: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """A bundle without its seal: the files with their manifest, and the entry that holds the manifest's digest."""

    files: dict[str, bytes]
    entry_id: int


def export(*, assessment_id: int, each: int = EACH, by: Actor) -> Bundle:
    """导出证据包: put an assessment with everything it rests on into one file that can be checked anywhere.

    Call outside any transaction: the ledger is sealed on the way. Up to `each` records of every metric are drawn.

    Raises:
        NotAllowed: the actor may not read evidence.
        NotFound: there is no such assessment.
        RuleBroken: the number of records makes no sense, or the log contradicts itself.
    """
    by.require(Permission.EVIDENCE_READ)
    check_each(each)
    _sealed(by.tenant_id)
    with in_tenant(by.tenant_id):
        kept = assessments.assessment(by, assessment_id)
        gathered = gather(kept, each, by)
    _sealed(by.tenant_id)
    with in_tenant(by.tenant_id):
        sealed = seal_of(by.tenant_id, gathered.entry_id, gathered.files)
    if sealed is None:
        raise RuleBroken(say("the entry of the bundle is not sealed yet; try again in a moment"))
    return Bundle(packed(gathered.files | sealed), f"{kept.number}.wuxing.zip", gathered.entry_id)


def check_each(each: int) -> None:
    """Refuse a number of records that makes no sense. Raises RuleBroken."""
    if not 1 <= each <= MOST_EACH:
        raise RuleBroken(say("draw 1 to %(most)s records of every metric", most=MOST_EACH))


def gather(kept: Assessment, each: int, by: Actor) -> Gathered:
    """Gather an assessment's bundle and record the manifest's digest, in the present transaction; the seal is missing yet.

    Raises RuleBroken where the ledger was never sealed.
    """
    found = _gathered(kept, by, each)
    manifest = _manifest(kept, found, by)
    entry_id = ledger.record(
        layout.EVENT,
        by=by,
        target=kept,
        case=("assessment", kept.pk),
        number=kept.number,
        manifest=layout.hexdigest(manifest),
        files=len(found),
    )
    return Gathered({layout.MANIFEST: manifest, **found}, entry_id)


def _sealed(tenant_id: int) -> None:
    integrate.integrate(tenant_id)
    seal.checkpoint(tenant_id)


def _gathered(kept: Assessment, by: Actor, each: int) -> dict[str, bytes]:
    """Return the files of the bundle but the manifest and what seals it."""
    head = nodes.latest_head(by.tenant_id)
    slug = Tenant.objects.values_list("slug", flat=True).get(pk=by.tenant_id)
    verifier = log_files.verifier_of(slug)
    if head is None or verifier is None:
        raise RuleBroken(say("the ledger is not sealed on this machine; run this where the service runs"))
    pack = assessments.pack_kept(kept)
    form = Edition.objects.values_list("form", flat=True).get(sha256=pack.sha256)
    found = {
        layout.PACK: form.encode(),
        layout.POPULATIONS: gathering.line(
            {name: POPULATIONS[name].types for name in sorted({m.population for m in pack.metrics.values()})}
        ),
        layout.ASSESSMENT: gathering.line(_told(kept)),
        layout.METRICS: gathering.line(gathering.metrics_told(pack, kept)),
        layout.DOCUMENTS: gathering.line(gathering.documents_on(kept, by)),
        layout.REPORT: documents.pdf_of(report_of(kept, pack), by),
        layout.CHECKPOINT: head.note.encode(),
        layout.KEY: verifier.text().encode() + b"\n",
    }
    return found | _records(pack, kept, by, head, each)


def _records(pack: Pack, kept: Assessment, by: Actor, head: Head, each: int) -> dict[str, bytes]:
    """Return the drawn records by population, and their entries with the paths to the root."""
    found: dict[str, bytes] = {}
    entries: dict[int, Any] = {}
    for drawn in gathering.draw(pack, kept, by, gathering.seed_for(kept, head), each):
        places, sealed = gathering.entries_of(drawn, by, head)
        entries |= sealed
        lines = [
            gathering.record_line(pack, drawn, record, places.get(record.id, []))
            for record in sorted(drawn.records.values(), key=lambda record: record.id)
        ]
        found[f"records/{drawn.population.id}.jsonl"] = b"".join(map(gathering.line, lines))
    found[layout.ENTRIES] = gathering.entry_lines(by.tenant_id, entries, head)
    return found


def _told(kept: Assessment) -> dict[str, Any]:
    return {
        "number": kept.number,
        "title": kept.title,
        "purpose": kept.purpose,
        "scheme": kept.scheme,
        "pack": kept.pack,
        "as_of": kept.as_of.isoformat(),
        "basis": kept.basis,
        "made_at": kept.made_at.isoformat(),
        "log_size": kept.log_size,
        "inputs": kept.inputs,
        "result": kept.result,
    }


def report_of(kept: Assessment, pack: Pack) -> Report:
    """Return the report of an assessment as it was kept; what records could still be saved then is not known any more."""
    inputs = assessments.inputs_of(kept)
    readiness = scored(pack, inputs)
    return Report(
        pack=pack,
        as_of=kept.as_of,
        made_at=kept.made_at,
        judged_at=kept.made_at,
        is_built=True,
        waiting=0,
        tallies={name: Tally(n=value.n, ok=value.ok) for name, value in inputs.metrics.items()},
        inputs=inputs,
        readiness=readiness,
        inputs_before=inputs,
        before=readiness,
        said=Said(),
        basis=kept.basis,
    )


def _manifest(kept: Assessment, found: dict[str, bytes], by: Actor) -> bytes:
    return gathering.line(
        {
            "format": layout.FORMAT,
            "organisation": Tenant.objects.values_list("name", flat=True).get(pk=by.tenant_id),
            "assessment": kept.number,
            "made_at": clock.now().isoformat(),
            "files": [
                {"name": name, "bytes": len(content), "sha256": layout.hexdigest(content)}
                for name, content in sorted(found.items())
            ],
        }
    )


def seal_of(tenant_id: int, entry_id: int, found: dict[str, bytes]) -> dict[str, bytes] | None:
    """Return the files that seal a bundle; None while its entry waits for a signed checkpoint."""
    proof = proof_of(tenant_id, entry_id)
    file, head = proof.file(), proof.head
    if file is None or head is None:
        return None
    path = merkle.consistency_proof(_size_in(found[layout.CHECKPOINT]), head.size, nodes.reader(tenant_id))
    salt = Entry.objects.values_list("salt", flat=True).get(pk=entry_id)
    return {
        layout.SEAL_ENTRY: gathering.line({"payload": proof.payload, "salt": layout.coded(bytes(salt or b""))}),
        layout.SEAL_PROOF: file.encode(),
        layout.SEAL_CONSISTENCY: gathering.line({"path": [layout.coded(step) for step in path]}),
    }


def _size_in(note: bytes) -> int:
    return int(note.split(b"\n")[1])


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive that `packed` made."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes]) -> bytes:
    """Return the archive, always the same for the same files; its comment is the digest of all before it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in found.items():
            info = zipfile.ZipInfo(name, _WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
        archive.comment = b" " * layout.COMMENT_BYTES
    body = out.getvalue()[: -layout.COMMENT_BYTES]
    return body + layout.comment_for(body)
