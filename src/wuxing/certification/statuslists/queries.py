"""Find places and lists."""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from wuxing.certification.certificate.models import Certificate
from wuxing.certification.statuslists import rules
from wuxing.certification.statuslists.models import StatusList, StatusPlace
from wuxing.core.places import public_url

_NAME = re.compile("([rx])([1-9][0-9]{0,5})")


@dataclass(frozen=True, slots=True)
class Published:
    """A list as it is served."""

    token: str
    signed_at: datetime
    etag: str


def place_of(found: Certificate) -> StatusPlace | None:
    """Return the place of a certificate, or None before it has one."""
    return StatusPlace.objects.filter(certificate=found).first()


def address(slug: str, rehearsal: bool, number: int, purpose: str = "") -> str:
    """Return the public address of a list; without a purpose what both have in common."""
    base = public_url(f"/status/{slug}/{rules.kind(rehearsal, number)}")
    return f"{base}/{purpose}" if purpose else base


def published(name: str, purpose: str) -> Published | None:
    """Return a list of the running tenant as it was signed last, or None; `name` as in its address: r1, x1."""
    named = _NAME.fullmatch(name)
    if named is None:
        return None
    row = (
        StatusList.objects.filter(rehearsal=named[1] == "x", number=int(named[2]), purpose=purpose)
        .exclude(credential="")
        .values_list("credential", "signed_at")
        .first()
    )
    if row is None or row[1] is None:
        return None
    return Published(row[0], row[1], f'"{sha256(row[0].encode()).hexdigest()[:32]}"')


def lists() -> list[StatusList]:
    """Return the lists of the body, without their bits."""
    return list(StatusList.objects.defer("bits", "credential").order_by("rehearsal", "number", "purpose"))
