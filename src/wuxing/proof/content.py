"""The canonical content of a certificate: what every carrier says, in one form (docs/reference/certificate-format.md)."""

import re
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

from wuxing.proof.canonical import plain
from wuxing.proof.refusals import CONTENT, NotProved

CERTIFICATE = "AfterSalesServiceCertificate"
REHEARSAL = "RehearsalCertificate"
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
MOST_BYTES = 64 << 10
MOST_SITES = 200
LAST_YEAR = 2999
ENTRIES = 131_072
"""Places of a status list."""

HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DID = r"did:web:[a-z0-9.-]{1,253}(?:%3A[0-9]{1,5})?:bodies:([A-Za-z0-9_-]{1,50})"
"""The did of a body; its group is the slug."""
URL = re.compile(r"https?://[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]{1,480}")
_LIST = re.compile(r"/status/([A-Za-z0-9_-]{1,50})/([rx])([1-9][0-9]{0,5})")

Check = Callable[[Any], bool]
Read = Callable[[Any], None]


class BadContent(NotProved):
    """This is no content of a certificate; says where and why."""

    def __init__(self, said: str) -> None:
        super().__init__(CONTENT, said)


def check(content: object) -> None:
    """Refuse what is no canonical content.

    Raises:
        BadContent: a member is missing, unknown or out of bounds, or members contradict each other.
    """
    _checked(content)


def canonical(content: dict[str, Any]) -> bytes:
    """Return the canonical bytes (RFC 8785) of a content, or raise BadContent."""
    return _checked(content)


def digest(content: dict[str, Any]) -> bytes:
    """Return the SHA-256 of the canonical content, or raise BadContent."""
    return sha256(_checked(content)).digest()


def _checked(content: object) -> bytes:
    _read(content)
    assert isinstance(content, dict)
    slug, kind, _number = status_place(content)
    if slug != slug_of(content):
        raise BadContent("status.list: of another body than body.did")
    if (kind == "x") != (content["type"] == REHEARSAL):
        raise BadContent("status.list: exercises have lists of their own")
    if content["valid_until"] < content["issued_on"]:
        raise BadContent("valid_until: before issued_on")
    data = plain(content)
    if len(data) > MOST_BYTES:
        raise BadContent(f"more than {MOST_BYTES} bytes")
    return data


def slug_of(content: dict[str, Any]) -> str:
    """Return the body's name in addresses."""
    return slug_of_did(content["body"]["did"])


def slug_of_did(did: str) -> str:
    """Return the body's name in addresses, or raise BadContent."""
    found = re.fullmatch(DID, did)
    if found is None:
        raise BadContent("body.did: not the did of a body")
    return found[1]


def status_place(content: dict[str, Any]) -> tuple[str, str, int]:
    """Return whose status list, of which kind (r or x) and number, keeps the certificate's place."""
    found = _LIST.search(content["status"]["list"])
    if found is None or found.end() != len(content["status"]["list"]):
        raise BadContent("status.list: not the address of a status list")
    return found[1], found[2], int(found[3])


def _reader(wanted: Any, where: str) -> Read:
    """Return what refuses a value unless it has the shape of `wanted`: members, a list of one shape, or a check."""
    if isinstance(wanted, dict):
        return _members(wanted, where)
    if isinstance(wanted, list):
        return _list(wanted[0], where)

    def read(value: Any) -> None:
        if not wanted(value):
            raise BadContent(f"{where}: not as the format wants it")

    return read


def _members(wanted: dict[str, Any], where: str) -> Read:
    parts = [(name, _reader(part, f"{where}.{name}" if where else name)) for name, part in wanted.items()]
    names = wanted.keys()

    def read(value: Any) -> None:
        if type(value) is not dict or value.keys() != names:
            raise BadContent(f"{where or 'content'}: {_difference(value, wanted)}")
        for name, part in parts:
            part(value[name])

    return read


def _list(wanted: Any, where: str) -> Read:
    part = _reader(wanted, f"{where}[]")

    def read(value: Any) -> None:
        if type(value) is not list or len(value) > MOST_SITES:
            raise BadContent(f"{where}: not a list of at most {MOST_SITES}")
        for one in value:
            part(one)

    return read


def _difference(value: object, wanted: dict[str, Any]) -> str:
    if type(value) is not dict:
        return "not an object"
    missing, foreign = sorted(wanted.keys() - value.keys()), sorted(map(str, value.keys() - wanted.keys()))
    return f"missing {', '.join(missing) or 'nothing'}; unknown {', '.join(foreign)[:100] or 'nothing'}"


def is_shown(text: str) -> bool:
    """Say whether nothing of a text is hidden or moves others; line breaks are shown."""
    return text.isprintable() or not HIDDEN.search(text)  # the first is quick, and true of most


def _text(least: int, most: int) -> Check:
    return lambda v: type(v) is str and least <= len(v) <= most and is_shown(v)


def _line(least: int, most: int) -> Check:
    return lambda v: (
        type(v) is str and least <= len(v) <= most and (v.isprintable() or (not HIDDEN.search(v) and "\n" not in v))
    )


def _like(pattern: str | re.Pattern[str]) -> Check:
    fits = re.compile(pattern).fullmatch
    return lambda v: type(v) is str and fits(v) is not None


def _whole(least: int, most: int) -> Check:
    return lambda v: type(v) is int and least <= v <= most


def _is_date(value: object) -> bool:
    if type(value) is not str or not _DATE.fullmatch(value) or not value.isascii():
        return False
    try:
        return 1970 <= date.fromisoformat(value).year <= LAST_YEAR
    except ValueError:
        return False


def _or_empty(check: Check) -> Check:
    return lambda v: v == "" or check(v)


_NUMBER = _like(r"[A-Za-z0-9._-]{1,60}")
_NAMES = dict.fromkeys(LANGUAGES, _line(0, 200))
_CONTENT: dict[str, Any] = {
    "type": lambda v: v in (CERTIFICATE, REHEARSAL),
    "number": _NUMBER,
    "revision": _whole(1, 9999),
    "body": {"name": _line(1, 200), "name_en": _line(0, 200), "did": _like(DID), "approval": _line(0, 200)},
    "holder": {
        "name": _line(1, 200),
        "name_en": _line(0, 200),
        "credit_code": _like("([0-9A-Z]{18})?"),
        "address": _line(0, 300),
    },
    "scheme": {
        "id": _like(r"[A-Za-z0-9._-]{1,80}@[A-Za-z0-9._-]{1,20}#sha256:[0-9a-f]{64}"),
        "title": _NAMES,
        "basis": [_line(1, 100)],
    },
    "level": {"id": _like("[A-Za-z0-9._-]{1,40}"), "stars": _whole(0, 12), "name": _NAMES},
    "score": _like(r"([0-9]{1,4}\.[0-9]{2})?"),
    "scope": _text(0, 1000),
    "sites": [{"name": _line(0, 300), "address": _line(0, 300)}],
    "issued_on": _is_date,
    "valid_until": _is_date,
    "last_evaluated_on": _or_empty(_is_date),
    "surveillance_due_on": _or_empty(_is_date),
    "replaces": lambda v: v is None or _NUMBER(v),
    "status": {"list": _like(URL), "index": _whole(0, ENTRIES - 1)},
    "log": _like("[\x21-\x2a\x2c-\x7e]{0,200}"),
    "url": _like(URL),
}
_read = _reader(_CONTENT, "")
