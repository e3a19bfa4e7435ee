"""Generate documents: start a run, and carry it out in a job: for download, or as drafts in document control."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils import translation

from wuxing.core import background, clock, files, ledger, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, BusinessError
from wuxing.core.models import Tenant
from wuxing.core.reasons import say
from wuxing.governance.documents.actions.drafting import draft_version
from wuxing.governance.documents.actions.registering import create_document
from wuxing.governance.documents.models import Document, DocumentVersion
from wuxing.governance.documents.states import Kind
from wuxing.governance.handbook.rules import tag_of
from wuxing.governance.models import GeneratedDocument, GenerationRun
from wuxing.web.handbook import comparing, queries, word
from wuxing.web.handbook.content import LANGUAGES, MANUAL, common
from wuxing.web.handbook.facts import Facts
from wuxing.web.handbook.queries import SUBJECTS, Standing

ZIP = "application/zip"
MANUAL_LEAF = "5.1.4.1"


@transaction.atomic
def start_generation(
    *, subjects: Sequence[str], languages: Sequence[str] = LANGUAGES, hand_over: bool = False, by: Actor
) -> GenerationRun:
    """生成手册与程序文件: have documents made by a job; handed over, those that changed become drafts in document control.

    What is handed over is made in both scripts, for a version has one content.

    Raises NotAllowed, BadInput (nothing chosen, or no such document or language).
    """
    by.require(Permission.DOCUMENT_WRITE)
    wrong = {}
    if not subjects or not set(subjects) <= set(SUBJECTS):
        wrong["subjects"] = say("choose at least one document")
    if not hand_over and (not languages or not set(languages) <= set(LANGUAGES)):
        wrong["languages"] = say("choose at least one language")
    if wrong:
        raise BadInput(wrong)

    run = GenerationRun.objects.create(
        tenant_id=by.tenant_id,
        subjects=[subject for subject in SUBJECTS if subject in set(subjects)],
        languages=list(LANGUAGES) if hand_over else [one for one in LANGUAGES if one in set(languages)],
        hand_over=hand_over,
        made_by_id=by.user_id,
        made_at=clock.now(),
    )
    ledger.record("handbook.generate", by=by, target=run, subjects=run.subjects, hand_over=hand_over)
    background.defer("handbook.generate", by=by, run_id=run.pk)
    return run


@transaction.atomic
def carry_out(*, run_id: int, by: Actor) -> GenerationRun:
    """Make the documents of a run and keep them as one file; safe to run again."""
    run = GenerationRun.objects.select_for_update().get(pk=run_id)
    if run.state != GenerationRun.State.WAITING:
        return run
    facts = queries.everything(by)
    made: list[tuple[str, bytes]] = []
    result = []
    for standing in queries.standings(facts, run.subjects):
        told = _hand_over(run, standing, facts, by) if run.hand_over else _download(run, standing, facts, by)
        made += told.pop("files")
        result.append(told)

    if made:
        zipped = files.keep(
            BytesIO(_zipped(made)),
            name=f"handbook-{run.pk}.zip",
            target=run,
            by=by,
            accepted=frozenset({ZIP}),
            kind=ZIP,
        )
        run.file = zipped
    run.state, run.result, run.ended_at = GenerationRun.State.DONE, result, clock.now()
    run.save(update_fields=["state", "result", "file", "ended_at"])
    return run


def _download(run: GenerationRun, standing: Standing, facts: Mapping[str, Facts], by: Actor) -> dict[str, Any]:
    document = queries.document_of(standing)
    drawn = [
        _drawn(standing, facts, one, document, _note(standing, one), by) for one in LANGUAGES if one in run.languages
    ]
    return {"subject": standing.subject, "state": "made", "changes": _changes(standing), "files": drawn}


def _hand_over(run: GenerationRun, standing: Standing, facts: Mapping[str, Facts], by: Actor) -> dict[str, Any]:
    """Write the next draft of a document, unless nothing changed; a refusal of document control holds up no other."""
    told: dict[str, Any] = {"subject": standing.subject, "files": []}
    if not standing.is_changed:
        return told | {"state": "unchanged"}
    try:
        with transaction.atomic():
            version, drawn = _drafted(run, standing, facts, by)
    except BusinessError as refusal:
        with translation.override(_language_of(by)):
            return told | {"state": "refused", "reason": wording.text(refusal.reason)}
    return told | {"state": "drafted", "version_id": version.pk, "changes": _changes(standing), "files": drawn}


def _changes(standing: Standing) -> int | None:
    """Return how much of the configuration changed since the last time; None the first time."""
    return len(standing.facts(LANGUAGES[0])) if standing.last else None


def _drafted(
    run: GenerationRun, standing: Standing, facts: Mapping[str, Facts], by: Actor
) -> tuple[DocumentVersion, list[tuple[str, bytes]]]:
    language = _language_of(by)
    document = queries.document_of(standing) or _created(standing, facts[language], by)
    note = _note(standing, language)
    drawn = [_drawn(standing, facts, one, document, note, by) for one in LANGUAGES]
    for one, (name, content) in zip(LANGUAGES, drawn, strict=True):
        version = draft_version(
            document_id=document.pk, file=BytesIO(content), name=name, language=one, note=note, by=by
        )
    GeneratedDocument.objects.create(
        tenant_id=by.tenant_id,
        subject=standing.subject,
        sha256=standing.digest,
        content=dict(standing.papers),
        version=version,
        run=run,
        made_at=clock.now(),
    )
    return version, drawn


def _created(standing: Standing, facts: Facts, by: Actor) -> Document:
    number = queries.default_number(standing.subject)
    taken = Document.objects.filter(number=number).exists()
    return create_document(
        title=standing.papers[facts.language]["title"],
        kind=Kind.MANUAL if standing.subject == MANUAL else Kind.PROCEDURE,
        number="" if taken else number,
        tags=[tag_of(standing.subject)],
        indicators=[MANUAL_LEAF],
        by=by,
    )


def _drawn(
    standing: Standing, facts: Mapping[str, Facts], language: str, document: Document | None, note: str, by: Actor
) -> tuple[str, bytes]:
    """Return a file's name and content."""
    paper, day = standing.papers[language], clock.today(by.zone).isoformat()
    cover = queries.cover_of(standing.subject, facts[language], document, note=note, day=day, author=by.name)
    name = f"{cover.number} {paper['title']} v{cover.version} {language}.docx"
    return name, word.draw(paper, cover, language)


def _note(standing: Standing, language: str) -> str:
    words = common("notes", language)
    return comparing.change_note(standing.facts(language), words) if standing.last else words["first"]


def _language_of(by: Actor) -> str:
    """Return the language of titles and notes in document control: the organisation's, where documents are made in it."""
    language = Tenant.objects.values_list("language", flat=True).get(pk=by.tenant_id)
    return language if language in LANGUAGES else LANGUAGES[0]


def _zipped(made: Sequence[tuple[str, bytes]]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # .docx files are packed already
        for name, content in made:
            archive.writestr(name.replace("/", "-"), content)
    return out.getvalue()


@transaction.atomic
def give_up(*, run_id: int, by: Actor) -> GenerationRun:
    """Note that a run could not be carried out; what went wrong stands in the log of the worker."""
    run = GenerationRun.objects.select_for_update().get(pk=run_id)
    run.state, run.ended_at = GenerationRun.State.FAILED, clock.now()
    run.error = say("the documents could not be made; tell your administrator the time")
    run.save(update_fields=["state", "ended_at", "error"])
    return run
