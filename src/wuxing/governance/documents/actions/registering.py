"""登记: enter a document in the list of controlled documents, and what the list says about it."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.models import Membership
from wuxing.core.reasons import Reason, say
from wuxing.governance.documents import queries, rules
from wuxing.governance.documents.actions.trace import index, leave, save_document
from wuxing.governance.documents.models import Document, ExternalSource, NumberRule
from wuxing.governance.documents.rules.numbers import why_not_number
from wuxing.governance.documents.states import Kind


@transaction.atomic
def create_document(
    *,
    title: str,
    kind: str,
    number: str = "",
    tags: Sequence[str] = (),
    indicators: Sequence[str] = (),
    owner_id: int | None = None,
    review_months: int = 12,
    confidential: bool = False,
    by: Actor,
) -> Document:
    """建立受控文件: enter a document in the list; without a number it gets the next one of its kind (procedure 20).

    It has no version yet: `draft_version` begins one.

    Raises:
        NotAllowed: the actor may not draft documents.
        BadInput: title, kind, number (taken, or with strange signs), tags, owner or months are wrong.
    """
    by.require(Permission.DOCUMENT_WRITE)
    wrong = _wrong(title, tags, indicators, owner_id, review_months, by)
    if wrong := wrong | _wrong_number(kind, number.strip()):
        raise BadInput(wrong)

    document = _insert(
        by,
        number=number.strip() or _next_number(kind, by),
        title=title.strip(),
        kind=kind,
        tags=_clean(tags),
        indicators=_clean(indicators),
        owner_id=owner_id or by.user_id,
        review_months=review_months,
        confidential=confidential,
    )
    if kind == Kind.EXTERNAL:
        ExternalSource.objects.create(tenant_id=by.tenant_id, document=document)
    index(document)
    leave(
        "document.create",
        by=by,
        target=document,
        document=document,
        number=document.number,
        title=document.title,
        kind=kind,
    )
    return document


def _insert(by: Actor, **entry: Any) -> Document:
    now = clock.now()
    try:
        with transaction.atomic():
            return Document.objects.create(tenant_id=by.tenant_id, created_at=now, updated_at=now, **entry)
    except IntegrityError:
        raise BadInput({"number": say("this number is taken; choose another")}) from None


def _wrong_number(kind: str, number: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if kind not in set(Kind):
        wrong["kind"] = say("choose one of the list")
    if number and (reason := why_not_number(number)):
        wrong["number"] = reason
    return wrong


def _next_number(kind: str, by: Actor) -> str:
    """Take the next number of a kind that is not taken yet; its counter stays locked until the end."""
    NumberRule.objects.get_or_create(
        tenant_id=by.tenant_id, kind=kind, defaults={"pattern": rules.DEFAULT_PATTERNS[Kind(kind)]}
    )
    rule = NumberRule.objects.select_for_update().get(kind=kind)
    year = clock.today(by.zone).year
    while True:
        rule.last += 1
        number = rules.number_from(rule.pattern, rule.last, year)
        if not Document.objects.filter(number=number).exists():
            break
    rule.save(update_fields=["last"])
    return number


def _clean(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def _wrong(
    title: str, tags: Sequence[str], indicators: Sequence[str], owner_id: int | None, months: int, by: Actor
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not 1 <= len(title.strip()) <= 200:
        wrong["title"] = say("write the title, at most 200 characters")
    if len(tags) > 20 or any(len(tag.strip()) > 60 for tag in tags):
        wrong["tags"] = say("at most 20 tags of at most 60 characters")
    if len(indicators) > 60 or any(len(one.strip()) > 20 for one in indicators):
        wrong["indicators"] = say("write the numbers of indicators, as 5.1.4.1")
    if not 1 <= months <= 120:
        wrong["review_months"] = say("between 1 and 120 months")
    if owner_id and not Membership.objects.filter(tenant_id=by.tenant_id, user_id=owner_id, active=True).exists():
        wrong["owner_id"] = say("choose one of the list")
    return wrong


@transaction.atomic
def change_document(
    *,
    document_id: int,
    title: str,
    tags: Sequence[str],
    indicators: Sequence[str],
    owner_id: int | None,
    review_months: int,
    confidential: bool,
    by: Actor,
) -> Document:
    """更改登记信息: change what the list says about a document; its versions stay as they are.

    Raises NotAllowed, NotFound, BadInput.
    """
    by.require(Permission.DOCUMENT_WRITE)
    document = queries.lock_document(document_id)
    if wrong := _wrong(title, tags, indicators, owner_id, review_months, by):
        raise BadInput(wrong)
    after = {
        "title": title.strip(),
        "tags": _clean(tags),
        "indicators": _clean(indicators),
        "owner_id": owner_id,
        "review_months": review_months,
        "confidential": confidential,
    }
    before = {name: getattr(document, name) for name in after}
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return document

    for name in changed:
        setattr(document, name, after[name])
    if "review_months" in changed and document.current is not None and document.next_review_on is not None:
        last = document.reviews.order_by("-pk").first()
        since = last.at.date() if last else document.current.effective_on
        document.next_review_on = rules.months_after(since, review_months) if since else None
        changed.append("next_review_on")
    save_document(document, *changed)
    index(document)
    leave(
        "document.change",
        by=by,
        target=document,
        document=document,
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed if name in after},
    )
    return document


@transaction.atomic
def set_number_rule(*, kind: str, pattern: str, by: Actor) -> NumberRule:
    """编号规则: say how the numbers of a kind are made from now on. Raises NotAllowed, BadInput."""
    by.require(Permission.DOCUMENT_WRITE)
    wrong: Reason | None = rules.why_not_pattern(pattern.strip())
    if kind not in set(Kind) or len(pattern.strip()) > 40 or wrong:
        raise BadInput({kind: wrong or say("at most 40 characters")})
    rule, _made = NumberRule.objects.get_or_create(
        tenant_id=by.tenant_id, kind=kind, defaults={"pattern": rules.DEFAULT_PATTERNS[Kind(kind)]}
    )
    rule = NumberRule.objects.select_for_update().get(pk=rule.pk)
    before = rule.pattern

    rule.pattern = pattern.strip()
    rule.save(update_fields=["pattern"])
    ledger.record("document.number_rule", by=by, target=rule, kind=kind, before=before, after=rule.pattern)
    return rule
