"""The whole register as files, and what search engines are told."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wuxing.certification.cases import portal
from wuxing.certification.register import facts, queries, rules
from wuxing.certification.register.views.doors import FILES, too_many
from wuxing.core.escaping import cell
from wuxing.core.models import Tenant
from wuxing.core.places import public_url

COLUMNS = (
    "number", "state", "state_since", "in_force", "exercise", "holder", "credit_code", "scope", "scheme", "basis", "level",
    "level_name", "stars", "issued_on", "valid_until", "surveillance_due_on", "replaced_by", "body", "url", "as_of",
)  # fmt: skip
SITEMAP = '<?xml version="1.0" encoding="UTF-8"?>\n<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
LINES = 500


class _Line:
    """What a CSV writer writes into: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def exported_csv(request: HttpRequest, body: str = "") -> HttpResponseBase:
    """Hand out all certificates of a body, or of all, as a table."""
    return _exported(request, body, "csv", _csv, "text/csv; charset=utf-8")


def exported_json(request: HttpRequest, body: str = "") -> HttpResponseBase:
    """Hand out all certificates of a body, or of all, as JSON."""
    return _exported(request, body, "json", _json, "application/json; charset=utf-8")


@require_safe
def _exported(request: HttpRequest, body: str, kind: str, drawn: Any, media: str) -> HttpResponseBase:
    tenant = portal.body_by(body) if body else None
    if too_many(request, FILES):
        return HttpResponse(_("Too many questions came from your connection"), status=429, content_type="text/plain")
    rows = rules.public_on
    found = (rows(one.shown, queries.today_of(one)) for one in queries.exported(tenant.pk if tenant else None))
    answer = StreamingHttpResponse(_in_blocks(drawn(found)), content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="register{f"-{body}" if body else ""}.{kind}"'
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for one in rows:
        yield writer.writerow([cell("" if one[name] is None else one[name]) for name in COLUMNS])


def _json(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    before = '{"certificates":[\n'
    for one in rows:
        yield before + json.dumps(one, ensure_ascii=False, separators=(",", ":"))
        before = ",\n"
    yield ("" if before == ",\n" else before) + "\n]}\n"


def _in_blocks(lines: Iterator[str]) -> Iterator[str]:
    """Put lines together, so that each does not travel alone."""
    block: list[str] = []
    for line in lines:
        block.append(line)
        if len(block) == LINES:
            yield "".join(block)
            block.clear()
    yield "".join(block)


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name the files of the site map."""
    names = ["/register/sitemap-bodies.xml", *(f"/register/sitemap-{number}.xml" for number in queries.sitemaps())]
    inside = "".join(f"<sitemap><loc>{escape(public_url(name))}</loc></sitemap>\n" for name in names)
    return _xml(f"{SITEMAP.format('sitemapindex')}{inside}</sitemapindex>\n")


@require_safe
def sitemap_bodies(request: HttpRequest) -> HttpResponse:
    """Name the register's own pages: the search over all bodies, and of each."""
    slugs = Tenant.objects.filter(kind=Tenant.Kind.CERTIFICATION_BODY).order_by("pk").values_list("slug", flat=True)
    paths = ["/register/", *(reverse("certification:register", args=[slug]) for slug in slugs)]
    return _xml("".join([SITEMAP.format("urlset"), *(_url(path) for path in paths), "</urlset>\n"]))


@require_safe
def sitemap(request: HttpRequest, number: int) -> HttpResponse:
    """Name the certificates of one file, 50,000 at most."""
    if number not in queries.sitemaps():
        raise Http404
    rows = (_url(facts.page(slug, name), changed) for slug, name, changed in queries.sitemap(number))
    return _xml("".join([SITEMAP.format("urlset"), *rows, "</urlset>\n"]))


def _url(path: str, changed: date | None = None) -> str:
    day = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(public_url(path))}</loc>{day}</url>\n"


def _xml(text: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="application/xml; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is for everybody."""
    lines = ["User-agent: *", "Allow: /register/", "Allow: /bodies/", "Allow: /verify/", "Disallow: /", ""]
    answer = HttpResponse("\n".join([*lines, f"Sitemap: {public_url('/sitemap.xml')}", ""]), content_type="text/plain")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
