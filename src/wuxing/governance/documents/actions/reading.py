"""发放与阅知: to whom a document goes, who is asked to read it, and who has read and understood it."""

from django.db import IntegrityError, transaction
from django.db.models import Q

from wuxing.core import background, clock
from wuxing.core.access import Permission, Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.reasons import say
from wuxing.governance.documents import queries, rules
from wuxing.governance.documents.actions.trace import leave, refuse, refuse_long
from wuxing.governance.documents.audiences import reach_of
from wuxing.governance.documents.models import Distribution, Document, DocumentVersion, ReadRequest, Receipt
from wuxing.governance.documents.states import Audience

MOST_DAYS = 60


@transaction.atomic
def distribute(
    *, document_id: int, audience: str, reference: str = "", must_read: bool = True, days: int = 5, by: Actor
) -> Distribution:
    """发放: send a document to everybody, a role, a person or an outlet; whoever must read the valid version is asked to.

    Raises NotAllowed, NotFound, BadInput (nobody like that; sent there already), RuleBroken (the document is obsolete).
    """
    by.require(Permission.DOCUMENT_WRITE)
    if not 1 <= days <= MOST_DAYS:
        raise BadInput({"days": say("between 1 and %(most)s working days", most=MOST_DAYS)})
    document = queries.lock_document(document_id)
    _refuse_nobody(audience, reference, by)
    refuse(rules.why_not_distribute(document.standing))
    try:
        with transaction.atomic():
            made = Distribution.objects.create(
                tenant_id=by.tenant_id,
                document=document,
                audience=audience,
                reference=reference,
                must_read=must_read,
                days=days,
                since=clock.now(),
            )
    except IntegrityError:
        raise BadInput({"audience": say("the document goes there already")}) from None

    leave(
        "document.distribute",
        by=by,
        target=made,
        document=document,
        audience=audience,
        reference=reference,
        must_read=must_read,
        days=days,
    )
    ask_readers(document, by=by)
    return made


def _refuse_nobody(audience: str, reference: str, by: Actor) -> None:
    wrong = say("choose one of the list")
    if audience not in set(Audience):
        raise BadInput({"audience": wrong})
    known = {
        Audience.EVERYBODY: reference == "",
        Audience.ROLE: reference in set(Role),
        Audience.PERSON: reference.isdecimal()
        and len(reference) < 18
        and queries.members_in(audience, reference).exists(),
    }
    if audience in known:
        if not known[Audience(audience)]:
            raise BadInput({"reference": wrong})
        return
    reach = reach_of(audience)
    if reach is None or reference not in dict(reach.choices()):
        raise BadInput({"reference": wrong})


@transaction.atomic
def end_distribution(*, distribution_id: int, by: Actor) -> Distribution:
    """收回发放: stop sending a document somewhere; requests nobody else's distribution holds lapse. Raises NotAllowed, NotFound."""
    by.require(Permission.DOCUMENT_WRITE)
    found = Distribution.objects.select_for_update().filter(pk=distribution_id, until=None).first()
    if found is None:
        raise NotFound(say("there is no such distribution here"))
    document = queries.lock_document(found.document_id)

    found.until = clock.now()
    found.save(update_fields=["until"])
    still = queries.readers_of(queries.active_distributions(document.pk))
    open_requests = ReadRequest.objects.filter(version_id=document.current_id or 0, done_at=None, lapsed_at=None)
    open_requests.exclude(user_id__in=list(still)).update(lapsed_at=found.until)
    leave(
        "document.end_distribution",
        by=by,
        target=found,
        document=document,
        audience=found.audience,
        reference=found.reference,
    )
    return found


def ask_readers(document: Document, *, by: Actor) -> int:
    """Ask everybody on the distribution who has not been asked to read the valid version; return how many were."""
    if document.current_id is None:
        return 0
    wanted = queries.readers_of(queries.active_distributions(document.pk))
    known = ReadRequest.objects.filter(version_id=document.current_id)
    known.filter(user_id__in=list(wanted), done_at=None, lapsed_at__isnull=False).update(lapsed_at=None)
    asked = set(known.values_list("user_id", flat=True))
    read = dict(Receipt.objects.filter(version_id=document.current_id).values_list("user_id", "at"))
    now, calendar = clock.now(), queries.calendar_of_company()
    fresh = [
        ReadRequest(
            tenant_id=document.tenant_id,
            version_id=document.current_id,
            user_id=user_id,
            asked_at=now,
            due_at=rules.due_after(days, now, calendar, by.zone),
            done_at=read.get(user_id),
        )
        for user_id, days in sorted(wanted.items())
        if user_id not in asked
    ]
    ReadRequest.objects.bulk_create(fresh)
    if fresh:
        background.announce(document.tenant_id, "documents", document.pk)
    return len(fresh)


def let_lapse(version: DocumentVersion) -> None:
    """End the requests to read a version that is not valid any more."""
    ReadRequest.objects.filter(version=version, done_at=None, lapsed_at=None).update(lapsed_at=clock.now())


def follow_members(*, by: Actor) -> int:
    """Ask people who came, or changed their role, to read what goes to them; return how many were asked. Raises NotAllowed."""
    by.require(Permission.DOCUMENT_WRITE)
    documents = Document.objects.filter(current__isnull=False, distributions__until=None, distributions__must_read=True)
    return sum(ask_readers(document, by=by) for document in documents.distinct().order_by("pk"))


@transaction.atomic
def acknowledge(*, version_id: int, answer: str = "", by: Actor) -> Receipt:
    """阅知确认: the reader has read and understood the valid version; never withdrawn.

    Raises NotAllowed, NotFound (no such version, or not open to the reader), RuleBroken (not valid, confirmed before, no answer).
    """
    by.require(Permission.GOVERNANCE_READ)
    refuse_long(answer=(answer, 1000))
    queries.version_for(version_id, by)
    document, version = queries.lock_version(version_id)
    refuse(
        rules.why_not_acknowledge(
            version.state,
            read_before=queries.has_read(version.pk, by.user_id),
            question=version.question,
            answer=answer,
        )
    )
    now = clock.now()

    made = Receipt.objects.create(
        tenant_id=by.tenant_id,
        version=version,
        user_id=by.user_id or 0,
        answer=answer.strip(),
        content=queries.content_of(version),
        at=now,
    )
    ReadRequest.objects.filter(version=version, user_id=by.user_id or 0).filter(Q(done_at=None)).update(done_at=now)
    leave(
        "document.acknowledge",
        by=by,
        target=made,
        document=document,
        version=version.version,
        answer=made.answer,
        content=made.content,
    )
    return made
