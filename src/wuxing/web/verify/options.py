"""The arguments of `wuxing verify`, read."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from wuxing.proof.notes import Verifier, verifier_from
from wuxing.proof.trust import Trust, merged, trust_from
from wuxing.proof.verifying.certificates import Beside
from wuxing.web.verify.inputs import NoInput

DESCRIPTION = """Check a certificate (PDF, credential, QR code or its picture), a status list, an evidence bundle,
a sample, or the proof of an entry in a log. Nothing is asked in the network unless an address or --online is given."""
EXITS = """exit codes: 0 holds, in force; 1 not valid; 2 cannot be read; 3 cannot be said for sure; 4 an exercise.
Of several inputs the first of 1, 2, 3, 4 that occurs. WUXING_TRUST names a trust file, or a folder of them."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for."""

    inputs: list[str]
    trust: Trust
    keys: list[Verifier]
    beside: Beside
    at: datetime
    as_json: bool
    online: bool
    private: bool


def options_from(arguments: Sequence[str]) -> Options:
    """Return the options. Raises NoInput: a file beside cannot be read; ValueError: it is not what it should be."""
    parser = argparse.ArgumentParser(
        "wuxing verify", description=DESCRIPTION, epilog=EXITS, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("inputs", nargs="+", metavar="FILE|TOKEN|URL|-", help="what to check; - for standard input")
    parser.add_argument("--trust", action="append", default=[], metavar="FILE", help="a trust file of a body you trust")
    parser.add_argument(
        "--status", action="append", default=[], metavar="FILE", help="a signed status list (give both purposes)"
    )
    parser.add_argument("--proof", metavar="FILE", help="proof of the log for a credential or a code (.tlog-proof)")
    parser.add_argument("--opening", metavar="FILE", help="what the proof's entry says (.opening.json)")
    parser.add_argument("--content", metavar="FILE", help="certificate.json, to hold against the credential or code")
    parser.add_argument(
        "--key", action="append", default=[], help="key of a log that you trust, for bundles and proofs: text or file"
    )
    parser.add_argument("--at", metavar="TIME", help="judge as of this time (ISO 8601 with a zone), not as of now")
    parser.add_argument("--online", action="store_true", help="ask the body's own server for its keys and status lists")
    parser.add_argument("--private", action="store_true", help="let addresses lead to private networks")
    parser.add_argument("--json", action="store_true", help="print JSON, a line for each of several inputs")
    given = parser.parse_args(arguments)
    return Options(
        inputs=given.inputs,
        trust=_trust([*given.trust, *_of_environment()]),
        keys=[_key(text) for text in given.key],
        beside=Beside(
            tuple(_read(name).decode(errors="replace").strip() for name in given.status),
            *(_read(name) if name else None for name in (given.proof, given.opening, given.content)),
        ),
        at=_moment(given.at),
        as_json=given.json,
        online=given.online,
        private=given.private,
    )


def _trust(names: Sequence[str]) -> Trust:
    return merged(trust_from(_read(name)) for name in names)


def _of_environment() -> list[str]:
    name = os.environ.get("WUXING_TRUST", "")
    path = Path(name)
    if name and path.is_dir():
        return [str(one) for one in sorted(path.glob("*.json"))]
    return [name] if name else []


def _key(text: str) -> Verifier:
    path = Path(text)
    return verifier_from((path.read_text() if len(text) < 4096 and path.is_file() else text).strip())


def _moment(text: str | None) -> datetime:
    if text is None:
        return datetime.now(UTC)
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"--at {text} has no zone: write 2026-12-01T12:00:00+08:00")
    return found


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise NoInput(f"{name}: {error.strerror or error}") from None
