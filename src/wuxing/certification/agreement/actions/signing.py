"""Signing: each side signs the exact text; the second signature makes the case contracted."""

from django.db import transaction

from wuxing.certification.agreement import queries, rules
from wuxing.certification.agreement.actions.quoting import conclude
from wuxing.certification.agreement.models import AgreementStep
from wuxing.certification.agreement.states import SIGNATURES, Side
from wuxing.certification.cases import actions as cases
from wuxing.certification.cases import queries as of_cases
from wuxing.core import clock, files, ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput
from wuxing.core.reasons import Reason, say

_MAY = {Side.CLIENT: Permission.CASE_CLIENT, Side.BODY: Permission.CASE_MANAGE}


@transaction.atomic
def sign(
    *, case_id: int, version: int, side: Side, name: str, post: str, sha256: str, drawing: str = "",
    door_id: int | None = None, by: Actor,
) -> AgreementStep:  # fmt: skip
    """签署: sign a version by hand, or by typed name; `sha256` names the text that was read. The second one contracts.

    Raises NotAllowed, NotFound, BadInput (name, post, no picture), RuleBroken (older version; other text; signed).
    """
    by.require(_MAY[side])
    faults: dict[str, Reason] = {
        field: text
        for field, value, text in (
            ("signed_by", name, say("write the name of the person who signs")),
            ("post", post, say("write in which post the person signs")),
        )
        if not value.strip() or len(value) > 100
    }
    if faults:
        raise BadInput(faults)
    case = of_cases.lock(case_id)
    row = queries.agreement_of(case.pk, version)
    last = queries.standing(case)
    assert last is not None
    cases.refuse(
        rules.why_not_sign(
            side, last.events, newest=last.row.pk == row.pk, continues=row.continues_id is not None,
            same_text=sha256 == row.sha256,
        )
    )  # fmt: skip

    kept = None
    if drawing:
        file_name = f"{row.number}-{row.version}-{side.value}.png"
        kept = files.keep_drawing(drawing, name=file_name, target=row, by=by, case=("case", case.pk))
    made = AgreementStep.objects.create(
        tenant_id=by.tenant_id, agreement=row, event=side.event.value, sha256=row.sha256, name=name.strip(),
        post=post.strip(), drawing=kept, channel=by.channel.value, door_id=door_id, by_user_id=by.user_id,
        at=clock.now(),
    )  # fmt: skip
    ledger.record(
        "agreement.sign", by=by, target=row, case=("case", case.pk), version=version, side=side.value,
        sha256=row.sha256, drawing=kept.sha256 if kept else "", door=door_id,
    )  # fmt: skip
    if {*last.events, side.event} >= SIGNATURES:
        conclude(case, row, by)
    return made
