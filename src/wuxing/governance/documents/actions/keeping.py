"""定期评审与外来文件: does a document still fit, and is what comes from outside still the current edition."""

from datetime import date

from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.governance.documents import queries, rules
from wuxing.governance.documents.actions.trace import index, leave, needed, refuse, refuse_long, save_document
from wuxing.governance.documents.models import ExternalCheck, ExternalSource, ReviewRecord
from wuxing.governance.documents.states import Fitness, Found, Kind

_SOURCE_LIMITS = {
    "publisher": 200,
    "reference": 100,
    "edition": 100,
    "clause": 200,
    "met_by": 500,
    "check_at": 300,
}


@transaction.atomic
def record_review(*, document_id: int, fitness: str, note: str = "", by: Actor) -> ReviewRecord:
    """定期评审: record whether a document in force still fits; the next review is due after its months.

    Raises NotAllowed, NotFound, BadInput (to be revised, and no word why), RuleBroken (not in force).
    """
    by.require(Permission.DOCUMENT_WRITE)
    if fitness not in set(Fitness):
        raise BadInput({"fitness": rules.CHOOSE})
    if fitness == Fitness.REVISE:
        note = needed(note, "note", 1000)
    refuse_long(note=(note, 1000))
    document = queries.lock_document(document_id)
    refuse(rules.why_not_record_review(document.standing, document.kind))
    following = rules.months_after(clock.today(by.zone), document.review_months)

    made = ReviewRecord.objects.create(
        tenant_id=by.tenant_id,
        document=document,
        version_id=document.current_id,
        fitness=fitness,
        note=note.strip(),
        user_id=by.user_id,
        at=clock.now(),
        next_review_on=following,
    )
    document.next_review_on = following
    save_document(document, "next_review_on")
    leave(
        "document.record_review", by=by, target=made, document=document, fitness=fitness, note=made.note, next=following
    )
    return made


@transaction.atomic
def set_source(*, document_id: int, check_months: int = 6, by: Actor, **words: str) -> ExternalSource:
    """外来文件来源: say where an external document comes from, what of it concerns us, and where its state is to be seen.

    `words`: publisher, reference, edition, clause, met_by, check_at. Raises NotAllowed, NotFound, BadInput, RuleBroken.
    """
    by.require(Permission.DOCUMENT_WRITE)
    assert set(words) <= set(_SOURCE_LIMITS), words
    refuse_long(**{name: (text, _SOURCE_LIMITS[name]) for name, text in words.items()})
    if not 1 <= check_months <= 60:
        raise BadInput({"check_months": say("between 1 and 60 months")})
    document = queries.lock_document(document_id)
    refuse(None if document.kind == Kind.EXTERNAL else say("only an external document has a source"))
    source, _made = ExternalSource.objects.get_or_create(tenant_id=by.tenant_id, document=document)
    before = {name: getattr(source, name) for name in words}

    for name, text in words.items():
        setattr(source, name, text.strip())
    source.check_months = check_months
    since = source.checked_on or clock.today(by.zone)
    source.next_check_on = rules.months_after(since, check_months)
    source.save()
    save_document(document)
    index(document)
    after = {name: text.strip() for name, text in words.items()}
    leave("document.set_source", by=by, target=source, document=document, before=before, after=after)
    return source


@transaction.atomic
def check_external(*, document_id: int, found: str, note: str = "", by: Actor) -> ExternalCheck:
    """外来文件核查: record what was found at the source of an external document; what changed needs a word (a new edition's name).

    Raises NotAllowed, NotFound, BadInput, RuleBroken (not external, or not in force).
    """
    by.require(Permission.DOCUMENT_WRITE)
    if found not in set(Found):
        raise BadInput({"found": rules.CHOOSE})
    if found != Found.UNCHANGED:
        note = needed(note, "note", 1000)
    refuse_long(note=(note, 1000))
    document = queries.lock_document(document_id)
    refuse(rules.why_not_record_review(document.standing, document.kind, is_check=True))
    source, _made = ExternalSource.objects.get_or_create(tenant_id=by.tenant_id, document=document)
    today: date = clock.today(by.zone)

    source.checked_on = today
    source.next_check_on = rules.months_after(today, source.check_months)
    source.save(update_fields=["checked_on", "next_check_on"])
    made = ExternalCheck.objects.create(
        tenant_id=by.tenant_id,
        document=document,
        found=found,
        note=note.strip(),
        user_id=by.user_id,
        at=clock.now(),
        next_check_on=source.next_check_on,
    )
    save_document(document)
    leave("document.check_external", by=by, target=made, document=document, found=found, note=made.note)
    return made
