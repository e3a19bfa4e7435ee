"""Check a bundle: every byte, every proof, every judgment, and the score itself. No Django, no database, no network."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from wuxing.evidence.bundles import layout, opening
from wuxing.proof import checkpoints, merkle, proofs
from wuxing.proof.canonical import canonical
from wuxing.proof.checkpoints import Checkpoint
from wuxing.proof.envelopes import commitment
from wuxing.proof.notes import BadNote, Verifier, verifier_from
from wuxing.proof.verifying.verdicts import Verdict
from wuxing.schemes.conditions import evaluating
from wuxing.schemes.conditions.tree import Type
from wuxing.schemes.packs import loading
from wuxing.schemes.packs.canonical import digest
from wuxing.schemes.packs.structure import Metric, Pack
from wuxing.schemes.scoring import storing
from wuxing.schemes.scoring.rules import score

MOST_NAMED = 20
_WRONG = (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, IndexError)


def verified(content: bytes, trusted: Iterable[Verifier] = ()) -> Verdict:
    """Return what checking a bundle found. `trusted` are keys that the reader has from elsewhere.

    Raises:
        NoBundle: the file is no bundle.
    """
    verdict = Verdict("bundle")
    files = opening.files_in(content, verdict)
    _manifest(files, verdict)
    if missing := [name for name in (*layout.NEEDED, *layout.SEAL) if name not in files]:
        verdict.fails("files", f"a bundle has {', '.join(missing)}", layout.MANIFEST)
        return verdict
    key = _guarded(verdict, "signature", layout.KEY, lambda: _key(files, list(trusted), verdict))
    if key is not None:
        _guarded(verdict, "seal", "seal", lambda: _seal(files, key, verdict))
        _guarded(verdict, "entries", layout.ENTRIES, lambda: _entries(files, key, verdict))
    pack = _guarded(verdict, "pack", layout.PACK, lambda: _pack(files, verdict))
    if pack is not None:
        _guarded(verdict, "score", layout.ASSESSMENT, lambda: _score(files, pack, verdict))
        _guarded(verdict, "records", "records", lambda: _records(files, pack, verdict))
    return verdict


def _guarded(verdict: Verdict, name: str, where: str, check: Any) -> Any:
    """Run one check; a file that is not what it should be is a failure of that check, not of the program."""
    try:
        return check()
    except BadNote as error:
        verdict.fails(name, str(error), where)
    except _WRONG as error:
        verdict.fails(name, f"cannot be understood ({type(error).__name__}: {error})"[:300], where)
    return None


def _manifest(files: Mapping[str, bytes], verdict: Verdict) -> None:
    """Hold every file against the manifest: none missing, none besides, none changed."""
    try:
        manifest = json.loads(files[layout.MANIFEST])
        listed = {str(row["name"]): str(row["sha256"]) for row in manifest["files"]}
        written_as = manifest["format"]
    except _WRONG:
        verdict.fails("files", "cannot be understood", layout.MANIFEST)
        return
    if written_as != layout.FORMAT:
        verdict.fails("files", f"written in another format: {written_as}", layout.MANIFEST)
    verdict.facts |= {name: manifest.get(name) for name in ("organisation", "assessment", "made_at")}
    present = {
        name: layout.hexdigest(content)
        for name, content in files.items()
        if name != layout.MANIFEST and name not in layout.SEAL
    }
    for name in sorted({*present, *listed}):
        if present.get(name) != listed.get(name):
            verdict.fails("files", _fault(name in present, name in listed), name)
    if not verdict.failed("files"):
        verdict.holds("files", f"{len(listed)} files, each as it was put in")


def _fault(is_present: bool, is_listed: bool) -> str:
    if not is_listed:
        return "stands in no manifest"
    return "is not the file that was put in" if is_present else "is missing"


def _key(files: Mapping[str, bytes], trusted: list[Verifier], verdict: Verdict) -> Verifier:
    key = verifier_from(files[layout.KEY].decode().strip())
    if any(other.text() == key.text() for other in trusted):
        verdict.holds("key", f"signed by {key.name}, a key you gave")
    elif trusted:
        verdict.fails("key", f"signed by {key.name}, not by a key you gave", layout.KEY)
    else:
        verdict.unknown(
            "key",
            f"signed by the key in the bundle, {key.text()}: compare it with the one that the organisation publishes",
        )
    return key


def _seal(files: Mapping[str, bytes], key: Verifier, verdict: Verdict) -> None:
    """The manifest's digest stands in an entry of the ledger, and the entry under a signed checkpoint."""
    said = json.loads(files[layout.SEAL_ENTRY])
    payload = said["payload"]
    proof = proofs.proof_from(files[layout.SEAL_PROOF].decode())
    head = proofs.checked(proof, [key], key.name)
    envelope = json.loads(proof.envelope)
    if canonical(envelope) != proof.envelope:
        raise ValueError("the envelope is not in canonical form")
    if envelope["payload_commit"] != commitment(layout.decoded(said["salt"]), payload).hex():
        verdict.fails("seal", "the entry's content is not the one that was recorded", layout.SEAL_ENTRY)
    elif envelope["type"] != layout.EVENT or payload["manifest"] != layout.hexdigest(files[layout.MANIFEST]):
        verdict.fails("seal", "the manifest is not the one that was recorded in the ledger", layout.MANIFEST)
    else:
        verdict.holds("seal", f"recorded as entry {proof.index} of {head.origin}, {head.size:,} entries, signed")
        verdict.facts |= {"origin": head.origin, "recorded_at": envelope["recorded_at"], "log_size": head.size}
    _consistent(files, key, head, verdict)


