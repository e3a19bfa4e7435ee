"""What signed status lists say of one certificate: withdrawn, suspended, neither as of a time, or nothing sure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from wuxing.proof import statuslists
from wuxing.proof.credentials import PURPOSES
from wuxing.proof.refusals import NotProved
from wuxing.proof.statuslists import StatusListRead
from wuxing.proof.trust import CERTIFICATE, REHEARSAL, TrustedBody
from wuxing.proof.verifying.opinion import CHINA, Opinion

AHEAD = timedelta(minutes=5)
"""By so much may the clock of the signer be ahead."""
SET = {"revocation": "withdrawn", "suspension": "suspended"}
BAD = "it does not hold, or is of another body, place or purpose"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where a certificate stands in the lists of its body."""

    body: TrustedBody
    base: str  # without the scheme: a list is as good under http, for it is signed
    index: int
    rehearsal: bool


def judge(opinion: Opinion, texts: Sequence[str], wanted: Wanted, at: datetime) -> None:
    """Say what the lists say; the lists of both purposes are needed for a good answer."""
    read = [_read(text, wanted.body, wanted.rehearsal) for text in texts]
    good = {purpose: _newest(read, wanted, purpose) for purpose in PURPOSES}
    is_one_bad = any(one is None or _purpose_of(one, wanted) is None for one in read)
    for purpose, found in good.items():
        if found is not None:
            _say(opinion, found, wanted.index, at)
        elif is_one_bad:
            opinion.found("cannot_say:bad_status", "status", f"a status list was given for {purpose}, and {BAD}")
        else:
            opinion.found("cannot_say:no_status", "status", f"there is no status list for {purpose}")
    if not any(check.name == "status" for check in opinion.checks):
        opinion.not_revoked_as_of = min(found.signed_at for found in good.values() if found is not None)
        opinion.holds("status", f"neither withdrawn nor suspended as of {opinion.not_revoked_as_of.astimezone(CHINA)}")


def _say(opinion: Opinion, found: StatusListRead, index: int, at: datetime) -> None:
    signed = f"{found.signed_at.astimezone(CHINA):%Y-%m-%d %H:%M} (UTC+8)"
    if found.bits.get(index):
        word = SET[found.purpose]
        opinion.found(f"not_valid:{word}", "status", f"the certificate is {word}, says the list of {signed}")
    elif at >= found.valid_until or found.signed_at > at + AHEAD:
        opinion.found("cannot_say:stale_status", "status", f"the list for {found.purpose} is of {signed}")


def _newest(read: Sequence[StatusListRead | None], wanted: Wanted, purpose: str) -> StatusListRead | None:
    good = [one for one in read if one is not None and _purpose_of(one, wanted) == purpose]
    return max(good, key=lambda one: one.signed_at) if good else None


def _purpose_of(one: StatusListRead, wanted: Wanted) -> str | None:
    return one.purpose if one.url.partition("://")[2] == f"{wanted.base}/{one.purpose}" else None


@lru_cache(maxsize=256)
def _read(text: str, body: TrustedBody, rehearsal: bool) -> StatusListRead | None:
    """Return a list that a key of the body for such lists signed while it stood for them, or None."""
    try:
        found = statuslists.opened(text, body.certifying)
    except NotProved:
        return None
    key = body.key(found.key)
    if found.did != body.did or key.purpose != (REHEARSAL if rehearsal else CERTIFICATE):
        return None
    if key.revoked_from is not None or key.why_not(found.signed_at):
        return None  # who stole the key can write lists of any day
    return found
