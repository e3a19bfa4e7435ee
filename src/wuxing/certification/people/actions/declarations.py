"""公正性声明: the yearly declaration of everybody, and the one for a case."""

from django.db import transaction

from wuxing.certification.cases import queries as cases
from wuxing.certification.people import queries
from wuxing.certification.people.models import Certifier, Declaration
from wuxing.core import clock, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.reasons import say


def _signer(by: Actor) -> Certifier:
    found = cases.certifier_of(by)
    if found is None:
        raise NotAllowed(say("only who works for the body declares; ask the head of certification to add you"))
    return found


@transaction.atomic
def declare_year(*, text: str, certifier_id: int | None = None, by: Actor) -> Declaration:
    """年度声明: sign for this year. `certifier_id`: somebody without a sign-in, whose signed paper is filed for them.

    Raises NotAllowed, NotFound, BadInput (no text), RuleBroken (who signs in declares in person).
    """
    by.require(Permission.CERTIFIER_DECLARE if certifier_id is None else Permission.CERTIFIER_MANAGE)
    if certifier_id is None:
        found = _signer(by)
    else:
        found = queries.one(certifier_id)
        if found.user_id is not None:
            raise RuleBroken(say("who signs in here declares in person"))
    if not text.strip():
        raise BadInput({"text": say("fill this in")})
    made = Declaration.objects.create(
        tenant_id=by.tenant_id, certifier=found, year=clock.today(by.zone).year, text=text.strip()[:2000],
        signed_at=clock.now(), signed_by_id=by.user_id,
    )  # fmt: skip
    ledger.record("certifier.declare_year", by=by, target=made, certifier=found.pk, year=made.year)
    return made


@transaction.atomic
def declare_for_case(*, case_id: int, text: str, by: Actor) -> Declaration:
    """项目声明: sign for a case in which one has a part. Raises NotAllowed, NotFound, BadInput (no text)."""
    by.require(Permission.CERTIFIER_DECLARE)
    found, case = _signer(by), cases.case(case_id)
    if not cases.parts_of(case.pk, by):
        raise NotAllowed(say("only those who are assigned to this case for it may do this"))
    if not text.strip():
        raise BadInput({"text": say("fill this in")})
    made = Declaration.objects.create(
        tenant_id=by.tenant_id, certifier=found, case=case, year=clock.today(by.zone).year, text=text.strip()[:2000],
        signed_at=clock.now(), signed_by_id=by.user_id,
    )  # fmt: skip
    ledger.record("certifier.declare_for_case", by=by, target=made, case=("case", case.pk), certifier=found.pk)
    return made
