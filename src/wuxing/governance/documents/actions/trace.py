"""How the actions of procedure 20 end: the document knows how it stands, can be found, and a trace is left."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, Model, TextField, Value
from django.db.models.functions import Substr

from wuxing.core import background, clock, ledger
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import say
from wuxing.governance.documents.models import Document, DocumentFile, DocumentVersion, ExternalSource
from wuxing.governance.documents.queries import CASE

SEARCHED = 20_000  # signs of a document that its search knows


def refuse(reason: str | None) -> None:
    """Raise RuleBroken when a rule gave a reason."""
    if reason:
        raise RuleBroken(reason)


def refuse_long(**texts: tuple[str, int]) -> None:
    """Raise BadInput for each text, given as (text, limit), that is longer than what keeps it."""
    wrong = {
        name: say("at most %(limit)s characters", limit=limit)
        for name, (text, limit) in texts.items()
        if len(text.strip()) > limit
    }
    if wrong:
        raise BadInput(wrong)


def needed(reason: str, name: str = "reason", most: int = 500) -> str:
    """Return a text without its margins. Raises BadInput when it is empty or too long."""
    text = reason.strip()
    if not text:
        raise BadInput({name: say("say why, in a sentence")})
    refuse_long(**{name: (text, most)})
    return text


def save_document(document: Document, *fields: str) -> None:
    """Save the changed fields of a document."""
    document.updated_at = clock.now()
    document.save(update_fields=sorted({*fields, "updated_at"}))


def leave(event: str, *, by: Actor, target: Model, document: Document | int, **payload: Any) -> int:
    """Leave the trace of an action on the document's timeline, and tell the open pages."""
    number = document if isinstance(document, int) else document.pk
    entry = ledger.record(event, by=by, target=target, case=(CASE, number), **payload)
    background.announce(by.tenant_id, "documents", number)
    return entry


def index(document: Document) -> None:
    """Let the search find a document by its number, title, tags, source and the words of its newest files."""
    version: DocumentVersion | int | None = document.current_id or document.pending_id
    texts = DocumentFile.objects.filter(version=version or 0, removed_at=None).order_by("pk")
    words = list(texts.annotate(head=Substr(F("text"), 1, SEARCHED)).values_list("head", flat=True)[:4])
    source = ExternalSource.objects.filter(document=document).values_list("reference", "publisher", "edition").first()
    parts = [document.number, document.title, *document.tags, *(source or ()), *words]
    text = "\n".join(part for part in parts if part).lower()[:SEARCHED]
    grams = {text[at : at + 2] for at in range(len(text) - 1)}
    Document.objects.filter(pk=document.pk).update(
        search=text,
        grams=Func(
            Value(sorted(gram for gram in grams if not any(sign.isspace() for sign in gram)), ArrayField(TextField())),
            function="array_to_tsvector",
            output_field=SearchVectorField(),
        ),
    )
