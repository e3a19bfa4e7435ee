"""One edition: what it asks for and how it is scored; as a file; and put in force."""

import io
import json
import zipfile
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BusinessError, NotFound, RuleBroken
from wuxing.core.reasons import say
from wuxing.core.tables.uploads import XLSX_TYPE
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.drafts import queries as drafts
from wuxing.schemes.drafts import words
from wuxing.schemes.drafts.workbooks import writing
from wuxing.schemes.drafts.workbooks.layout import About
from wuxing.schemes.editions import actions, queries
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.forms import AdoptForm
from wuxing.schemes.licensing.queries import licensed_points
from wuxing.schemes.packs.structure import Indicator, Pack, PointsStatus, metrics_of
from wuxing.schemes.views import shown


def _edition(edition_id: int, *, whole: bool = False) -> Edition:
    found = Edition.objects.select_related("published_by").filter(pk=edition_id)
    one = (found if whole else found.defer("form", "trees")).first()
    if one is None:
        raise NotFound(say("there is no such edition"))
    return one


def edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Show an edition."""
    by = acting(request, Permission.SCHEME_READ)
    one = _edition(edition_id)
    return render(request, "schemes/edition.html", _page(one, by))


def _page(one: Edition, by: Actor, form: AdoptForm | None = None) -> dict[str, Any]:
    pack = queries.pack_of(one.sha256)
    licensed = licensed_points(by.tenant_id, one.sha256)
    found, today = shown.force(), clock.today(by.zone)
    stands = found.since(one, today)
    return {
        "edition": one,
        "pack": pack,
        "title": shown.text(pack.title),
        "notice": shown.text(pack.notice),
        "placeholder": shown.placeholder(pack, found),
        "rows": [_indicator(item, licensed.get(item.id)) for item in pack.indicators],
        "metrics": [(metric, shown.text(metric.title), shown.text(metric.says)) for metric in pack.metrics.values()],
        "levels": [(level, shown.text(level.title)) for level in pack.levels],
        "vetoes": [(veto, shown.text(veto.title)) for veto in pack.vetoes],
        "reasons": [shown.text(reason.title) for reason in pack.rules.deduction_reasons] if pack.rules else [],
        "sources": [(source, words.code(source.role), shown.text(source.title)) for source in pack.basis],
        "facts": _facts(one, pack, found, by),
        "rules": _rules(pack),
        "adopt": form or AdoptForm(initial={"since": today}),
        "why_not_adopt": shown.why_not_adopt(one, found, by),
        "in_force": stands,
        "may_edit": by.may(Permission.SCHEME_EDIT),
        "changes": _changes(one, pack),
    }


def _indicator(item: Indicator, licensed: Any) -> dict[str, Any]:
    official = item.points if item.points_status is PointsStatus.OFFICIAL else licensed
    return {
        "item": item,
        "title": shown.text(item.title),
        "points": item.placeholder_points if official is None else official,
        "is_placeholder": official is None,
        "seen": item.points if official is None else None,  # in public pages; not official
        "status": words.code("official" if official is not None else item.points_status.value),
        "coverage": words.code(item.coverage.value) if item.is_leaf else "",
        "metrics": [*dict.fromkeys(metrics_of(item.mode))] if item.mode else [],
    }


def _facts(one: Edition, pack: Pack, found: shown.Force, by: Actor) -> list[tuple[str, Any]]:
    stands, coming = found.since(one, clock.today(by.zone)), found.coming(one, clock.today(by.zone))
    transition = found.transition(one)
    return [
        (_("Scheme"), one.scheme),
        (_("Edition"), one.edition),
        ("SHA-256", one.sha256),
        (_("Loaded"), f"{one.loaded_at:%Y-%m-%d}"),
        (_("Published by"), one.published_by.name if one.published_by else _("comes with the product")),
        (_("In force here"), stands.isoformat() if stands else _("from %s") % coming if coming else _("no")),
        (_("Replaces"), one.supersedes),
        (_("Replaced"), wording.text(transition.words(clock.today(by.zone))) if transition else _("no")),
        (_("Note"), shown.text(pack.standing.note) if pack.standing.note else ""),
    ]


def _rules(pack: Pack) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = [(words.label("scheme", "total"), pack.total)]
    rules = pack.rules
    if rules is not None:
        found += [
            (words.label("scheme", "rules.exclusions.max_points"), rules.exclusions_max_points),
            (words.label("scheme", "rules.special_deductions.points"), rules.deduction_points),
            (words.label("scheme", "rules.special_deductions.fails_at"), rules.deduction_fails_at),
            (words.label("scheme", "rules.special_bonus.points"), rules.bonus_points),
            (words.label("scheme", "rules.special_bonus.max"), rules.bonus_max),
            (words.label("scheme", "rules.rounding.places"), rules.places),
        ]
    return found + [(words.label("scheme", f"cycle.{name}"), lasts) for name, lasts in (pack.cycle or {}).items()]


def _changes(one: Edition, pack: Pack) -> list[str]:
    """Return what changed from the edition that this one replaces, if it is at hand."""
    old = (
        Edition.objects.filter(scheme=one.scheme, edition=one.supersedes).order_by("-pk").first()
        if one.supersedes
        else None
    )
    if old is None:
        return []
    changes = queries.changes_between(old.sha256, one.sha256)
    return [wording.text(change.words(_language())) for change in changes.all]


def _language() -> str:
    from django.utils.translation import get_language

    return get_language() or "zh-hans"


@require_POST
def adopt(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Put an edition in force from a day on."""
    by = acting(request, Permission.SCHEME_READ)
    one = _edition(edition_id)
    form = AdoptForm(request.POST)
    if form.is_valid():
        try:
            made = actions.adopt(edition_id=edition_id, since=form.cleaned_data["since"], by=by)
            messages.success(
                request, _("From %(day)s on, the organisation is assessed by this edition.") % {"day": made.since}
            )
            return redirect("schemes:edition", edition_id)
        except BusinessError as refusal:
            if refusal.status in (403, 404):
                raise
            form.add_error("since", wording.text(refusal.reason))
    return render(request, "schemes/edition.html", _page(one, by, form), status=422)


