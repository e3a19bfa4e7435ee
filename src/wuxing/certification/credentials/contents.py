"""What a certificate says, as canonical content (docs/reference/certificate-format.md): facts, in the words on record."""

import re
from typing import Any
from urllib.parse import quote

from wuxing.certification.certificate.models import Certificate
from wuxing.certification.directory.models import BodyProfile
from wuxing.certification.keys.queries import did_of
from wuxing.core.errors import NotFound
from wuxing.core.ledger.actions.seal import signer_of
from wuxing.core.ledger.queries import files
from wuxing.core.models import Tenant
from wuxing.core.places import public_url
from wuxing.proof.content import CERTIFICATE, LANGUAGES, REHEARSAL
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.packs.structure import Pack, Text

_CREDIT_CODE = re.compile("[0-9A-Z]{18}")


def content_of(found: Certificate, body: Tenant, *, revision: int, list_number: int, index: int) -> dict[str, Any]:
    """Return the canonical content of a certificate as it stands now; `list_number` and `index`: its status place."""
    profile = BodyProfile.objects.filter(tenant=body).only("name_en", "approval").first()
    due = found.extended_until or found.surveillance_due_on
    return {
        "type": REHEARSAL if found.rehearsal else CERTIFICATE,
        "number": found.number,
        "revision": revision,
        "body": {
            "name": body.name,
            "name_en": profile.name_en if profile else "",
            "did": did_of(body.slug),
            "approval": profile.approval if profile else "",
        },
        "holder": {
            "name": found.holder,
            "name_en": found.holder_en,
            "credit_code": _credit_code(found.client.credit_code),
            "address": found.address,
        },
        **_judged(found),
        "score": f"{found.score:.2f}",
        "scope": found.scope,
        "sites": [{"name": one["name"], "address": one["address"]} for one in found.sites],
        "issued_on": found.issued_on.isoformat(),
        "valid_until": found.valid_until.isoformat(),
        "last_evaluated_on": found.last_evaluated_on.isoformat(),
        "surveillance_due_on": due.isoformat(),
        "replaces": found.replaces.number if found.replaces else None,
        "status": {"list": list_url(body.slug, list_number, rehearsal=found.rehearsal), "index": index},
        "log": log_of(body.slug),
        "url": public_url(f"/register/{body.slug}/{quote(found.number, safe='')}/"),
    }


def _judged(found: Certificate) -> dict[str, Any]:
    """Return by which scheme it was judged and which level it reached; ids alone where the edition is not here."""
    pack = _pack(found.pack)
    level = next((one for one in pack.levels if one.id == found.level), None) if pack else None
    return {
        "scheme": {
            "id": _identity(found.pack),
            "title": _three(pack.title) if pack else dict.fromkeys(LANGUAGES, found.scheme),
            "basis": [source.ref for source in pack.basis if source.role == "criteria"] if pack else [],
        },
        "level": {
            "id": found.level,
            "stars": level.stars if level else 0,
            "name": _three(level.title) if level else dict.fromkeys(LANGUAGES, found.level),
        },
    }


def _pack(identity: str) -> Pack | None:
    try:
        return pack_of(identity.rpartition("#")[2])
    except NotFound:
        return None


def _identity(pack: str) -> str:
    """Return the identity with the name of its hash: id@edition#sha256:…"""
    head, mark, digest = pack.rpartition("#")
    return f"{head}#sha256:{digest}" if mark and ":" not in digest else pack


def _three(words: Text) -> dict[str, str]:
    return dict(zip(LANGUAGES, (words.zh_hans, words.zh_hant, words.en), strict=True))


def _credit_code(code: str) -> str:
    """Return a credit code that is one; an older registration number is none."""
    return code if _CREDIT_CODE.fullmatch(code) else ""


def list_url(slug: str, number: int, *, rehearsal: bool) -> str:
    """Return the address of a status list, its purpose left off."""
    return public_url(f"/status/{slug}/{'x' if rehearsal else 'r'}{number}")


def log_of(slug: str) -> str:
    """Return the origin of a body's log."""
    known = files.verifier_of(slug)
    return known.name if known else signer_of(slug).name
