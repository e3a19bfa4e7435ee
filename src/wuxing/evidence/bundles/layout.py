"""What a bundle is made of. Pure: whoever checks a bundle needs no Django and no database."""

import hashlib
import re
from base64 import b64decode, b64encode

FORMAT = "wuxing-bundle-1"
EVENT = "bundle.export"

MANIFEST = "manifest.json"
PACK = "pack.json"
POPULATIONS = "populations.json"
ASSESSMENT = "assessment.json"
METRICS = "metrics.json"
DOCUMENTS = "documents.json"
ENTRIES = "ledger/entries.jsonl"
CHECKPOINT = "ledger/checkpoint.txt"
KEY = "ledger/key.txt"
REPORT = "report.pdf"
RECORDS = re.compile(r"records/[a-z][a-z0-9_]{0,59}\.jsonl")
SEAL_ENTRY, SEAL_PROOF, SEAL_CONSISTENCY = "seal/entry.json", "seal/proof.txt", "seal/consistency.json"

NEEDED = (PACK, POPULATIONS, ASSESSMENT, METRICS, DOCUMENTS, ENTRIES, CHECKPOINT, KEY, REPORT)
SEAL = (SEAL_ENTRY, SEAL_PROOF, SEAL_CONSISTENCY)

MOST_FILES = 200
MOST_BYTES = 512 << 20
"""Of all files together, unpacked: a bundle that claims more is refused before anything is read."""

COMMENT = re.compile(rb"wuxing-bundle-1 sha256:([0-9a-f]{64})")
COMMENT_BYTES = len(b"wuxing-bundle-1 sha256:") + 64


def comment_for(body: bytes) -> bytes:
    """Return the archive's comment: the digest of every byte before it, so that no byte can change unseen."""
    return b"wuxing-bundle-1 sha256:" + hashlib.sha256(body).hexdigest().encode()


def hexdigest(content: bytes) -> str:
    """Return a SHA-256 as hex."""
    return hashlib.sha256(content).hexdigest()


def coded(content: bytes) -> str:
    """Return bytes as base64 text."""
    return b64encode(content).decode()


def decoded(text: str) -> bytes:
    """Return the bytes of a base64 text. Raises ValueError."""
    return b64decode(text, validate=True)
