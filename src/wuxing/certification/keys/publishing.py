"""What a body tells the world of its keys: did document, note keys, and the trust file that verifiers take."""

from typing import Any

from wuxing.certification.keys import queries, x509
from wuxing.certification.keys.models import SigningKey
from wuxing.certification.keys.queries import Purpose, State
from wuxing.core.ledger.queries import files
from wuxing.core.models import Tenant
from wuxing.core.places import public_url
from wuxing.core.witnessing.models import Witness
from wuxing.proof import didweb
from wuxing.proof.didweb import KeyOfBody
from wuxing.proof.keys import PublicKey


def did_document(body: Tenant) -> dict[str, Any]:
    """Return the did document of the running tenant, its whole history of keys in it."""
    services = [
        ("register", "LinkedDomains", public_url(f"/register/{body.slug}/")),
        ("trust", "CertificateTrustFile", public_url(f"/bodies/{body.slug}/trust.json")),
        ("log", "TransparencyLog", public_url(f"/log/{body.slug}")),
    ]
    return didweb.document(queries.did_of(body.slug), [_of_body(row) for row in _told()], services)


def note_keys(body: Tenant) -> str:
    """Return the keys of the body's log and of its witnesses as note verifier keys, a line each, the log's first."""
    return "".join(f"{key}\n" for key in (*_log_keys(body.slug), *_witness_keys()))


def trust_file(body: Tenant) -> dict[str, Any]:
    """Return what a verifier needs to believe this body, and what it must not believe any more."""
    return {
        "bodies": [
            {
                "did": queries.did_of(body.slug),
                "slug": body.slug,
                "name": body.name,
                "keys": [didweb.trusted_key(_of_body(row)) for row in _told()],
                "x509": anchors(),
                "logs": _log_keys(body.slug),
            }
        ],
        "witnesses": _witness_keys(),
    }


def anchors() -> list[str]:
    """Return the X.509 certificates under which the body's PDF signatures are believed, as PEM.

    They are its own roots; a certificate of another authority stands for itself alone.
    """
    roots = tuple(SigningKey.objects.filter(purpose=Purpose.AUTHORITY).values_list("x509", flat=True))
    found = []
    for one in SigningKey.objects.exclude(state=State.REVOKED).exclude(x509="").order_by("pk"):
        if one.purpose == Purpose.AUTHORITY:
            found.append(one.x509)
        elif not one.x509.endswith(roots):
            found.append(x509.text_of([x509.first(one.x509)]))
    return found


def _told() -> list[SigningKey]:
    return list(SigningKey.objects.exclude(purpose=Purpose.AUTHORITY).order_by("pk"))


def _of_body(row: SigningKey) -> KeyOfBody:
    return KeyOfBody(
        key=PublicKey(row.algorithm, bytes(row.public)),
        purpose=row.purpose,
        since=row.made_at,
        retired=row.retired_at,
        revoked_from=row.revoked_from,
    )


def _log_keys(slug: str) -> list[str]:
    found = files.verifier_of(slug)
    return [] if found is None else [found.text()]


def _witness_keys() -> list[str]:
    return list(Witness.objects.filter(ended_at=None).order_by("pk").values_list("key", flat=True))
