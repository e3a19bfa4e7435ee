"""What is public of a certificate, gathered when it changes: names in three languages, history, the days to come."""

import json
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from wuxing.certification.cases.models import Client
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.certificate.states import State
from wuxing.certification.credentials.models import Seal
from wuxing.certification.directory.models import BodyProfile
from wuxing.certification.register import rules
from wuxing.certification.statuslists.models import StatusPlace
from wuxing.core.errors import NotFound
from wuxing.core.models import Tenant
from wuxing.core.places import public_host, public_url
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.packs.terms import Text

Facts = dict[str, Any]
LANGUAGES = {"zh-Hans": "zh-hans", "zh-Hant": "zh-hant", "en": "en"}
UNSTATED = frozenset({"evaluated", "extend", "rename", "correct"})
"""Events that leave the state as it was since an earlier one."""


def facts(found: Certificate) -> Facts:
    """Return what is public of a certificate; nothing personal: of reasons the grounds laid down, no free words."""
    body = Tenant.objects.get(pk=found.tenant_id)
    profile = BodyProfile.objects.filter(tenant=body).first()
    zone = ZoneInfo(body.zone)
    events = list(CertificateEvent.objects.filter(certificate=found).order_by("pk"))
    since = next((e.at for e in reversed(events) if e.after == found.state and e.event not in UNSTATED), None)
    successor = Certificate.objects.filter(replaces=found).order_by("-pk").values_list("number", flat=True).first()
    return {
        "number": found.number,
        "url": public_url(page(body.slug, found.number)),
        "body": body.name,
        "body_slug": body.slug,
        "body_name_en": profile.name_en if profile else "",
        "approval": profile.approval if profile else "",
        "did": f"did:web:{public_host().replace(':', '%3A')}:bodies:{body.slug}",
        "holder": found.holder,
        "credit_code": Client.objects.filter(pk=found.client_id).values_list("credit_code", flat=True).first() or "",
        "address": found.address,
        "scope": found.scope,
        "sites": [{"name": one["name"], "address": one.get("address", "")} for one in found.sites],
        **_scheme(found),
        "score": f"{found.score:.2f}",
        "issued_on": found.issued_on.isoformat(),
        "valid_until": found.valid_until.isoformat(),
        "last_evaluated_on": found.last_evaluated_on.isoformat(),
        "surveillance_due_on": (found.extended_until or found.surveillance_due_on).isoformat(),
        "extended_until": found.extended_until.isoformat() if found.extended_until else None,
        "suspended_until": found.suspended_until.isoformat() if found.suspended_until else None,
        "replaces": _number_of(found.replaces_id),
        "replaced_by": successor,
        "exercise": found.rehearsal,
        "course": rules.course(
            State(found.state), since.astimezone(zone).date() if since else None, found.surveillance_due_on,
            found.extended_until, found.valid_until,
        ),
        "history": [_event(one, zone) for one in events],
        "seal": _seal(found, body),
        "status": _status(found, body),
    }  # fmt: skip


def page(slug: str, number: str) -> str:
    """Return the address of a certificate's page on this host."""
    return reverse("certification:register_certificate", args=[slug, number])


def etag_of(shown: Facts) -> str:
    """Return a short name for what is shown, another for anything else."""
    return sha256(json.dumps(shown, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:32]


def _scheme(found: Certificate) -> Facts:
    """Return scheme and level by name; their ids where the edition is not here."""
    level: Facts = {"level": found.level, "level_name": found.level, "level_names": {}, "stars": 0}
    try:
        pack = pack_of(found.pack.rpartition("#")[2])
    except NotFound:
        return {"scheme": found.pack, "scheme_title": {}, "basis": "", **level}
    if one := next((one for one in pack.levels if one.id == found.level), None):
        names = _names(one.title)
        level |= {"level_name": names["zh-Hans"], "level_names": names, "stars": one.stars}
    basis = ", ".join(source.ref for source in pack.basis)
    return {"scheme": found.pack, "scheme_title": _names(pack.title), "basis": basis, **level}


def _names(words: Text) -> dict[str, str]:
    return {tag: words.in_language(code) for tag, code in LANGUAGES.items()}


def _number_of(certificate_id: int | None) -> str | None:
    if certificate_id is None:
        return None
    return Certificate.objects.filter(pk=certificate_id).values_list("number", flat=True).first()


def _event(one: CertificateEvent, zone: ZoneInfo) -> Facts:
    return {
        "event": one.event,
        "on": one.at.astimezone(zone).date().isoformat(),
        "state": one.after,
        "ground": one.reason_code,
        "until": one.until.isoformat() if one.until else None,
    }


def _seal(found: Certificate, body: Tenant) -> Facts | None:
    """Return which key signed the certificate last, and the digest of what it signed."""
    seal = Seal.objects.filter(certificate=found).select_related("key").order_by("-revision").first()
    if seal is None:
        return None
    return {
        "revision": seal.revision,
        "kid": seal.key.kid,
        "algorithm": seal.key.algorithm,
        "digest": bytes(seal.digest).hex(),
        "sealed_at": seal.sealed_at.isoformat(timespec="seconds"),
        "credential": f"{public_url(page(body.slug, found.number))[:-1]}.jwt",
    }


def _status(found: Certificate, body: Tenant) -> Facts | None:
    place = StatusPlace.objects.filter(certificate=found).first()
    if place is None:
        return None
    kind = "x" if place.rehearsal else "r"
    return {"list": public_url(f"/status/{body.slug}/{kind}{place.number}"), "index": place.index}