def _consistent(files: Mapping[str, bytes], key: Verifier, head: Checkpoint, verdict: Verdict) -> None:
    """The checkpoint of the records is an earlier state of the very log that holds the bundle's own entry."""
    earlier = checkpoints.verified(files[layout.CHECKPOINT].decode(), [key], key.name)
    path = [layout.decoded(step) for step in json.loads(files[layout.SEAL_CONSISTENCY])["path"]]
    if merkle.is_consistent(earlier.size, head.size, earlier.root, head.root, path):
        verdict.holds("history", "the log was only added to between its records and this bundle")
    else:
        verdict.fails("history", "the log was not only added to between its records and this bundle", layout.CHECKPOINT)


def _entries(files: Mapping[str, bytes], key: Verifier, verdict: Verdict) -> None:
    head = checkpoints.verified(files[layout.CHECKPOINT].decode(), [key], key.name)
    wrong, count = 0, 0
    for entry in opening.lines(files[layout.ENTRIES]):
        count += 1
        leaf = merkle.leaf_hash(layout.decoded(entry["envelope"]))
        path = [layout.decoded(step) for step in entry["path"]]
        if not merkle.is_included(entry["index"], head.size, leaf, path, head.root):
            wrong += 1
            if wrong <= MOST_NAMED:
                verdict.fails("entries", "is not in the log", f"{layout.ENTRIES} entry {entry['index']}")
    if not wrong:
        verdict.holds("entries", f"{count:,} entries of the records are in the log of {head.size:,}")


def _pack(files: Mapping[str, bytes], verdict: Verdict) -> Pack:
    """Read the pack anew from its canonical form: conditions are parsed here, not taken over."""
    form = files[layout.PACK].decode()
    types = {
        population: {name: Type(kind) for name, kind in fields.items()}
        for population, fields in json.loads(files[layout.POPULATIONS]).items()
    }
    pack = loading.restore(form, {}, types)
    said = json.loads(files[layout.ASSESSMENT])["pack"]
    if said != pack.identity or digest(form.encode()) != pack.sha256:
        verdict.fails("pack", f"the assessment is pinned to {said}, the pack is {pack.identity}", layout.PACK)
    else:
        verdict.holds("pack", pack.identity)
    return pack


def _score(files: Mapping[str, bytes], pack: Pack, verdict: Verdict) -> None:
    """Score again; every point of every indicator must come out the same, to the last place."""
    said = json.loads(files[layout.ASSESSMENT])
    inputs = storing.inputs_of(json.loads(said["inputs"]))
    again = json.loads(storing.text_of(score(pack, inputs)))
    result = json.loads(said["result"])
    verdict.facts |= {"score": result["score"], "rehearsal": result["rehearsal"], "as_of": said["as_of"]}
    for name in sorted({*again, *result}):
        if again.get(name) != result.get(name):
            verdict.fails("score", f"scored again, {name} comes out otherwise", layout.ASSESSMENT)
    metrics = json.loads(files[layout.METRICS])
    for name, value in inputs.metrics.items():
        if [metrics[name]["n"], metrics[name]["ok"]] != [value.n, value.ok]:
            verdict.fails("score", f"metric {name} was scored with other counts than it has", layout.METRICS)
    if not verdict.failed("score"):
        ends = result["score"]
        verdict.holds("score", f"scored again to the same hundredth: {ends['low']} to {ends['high']}")
    if result["rehearsal"]:
        verdict.unknown("points", "REHEARSAL: placeholder points, not for decisions or certificates")


def _records(files: Mapping[str, bytes], pack: Pack, verdict: Verdict) -> None:
    """Judge every sampled record again by the facts that it carries."""
    types = json.loads(files[layout.POPULATIONS])
    entries = {entry["index"] for entry in opening.lines(files[layout.ENTRIES])}
    count = wrong = 0
    for name in sorted(name for name in files if layout.RECORDS.fullmatch(name)):
        population = name.removeprefix("records/").removesuffix(".jsonl")
        for record in opening.lines(files[name]):
            count += 1
            facts = {key: _fact(value, types[population][key]) for key, value in record["facts"].items()}
            faults = [
                f"{metric}: judged {said}, comes out {found}"
                for metric, said in record["metrics"].items()
                if (found := _judged(pack.metrics[metric], facts)) != said
            ]
            if not entries.issuperset(record["entries"]):
                faults.append("names an entry that the bundle does not hold")
            wrong += bool(faults)
            if faults and wrong <= MOST_NAMED:
                verdict.fails("records", "; ".join(faults), f"{name} record {record['id']}")
    if not wrong:
        verdict.holds("records", f"{count:,} sampled records judged again, each as it counted")


def _judged(metric: Metric, facts: Mapping[str, Any]) -> str:
    counts = True if metric.where is None else evaluating.judge(metric.where.tree, {"r": facts})
    if counts is not True:
        return "unknown" if counts is None else "out"
    conforms = evaluating.judge(metric.conforming.tree, {"r": facts})
    return {True: "ok", False: "missed", None: "unknown"}[conforms]


def _fact(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == Type.TIMESTAMP:
        return datetime.fromisoformat(value)
    return float(value) if kind == Type.DOUBLE else value
