"""同意与撤回: what a customer says about a purpose, kept for good; and the notices they are told (个人信息保护法 art. 13 to 17)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import say
from wuxing.customers.customer_care import queries
from wuxing.customers.customer_care.actions.files import locked
from wuxing.customers.customer_care.models import Consent, ConsentNotice, Customer
from wuxing.customers.customer_care.purposes import Purpose
from wuxing.customers.customer_care.rules import consent as rules


@transaction.atomic
def record_consent(
    *,
    customer_id: int,
    purposes: Sequence[str],
    given: bool,
    channel: str,
    proof: str = "",
    language: str = "zh-hans",
    said_at: datetime | None = None,
    by: Actor,
) -> list[Consent]:
    """同意 or 撤回同意: keep what a customer said about purposes, to which notice, how, and what proves it.

    Withdrawing asks for nothing but the purpose and the way it was said. A door without a person (a customer's own page) acts with
    OWN_ORDER. Raises NotAllowed, NotFound, BadInput, RuleBroken (the data were erased).
    """
    if not by.may(Permission.OWN_ORDER):
        by.require(Permission.CUSTOMER_WRITE)
    customer = locked(customer_id)
    known = queries.purposes()
    chosen = [known.get(code) for code in dict.fromkeys(purposes)]
    wrong = dict(
        rules.why_not_record(chosen, given=given, channel=channel, channels=Consent.Channel.values, proof=proof)
    )
    if said_at and said_at > clock.now():
        wrong["said_at"] = say("this time is still to come")
    if wrong:
        raise BadInput(dict(wrong))

    return [
        _said(customer, one, by, given=given, channel=channel, proof=proof, language=language, said_at=said_at)
        for one in filter(None, chosen)
    ]


def _said(
    customer: Customer,
    one: Purpose,
    by: Actor,
    *,
    given: bool,
    channel: str,
    proof: str,
    language: str,
    said_at: datetime | None,
) -> Consent:
    now = clock.now()
    row = Consent.objects.create(
        tenant_id=by.tenant_id,
        customer=customer,
        purpose=one.code,
        given=given,
        notice_version=one.version,
        language=language,
        digest=sha256(one.text(language).encode()).hexdigest(),
        channel=channel,
        proof=proof.strip()[:300],
        said_at=said_at or now,
        recorded_by_id=by.user_id,
        recorded_at=now,
    )
    ledger.record(
        "consent.give" if given else "consent.withdraw",
        by=by,
        target=row,
        case=("customer", customer.pk),
        occurred_at=said_at,
        purpose=one.code,
        notice=one.version,
        digest=row.digest,
        channel=channel,
    )
    return row


@transaction.atomic
def save_notice(
    *,
    purpose: str,
    title: str,
    basis: str,
    texts: Mapping[str, str],
    reason: str,
    separate: bool = False,
    renew: bool = False,
    by: Actor,
) -> ConsentNotice:
    """告知文本: write the next version of a purpose's notice, or a purpose of one's own; the old versions stay.

    Raises NotAllowed, BadInput (a language is missing, a purpose that needed consent would do without).
    """
    by.require(Permission.GOVERNANCE_WRITE)
    code = purpose.strip().lower()
    known = queries.purpose_of(code)
    wrong = rules.why_not_notice(code, title, texts, reason, known=known, basis=basis, separate=separate)
    if basis not in ConsentNotice.Basis.values:
        wrong["basis"] = say("choose one of the list")
    if wrong:
        raise BadInput(dict(wrong))

    made = ConsentNotice.objects.create(
        tenant_id=by.tenant_id,
        purpose=code,
        version=known.version + 1 if known else 1,
        title=title.strip()[:120],
        basis=basis,
        separate=separate,
        texts={language: texts[language].strip() for language in rules.LANGUAGES},
        renew=renew,
        reason=reason.strip()[:300],
        added_by_id=by.user_id,
        added_at=clock.now(),
    )
    ledger.record(
        "consent.notice", by=by, target=made, purpose=code, version=made.version, texts=made.texts, reason=made.reason
    )
    return made
