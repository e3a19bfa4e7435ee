"""What proves a certificate: who signed, where it stands in the log, who watches, and how long that holds."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wuxing.certification.credentials.models import CertificatePaper, Seal
from wuxing.certification.keys.models import SigningKey
from wuxing.certification.register.models import RegisterEntry
from wuxing.certification.statuslists.models import StatusList, StatusPlace
from wuxing.core import clock
from wuxing.core.ledger import queries as ledger
from wuxing.core.ledger.queries import files
from wuxing.core.tenants import in_tenant
from wuxing.proof.statuslists import LASTS

Step = dict[str, Any]


def proved(found: RegisterEntry, today: date) -> dict[str, Any]:
    """Return the steps of the proof panel, and what of the certificate can be taken away."""
    with in_tenant(found.tenant_id):
        seal = (
            Seal.objects.filter(certificate_id=found.certificate_id).select_related("key").order_by("-revision").first()
        )
        steps = [*(_sealed(found, seal) if seal else _bare()), _listed(found), _timely(found, today)]
        papers = CertificatePaper.objects.filter(seal=seal).exclude(kind="duplicate").order_by("pk") if seal else []
        languages = list(dict.fromkeys(one.language for one in papers))
    return {"steps": [step for step in steps if step], "papers": languages, "sealed": seal is not None}


def _bare() -> list[Step]:
    said = _("The body has not sealed it yet; until then this register alone vouches for it.")
    return [{"state": "unknown", "title": _("Not signed yet"), "text": said}]


def _sealed(found: RegisterEntry, seal: Seal) -> list[Step]:
    key = seal.key
    values = {
        "body": found.tenant.name,
        "day": seal.sealed_at.astimezone(ZoneInfo(found.tenant.zone)).date().isoformat(),
        "kid": key.kid[:12],
        "alg": key.algorithm,
    }
    signed = {
        "state": "done",
        "title": _("Signed by the body"),
        "text": _("Signed on %(day)s by %(body)s with its key %(kid)s… (%(alg)s).") % values,
        "hash": bytes(seal.digest).hex(),
    }
    if key.state == SigningKey.State.REVOKED:
        signed |= {
            "state": "late",
            "text": _("The key %(kid)s… is revoked; ask the body for a certificate signed anew.") % values,
        }
    return [signed, _logged(found, seal)]


def _logged(found: RegisterEntry, seal: Seal) -> Step:
    proof = ledger.proof_of(found.tenant_id, seal.entry_id)
    if proof.head is None or proof.index is None:
        said = _("It takes its place in the log of the body within seconds.")
        return {"state": "waiting", "title": _("On its way into the log"), "text": said}
    said = _("Entry %(index)s of %(size)s in the log %(origin)s.") % {
        "index": f"{proof.index:,}", "size": f"{proof.head.size:,}", "origin": proof.origin,
    }  # fmt: skip
    if count := witnesses(found.tenant.slug):
        seen = ngettext("%(count)s witness signed the log too.", "%(count)s witnesses signed the log too.", count)
        said = f"{said} {seen % {'count': count}}"
    return {"state": "done", "title": _("Written in the public log"), "text": said}


def witnesses(slug: str) -> int:
    """Return how many others signed the log's newest checkpoint beside its owner."""
    note = files.published_note(slug) or ""
    origin = note.partition("\n")[0]
    return len({line.split(" ")[1] for line in note.splitlines() if line.startswith("— ")} - {origin})


def _listed(found: RegisterEntry) -> Step | None:
    place = StatusPlace.objects.filter(certificate_id=found.certificate_id).first()
    if place is None:
        return None
    rows = StatusList.objects.filter(rehearsal=place.rehearsal, number=place.number).defer("credential")
    lists = {one.purpose: one for one in rows if one.signed_at}
    if len(lists) < len(StatusList.Purpose):
        return None
    marked = [purpose for purpose, one in lists.items() if _bit(one, place.index)]
    if StatusList.Purpose.REVOCATION in marked:
        light, title = "late", _("Revoked in the status list")
    elif marked:
        light, title = "late", _("Suspended in the status list")
    else:
        light, title = "done", _("Neither suspended nor revoked in the status list")
    signed = min(one.signed_at for one in lists.values() if one.signed_at).astimezone(ZoneInfo(found.tenant.zone))
    said = _("Place %(index)s of the signed lists, last signed at %(at)s; anybody can fetch them.")
    if not marked and clock.now() - signed > LASTS:
        light, title = "risk", _("The status list is out of date")
    return {
        "state": light,
        "title": title,
        "text": said % {"index": f"{place.index:,}", "at": f"{signed:%Y-%m-%d %H:%M}"},
    }


def _bit(one: StatusList, index: int) -> bool:
    return bool(bytes(one.bits)[index >> 3] >> (7 - index % 8) & 1)


def _timely(found: RegisterEntry, today: date) -> Step:
    shown = found.shown
    until, due = shown["valid_until"], shown["surveillance_due_on"]
    values = {"until": until, "due": due}
    if today.isoformat() > until:
        return {"state": "waiting", "title": _("Past its time"), "text": _("Valid until %(until)s.") % values}
    if today.isoformat() > due:
        said = _("Valid until %(until)s, but surveillance was due by %(due)s.") % values
        return {"state": "late", "title": _("Surveillance is missing"), "text": said}
    said = _("Valid until %(until)s; next surveillance due by %(due)s.") % values
    return {"state": "done", "title": _("Within its time"), "text": said}
