"""What `wuxing verify` is given: a file, a token, the text of a code, an address, or standard input."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

MOST_BYTES = 600 << 20
MOST_FETCHED = 64 << 20

_CODE = re.compile(r"https?://[a-z0-9.:-]{1,260}/c/[a-z2-7]{16,4296}/?", re.ASCII | re.IGNORECASE)
_BARE_CODE = re.compile(r"[A-Z2-7]{100,4296}", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*", re.ASCII)
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_CHECKPOINT = re.compile(rb"[^\n]+\n[0-9]+\n[A-Za-z0-9+/=]{44}\n")


class NoInput(Exception):
    """There is nothing that can be verified; says why."""


@dataclass(frozen=True, slots=True)
class Input:
    """What was given, under the name it was given by. `asked` tells that it came from the network."""

    name: str
    data: bytes
    asked: bool = False


def is_code(text: str) -> bool:
    """Say whether a text is the content of a QR code of ours."""
    return bool(_CODE.fullmatch(text) or _BARE_CODE.fullmatch(text))


def is_token(text: str) -> bool:
    """Say whether a text looks like a compact JWS."""
    return bool(_TOKEN.fullmatch(text))


def taken(argument: str, *, private: bool = False) -> Input:
    """Return what an argument of the command means. Only an address is asked for in the network.

    Raises:
        NoInput: it cannot be had, or is too large.
    """
    if argument == "-":
        return Input("-", _bounded(sys.stdin.buffer.read(MOST_BYTES + 1), "-"))
    text = argument.strip()
    if is_code(text) or (is_token(text) and len(text) > 255):
        return Input(_short(text), text.encode())
    if _ADDRESS.match(text):
        return Input(text, _fetched(text, private), asked=True)
    path = Path(argument)
    try:
        if is_token(text) and not path.is_file():
            return Input(_short(text), text.encode())
        if path.stat().st_size > MOST_BYTES:
            raise NoInput(f"{argument} is too large")
        return Input(argument, _bounded(path.read_bytes(), argument))
    except (OSError, ValueError) as error:
        raise NoInput(f"{_short(argument)}: {getattr(error, 'strerror', None) or error}") from None


def kind_of(data: bytes) -> str:
    """Return what the bytes are: pdf, picture, bundle, proof, checkpoint, json, credential, statuslist, code; else ""."""
    head = data[:1024]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return "picture"
    if head.startswith(b"PK"):
        return "bundle"
    if head.startswith(b"c2sp.org/tlog-proof@"):
        return "proof"
    if data.lstrip()[:1] == b"{":
        return "json"
    return "checkpoint" if _CHECKPOINT.match(data) else _kind_of_text(data)


def _kind_of_text(data: bytes) -> str:
    try:
        text = data.decode("ascii").strip() if len(data) < 1 << 20 else ""
    except UnicodeDecodeError:
        return ""
    if is_code(text):
        return "code"
    if not is_token(text):
        return ""
    from wuxing.proof.keys import BadKey, from_base64url

    try:
        payload = from_base64url(text.split(".")[1])
    except BadKey:
        return "credential"
    return "statuslist" if b'"BitstringStatusListCredential"' in payload else "credential"


def _fetched(url: str, private: bool) -> bytes:
    from wuxing.proof.fetching import Unreachable, ask

    try:
        answer = ask(url, most=MOST_FETCHED, private=private)
    except Unreachable as error:
        raise NoInput(str(error)) from None
    if answer.status != 200:
        raise NoInput(f"{url} answers {answer.status}")
    return answer.body


def _bounded(data: bytes, name: str) -> bytes:
    if len(data) > MOST_BYTES:
        raise NoInput(f"{name} is too large")
    return data


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:40]}…{text[-8:]}"
