"""`wuxing verify FILE`: check a bundle, a sample, or the proof of an entry, without Django, database or network."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from wuxing.evidence.bundles import verifying
from wuxing.evidence.bundles.opening import NoBundle
from wuxing.evidence.sampling import redrawing
from wuxing.proof import proofs
from wuxing.proof.checkpoints import unverified
from wuxing.proof.notes import BadNote, Verifier, verifier_from
from wuxing.proof.verifying.verdicts import Answer, Verdict

SIGNS = {Answer.HOLDS: "ok     ", Answer.FAILS: "FAILS  ", Answer.UNKNOWN: "unknown"}
MOST_BYTES = 600 << 20


def main(arguments: Sequence[str]) -> int:
    """Run the command; return 0 when everything holds, 1 when something fails, 2 when the file cannot be checked."""
    parser = argparse.ArgumentParser("wuxing verify", description=__doc__)
    parser.add_argument(
        "file", help="an evidence bundle (.wuxing.zip), a sample, or the proof of an entry; - for standard input"
    )
    parser.add_argument("--key", action="append", default=[], help="a key that you trust: its text, or a file with it")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args(arguments)
    try:
        keys = [_key(text) for text in given.key]
        verdict = _verified(_content(given.file), keys)
    except (NoBundle, BadNote, OSError, ValueError) as error:
        print(f"wuxing verify: {error}", file=sys.stderr)
        return 2
    print(json.dumps(verdict.as_json(), ensure_ascii=False, indent=2) if given.json else _lines(verdict))
    return 1 if verdict.answer is Answer.FAILS else 0


def _content(name: str) -> bytes:
    content = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else Path(name).read_bytes()
    if len(content) > MOST_BYTES:
        raise NoBundle(f"{name} is too large to be a bundle")
    return content


def _key(text: str) -> Verifier:
    path = Path(text)
    return verifier_from((path.read_text() if len(text) < 4096 and path.is_file() else text).strip())


def _verified(content: bytes, keys: list[Verifier]) -> Verdict:
    if content.startswith(proofs.HEAD.encode()):
        return _proof(content.decode(), keys)
    if content.lstrip()[:1] == b"{":
        return _sample(content, keys)
    return verifying.verified(content, keys)


def _sample(content: bytes, keys: list[Verifier]) -> Verdict:
    """Draw a sample again."""
    try:
        data = json.loads(content)
        if data.get("format") != redrawing.FORMAT:
            raise NoBundle("this JSON is no sample that can be drawn again")
        return redrawing.redrawn(data, keys)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        if isinstance(error, NoBundle):
            raise
        raise NoBundle(f"this sample cannot be understood: {error!r}") from None


def _proof(text: str, keys: list[Verifier]) -> Verdict:
    """Check the proof of one entry; without a key there is no telling whose log it is."""
    proof = proofs.proof_from(text)
    verdict = Verdict("proof", facts={"index": proof.index, "entry": json.loads(proof.envelope)})
    if not keys:
        origin = unverified(proof.note).origin
        raise NoBundle(f"give the key of {origin} with --key: a proof without a key proves nothing")
    try:
        head = proofs.checked(proof, keys, unverified(proof.note).origin)
    except BadNote as error:
        verdict.fails("proof", str(error))
    else:
        verdict.holds("proof", f"entry {proof.index} of {head.origin}, {head.size:,} entries, signed")
    return verdict


def _lines(verdict: Verdict) -> str:
    """Return the verdict as people read it: each check in a line, and a last line that says it all."""
    lines = [f"{name}: {value}" for name, value in verdict.facts.items() if not isinstance(value, dict)]
    for check in verdict.checks:
        where = f"{check.where}: " if check.where else ""
        lines.append(f"{SIGNS[check.answer]} {check.name:10} {where}{check.text}")
    unknown = sum(check.answer is Answer.UNKNOWN for check in verdict.checks)
    if verdict.answer is Answer.FAILS:
        lines.append("NOT AS IT WAS MADE: do not rely on this file.")
    else:
        lines.append("Everything that this file can show holds." + (f" {unknown} not shown by it." if unknown else ""))
    return "\n".join(lines)
