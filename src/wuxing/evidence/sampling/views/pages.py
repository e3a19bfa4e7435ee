"""List samples, commit to one, draw it, note what was found."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wuxing.core import clock, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.doors import acting
from wuxing.core.errors import BadInput, BusinessError, RuleBroken
from wuxing.evidence.metrics.queries.records import Record, records_of
from wuxing.evidence.populations.registry import POPULATIONS
from wuxing.evidence.readiness import words
from wuxing.evidence.readiness.queries import adopted_pack
from wuxing.evidence.sampling import actions, queries, rules
from wuxing.evidence.sampling.actions import Wanted
from wuxing.evidence.sampling.forms import FindingForm, SampleForm, WordForm
from wuxing.evidence.sampling.models import Sample, SampleFinding
from wuxing.schemes.editions.queries import pack_of
from wuxing.schemes.packs.structure import Pack

VERDICTS = {"yes": True, "no": False, "unseen": None}


def samples(request: HttpRequest) -> HttpResponse:
    """List samples and, for who may commit to one, the form."""
    by = acting(request, Permission.EVIDENCE_READ)
    before = request.GET.get("before", "")
    rows = queries.samples(by, before=int(before) if before.isdecimal() else None)
    pack = adopted_pack(by, clock.today(by.zone))
    context = {
        "rows": [{"sample": row, "metric": _title(pack, row.metric), **_state(row)} for row in rows],
        "more": f"?before={rows[-1].pk}" if len(rows) == 50 else "",
        "acts": [
            {
                "label": _("Commit to a sample"),
                "url": reverse("evidence:sample_new"),
                "icon": "plus",
                "reason": "" if by.may(Permission.EVIDENCE_AUDIT) else _("an outside auditor draws samples"),
            },
            {
                "label": _("Outside auditors"),
                "url": reverse("web:engagements"),
                "icon": "users",
                "reason": "" if by.may(Permission.ENGAGEMENT_GRANT) else _("your role does not allow this"),
            },
        ],
    }
    return render(request, "evidence/sampling/samples.html", context)


def _title(pack: Pack, metric: str) -> str:
    return words.text(pack.metrics[metric].title) if metric in pack.metrics else metric


def _state(row: Sample) -> dict[str, str]:
    if row.drawn_at:
        return {"state": "done", "word": _("drawn")}
    if row.frozen_at:
        return {"state": "ontime", "word": _("frozen, waits for the word")}
    return {"state": "waiting", "word": _("committed, waits for the ledger's next checkpoint")}


def sample_new(request: HttpRequest) -> HttpResponse:
    """Commit to a sample."""
    by = acting(request, Permission.EVIDENCE_AUDIT)
    pack = adopted_pack(by, clock.today(by.zone))
    metrics = [(name, words.text(metric.title)) for name, metric in pack.metrics.items()]
    form = SampleForm(request.POST or None, metrics=metrics, initial={"as_of": clock.today(by.zone)})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        promise = rules.promise_for(data.pop("word"))
        try:
            made = actions.commit(
                wanted=Wanted(**(data | {"amount": data["amount"] or Decimal(0)})), promise=promise, by=by
            )
        except BadInput as error:
            form.blame(error.fields)
        else:
            messages.success(request, _("Committed. The population is frozen under the ledger's next checkpoint."))
            return redirect("evidence:sample", made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "evidence/sampling/sample_new.html", {"form": form}, status=status)


def sample(request: HttpRequest, sample_id: int) -> HttpResponse:
    """Show a sample."""
    by = acting(request, Permission.EVIDENCE_READ)
    return _page(request, by, queries.sample(by, sample_id), WordForm())


def _page(request: HttpRequest, by: Actor, found: Sample, form: WordForm, status: int = 200) -> HttpResponse:
    pack = pack_of(found.pack.rpartition("#")[2])
    findings = queries.findings_of(found)
    seen = [finding.conforms for finding in findings.values()]
    context = {
        "sample": found,
        "metric": _title(pack, found.metric),
        **_state(found),
        "facts": _facts(found),
        "form": form,
        "finding_form": FindingForm(),
        "may_audit": by.may(Permission.EVIDENCE_AUDIT),
        "rows": _rows(found, pack, findings, by),
        "counts": {
            "drawn": len(found.drawn or []),
            "ok": seen.count(True),
            "failed": seen.count(False),
            "unseen": len(found.drawn or []) - seen.count(True) - seen.count(False),
        },
    }
    return render(request, "evidence/sampling/sample.html", context, status=status)


def _facts(found: Sample) -> list[tuple[str, Any]]:
    return [
        (_("What it is for"), found.purpose),
        (_("As of"), found.as_of.isoformat()),
        (_("Edition"), found.pack.partition("#")[0]),
        (_("Committed by"), found.committed_by.name if found.committed_by else "—"),
        (_("Under an engagement of"), found.engagement.body if found.engagement else ""),
        (_("Digest of the word"), found.promise),
        (_("Population"), f"{len(found.population):,}" if found.population is not None else ""),
        (_("Digest of the population"), found.population_digest),
        (_("The word"), found.word),
        (_("Seed"), found.seed),
    ]


def _rows(found: Sample, pack: Pack, findings: Mapping[int, SampleFinding], by: Actor) -> list[dict[str, Any]]:
    metric = pack.metrics.get(found.metric)
    if not found.drawn or metric is None:
        return []
    population = POPULATIONS[metric.population]
    records = records_of(population, by.tenant_id, found.drawn, [], by.zone, clock.now())
    return [_row(found, record_id, records.get(record_id), findings.get(record_id)) for record_id in found.drawn]


def _row(found: Sample, record_id: int, record: Record | None, finding: SampleFinding | None) -> dict[str, Any]:
    words_ = {
        True: ("done", _("conforms")),
        False: ("late", _("does not conform")),
        None: ("unknown", _("could not be seen")),
    }
    state, word = words_[finding.conforms] if finding else ("waiting", _("not looked at yet"))
    return {
        "id": record_id,
        "number": record.number if record else str(record_id),
        "day": record.day if record else None,
        "url": reverse("evidence:record", args=[found.metric, record_id]),
        "state": state,
        "word": word,
        "note": finding.note if finding else "",
        "by": finding.found_by.name if finding and finding.found_by else "",
    }


@require_POST
def sample_draw(request: HttpRequest, sample_id: int) -> HttpResponse:
    """Tell the word; the sample is drawn."""
    by = acting(request, Permission.EVIDENCE_AUDIT)
    form = WordForm(request.POST)
    if form.is_valid():
        try:
            actions.draw(sample_id=sample_id, word=form.cleaned_data["word"], by=by)
        except RuleBroken as error:
            form.add_error("word", wording.text(error.reason))
        else:
            messages.success(request, _("Drawn. Anybody can draw it again from the file."))
            return redirect("evidence:sample", sample_id)
    return _page(request, by, queries.sample(by, sample_id), form, 422)


@require_POST
def sample_find(request: HttpRequest, sample_id: int, record_id: int) -> HttpResponse:
    """Note what was found in a drawn record."""
    by = acting(request, Permission.EVIDENCE_AUDIT)
    found = queries.sample(by, sample_id)
    form = FindingForm(request.POST)
    if form.is_valid():
        verdict = VERDICTS[form.cleaned_data["verdict"]]
        try:
            actions.find(
                sample_id=found.pk, record_id=record_id, conforms=verdict, note=form.cleaned_data["note"], by=by
            )
        except BusinessError as error:
            fields = getattr(error, "fields", None)
            messages.error(request, wording.listed(fields.values()) if fields else wording.text(error.reason))
    else:
        messages.error(request, _("choose a verdict"))
    return redirect(f"{reverse('evidence:sample', args=[found.pk])}#r{record_id}")


def sample_file(request: HttpRequest, sample_id: int) -> JsonResponse:
    """Hand out the sample as a file that anybody can draw again."""
    by = acting(request, Permission.EVIDENCE_READ)
    found = queries.sample(by, sample_id)
    response = JsonResponse(queries.as_file(found), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{found.number}.sample.json"'
    return response