def _file(one: Edition, content: bytes, kind: str, suffix: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"{one.scheme}-{one.edition}{suffix}"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


_FIRST = ("format", "id", "edition", "mode", "name", "ref", "zh-Hans", "zh-Hant", "en", "title", "n", "low")
_LAST = ("children", "parts", "examples")


def as_folder(data: dict[str, Any]) -> dict[str, str]:
    """Return the files of a pack as YAML that the loader reads back to the same content."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style, yaml.allow_unicode, yaml.width = False, True, 1000
    yaml.representer.ignore_aliases = lambda _data: True
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    found = {}
    for name, document in data.items():
        text = io.StringIO()
        yaml.dump(_ordered(document), text)
        found[f"{name}.yaml"] = text.getvalue()
    return found


def _ordered(data: Any) -> Any:
    """What names a thing stands first, what lies inside it last."""
    if isinstance(data, list):
        return [_ordered(one) for one in data]
    if not isinstance(data, dict):
        return data
    places = {name: number for number, name in enumerate(_FIRST)} | dict.fromkeys(_LAST, 999)
    return {name: _ordered(data[name]) for name in sorted(data, key=lambda name: (places.get(name, 500), name))}


def as_zip(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Give the four files of the pack, as they are kept in a folder."""
    acting(request, Permission.SCHEME_READ)
    one = _edition(edition_id, whole=True)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in as_folder(json.loads(one.form)).items():
            archive.writestr(name, text)
    return _file(one, content.getvalue(), "application/zip", ".zip")


def as_json(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Give the canonical form, byte for byte: its SHA-256 is the edition's name."""
    acting(request, Permission.SCHEME_READ)
    one = _edition(edition_id, whole=True)
    return _file(one, one.form.encode(), "application/json", ".json")


def as_xlsx(request: HttpRequest, edition_id: int) -> HttpResponse:
    """Give the edition as a workbook."""
    acting(request, Permission.SCHEME_READ)
    one = _edition(edition_id, whole=True)
    about = About(one.scheme, one.edition, one.sha256)
    try:
        content = writing.written(drafts.edition_tables(one), about, catalogue.declared())
    except RuleBroken as refusal:
        messages.error(request, wording.text(refusal.reason))
        return redirect("schemes:edition", edition_id)
    return _file(one, content, XLSX_TYPE, ".xlsx")
