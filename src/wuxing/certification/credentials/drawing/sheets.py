"""What a certificate's page shows: canonical content in the words of one language."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.utils import translation

from wuxing.certification.credentials import wordings
from wuxing.config import fonts

KEYS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
LONG, SHORT = 170, 45
"""Signs of a scope or of sites that still stand on the first page, the latter under a long name; else in the annex."""
WIDE = 200
"""Signs of names and address from which on the first page has room for little else."""
FEW = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Which paper is made of a seal."""

    language: str
    original: str  # the language of the original
    kind: str
    copy: int
    made_on: date


@dataclass(frozen=True, slots=True)
class File:
    """A file that the PDF carries."""

    name: str
    text: str
    media: str
    relation: str


def sheet(content: dict[str, Any], paper: Paper, *, code: str, digest: str, kid: str, files: list[File]) -> Any:
    """Return everything the template draws."""
    other = wordings.other(paper.language, paper.original)
    with translation.override(other):
        other_title = wordings.title()
    with translation.override(paper.language):
        key = KEYS[paper.language]
        facts, annex = _covered(content)
        return {
            "lang": paper.language,
            "family": fonts.FAMILY,
            "words": wordings.labels(),
            "title": wordings.title(),
            "other_title": other_title.upper() if other == "en" else other_title,
            "number": content["number"],
            "paper": wordings.paper(paper.kind, paper.copy),
            "made": [paper.made_on.year, paper.made_on.month, paper.made_on.day],
            "body": _named(content["body"], paper.language, "approval"),
            "holder": _named(content["holder"], paper.language, "credit_code", "address"),
            "statement": wordings.statement(content["scheme"]["basis"], content["scheme"]["title"][key]),
            "stars": content["level"]["stars"],
            "level": content["level"]["name"][key],
            "score": content["score"],
            "facts": facts,
            "dates": wordings.dates(content),
            "qr": picture(code),
            "url": content["url"],
            "url_shown": content["url"].partition("://")[2],
            "digest": digest,
            "key": kid,
            "edition": _short(content["scheme"]["id"]),
            "note": wordings.note(content, paper.kind, paper.original, paper.made_on),
            "exercise": content["type"] == "RehearsalCertificate",
            "annex": annex,
            "files": [
                {"name": one.name, "text": one.text, "media": one.media, "relation": one.relation,
                 "about": wordings.attached(one.name)}
                for one in files
            ],
        }  # fmt: skip


def _named(party: dict[str, str], language: str, *more: str) -> dict[str, str]:
    """Return a party with the name it is known by in this language first; the name on record always stands there."""
    name, latin = party["name"], party["name_en"]
    first, second = (latin, name) if language == "en" and latin else (name, latin)
    return {"name": first, "other": second, **{field: party[field] for field in more}}


def _covered(content: dict[str, Any]) -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
    """Return scope and sites as the first page shows them, and the parts of the annex."""
    scope, sites, annex = content["scope"], content["sites"], []
    holder = content["holder"]
    most = SHORT if len(holder["name"] + holder["name_en"] + holder["address"]) > WIDE else LONG
    shown_scope = scope
    if len(scope) > most:
        shown_scope = wordings.see_annex()
        annex.append({"title": wordings.scope(), "text": scope, "heads": [], "rows": []})
    shown_sites = wordings.joined([wordings.site(one["name"], one["address"]) for one in sites])
    if len(sites) > FEW or len(shown_sites) > most:
        shown_sites = wordings.sites_in_annex(len(sites))
        rows = [[one["name"], one["address"] or "—"] for one in sites]
        annex.append(
            {"title": wordings.sites_titled(len(sites)), "text": "", "heads": wordings.site_heads(), "rows": rows}
        )
    facts = [(wordings.scope(), shown_scope), (wordings.sites(), shown_sites)]
    if content["replaces"]:
        facts.append((wordings.replaces(), content["replaces"]))
    return [(label, value) for label, value in facts if value], annex


def picture(code: str) -> str:
    """Return a QR code as SVG."""
    import segno

    out = BytesIO()
    segno.make_qr(code, error="m", boost_error=False).save(
        out, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, nl=False
    )
    return out.getvalue().decode()


def _short(identity: str) -> str:
    """Return the scheme with the first signs of its hash; all of it stands in the content."""
    head, mark, digest = identity.partition("#sha256:")
    return f"{head}{mark}{digest[:16]}…" if mark else identity
