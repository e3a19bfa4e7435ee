"""What was generated, and what generating again would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wuxing.core.actors import Actor
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.governance.documents.models import Document, DocumentVersion
from wuxing.governance.handbook.rules import tag_of
from wuxing.governance.models import GeneratedDocument, GenerationRun
from wuxing.web.handbook import comparing, writing
from wuxing.web.handbook.content import LANGUAGES, MANUAL
from wuxing.web.handbook.facts import Facts
from wuxing.web.handbook.gathering.everything import gather
from wuxing.web.handbook.word import Cover

SUBJECTS = (MANUAL, *(str(number) for number in range(1, 23)))


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands: what generating it now would say, and what was generated last."""

    subject: str
    papers: Mapping[str, Any]  # by language
    last: GeneratedDocument | None

    @property
    def digest(self) -> str:
        """Return the SHA-256 over what it would say now."""
        return comparing.digest(self.papers)

    @property
    def is_changed(self) -> bool:
        """Say whether generating now would say something else than the last time; never generated counts."""
        return self.last is None or self.last.sha256 != self.digest

    def facts(self, language: str) -> list[comparing.Difference]:
        """Return what changed in the configuration since."""
        return comparing.in_facts(self.last.content[language], self.papers[language]) if self.last else []

    def text(self, language: str) -> list[comparing.Difference]:
        """Return which lines changed since."""
        return comparing.in_text(self.last.content[language], self.papers[language]) if self.last else []


def everything(by: Actor) -> dict[str, Facts]:
    """Return the configuration in every language of documents."""
    return {language: gather(by, language) for language in LANGUAGES}


def last_of(subjects: Sequence[str]) -> dict[str, GeneratedDocument]:
    """Return what was generated last, by subject."""
    rows = GeneratedDocument.objects.filter(subject__in=subjects).select_related("version__document")
    return {row.subject: row for row in rows.order_by("subject", "-pk").distinct("subject")}


def standings(facts: Mapping[str, Facts], subjects: Sequence[str] = SUBJECTS) -> list[Standing]:
    """Return how documents stand, in the order of the register."""
    last = last_of(subjects)
    return [
        Standing(
            subject,
            {language: writing.paper(subject, found) for language, found in facts.items()},
            last.get(subject),
        )
        for subject in subjects
    ]


def document_of(standing: Standing) -> Document | None:
    """Return the controlled document of a subject, if there is one: by its tag, else by our own number and title."""
    found = Document.objects.exclude(standing="obsolete").order_by("-pk")
    titles = [paper["title"] for paper in standing.papers.values()]
    named = found.filter(number=default_number(standing.subject), title__in=titles)
    return found.filter(tags__contains=[tag_of(standing.subject)]).first() or named.first()


def next_version(document: Document | None) -> int:
    """Return the number of the version that a hand-over would write."""
    if document is None:
        return 1
    newest = DocumentVersion.objects.filter(document=document).order_by("-version").first()
    if newest is None:
        return 1
    return newest.version if newest.pk == document.pending_id else newest.version + 1


def history_of(document: Document | None, version: int, note: str, day: str) -> tuple[tuple[str, str, str], ...]:
    """Return the revision history as it stands on paper: versions that were valid, and the one being written."""
    rows = (
        DocumentVersion.objects.filter(document=document, version__lt=version)
        .exclude(effective_on=None)
        .order_by("version")
        if document
        else ()
    )
    past = [(str(row.version), row.effective_on.isoformat() if row.effective_on else "", row.note) for row in rows]
    return (*past, (str(version), "", f"{note}（{day}）"))


def cover_of(subject: str, facts: Facts, document: Document | None, *, note: str, day: str, author: str) -> Cover:
    """Return what stands on the cover of a document."""
    version = next_version(document)
    number = document.number if document else default_number(subject)
    history = history_of(document, version, note, day)
    return Cover(facts.organisation, number, str(version), day, author, history)


def default_number(subject: str) -> str:
    """Return the number that a document gets when nobody has given it another."""
    return "QM-01" if subject == MANUAL else f"QP-{int(subject):02}"


def run_for(run_id: int) -> GenerationRun:
    """Return a run of the organisation. Raises NotFound."""
    found = GenerationRun.objects.select_related("file", "made_by").filter(pk=run_id).first()
    if found is None:
        raise NotFound(say("there is no such run here"))
    return found


def runs() -> list[GenerationRun]:
    """Return the latest runs."""
    return list(GenerationRun.objects.select_related("made_by").order_by("-pk")[:20])
