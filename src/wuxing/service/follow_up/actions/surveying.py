"""满意度评价: an invitation by link or code, one answer to it, for good."""

import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, RuleBroken
from wuxing.core.reasons import Reason, say
from wuxing.customers.customer_care.actions import record_consent
from wuxing.customers.customer_care.queries import standing_file
from wuxing.service.follow_up import queries, rules, sending
from wuxing.service.follow_up.actions.problems import raise_from_answer
from wuxing.service.follow_up.actions.trace import CASE, commitment_of, leave, refuse, said
from wuxing.service.follow_up.models import SurveyAnswer, SurveyInvitation
from wuxing.service.follow_up.states import ASPECTS, Channel, InvitationState
from wuxing.service.repair.actions.heard import ONLINE, heard
from wuxing.service.repair.states import OrderState

COMMENT = 1000
ENDED = (OrderState.CLOSED, OrderState.REVIEWED, OrderState.WORK_DONE)


def word_of(invitation: SurveyInvitation) -> str:
    """Return the word of an invitation's link: made of its nonce and the server's secret, and kept nowhere."""
    made = hmac.new(settings.SECRET_KEY.encode(), b"survey" + bytes(invitation.nonce), sha256).digest()
    return made[:18].hex()


def digest_of(word: str) -> bytes:
    """Return what is kept of a word."""
    return sha256(word.encode()).digest()


@transaction.atomic
def invite(
    *, order_id: int, channel: str = Channel.LINK, link_id: int | None = None, by: Actor
) -> SurveyInvitation | None:
    """邀请评价: open an invitation for an order whose work is done; the open one of this channel when there is one.

    None when the customer objected to surveys, or answered by this way already. The link goes out as a notice. `link_id`: the
    tracking link behind which it is opened. Raises NotAllowed, NotFound, RuleBroken (the work is not done yet; that link was
    shown to who did it).
    """
    if channel == Channel.QR:
        by.require(Permission.REPAIR_VISIT)
    elif channel == Channel.TRACKING:
        by.require(Permission.OWN_ORDER)
    else:
        by.require(Permission.FOLLOW_UP)
    order = queries.lock_order(order_id)
    if channel == Channel.QR:
        queries.require_own_technician(order, by)
    if order.state not in ENDED:
        refuse(say("the customer is asked when the work is done"))
    refuse(rules.why_not_open_survey(shown_to_worker=queries.is_shown_to_worker(link_id, order.pk)))
    queries.expire_of(order.pk, clock.now())
    earlier = queries.invitation_of(order.pk, channel, since=order.reopened_at)
    if earlier is not None:
        return earlier if earlier.state == InvitationState.INVITED else None
    if not queries.may_survey(order.customer_id):
        return None
    now = clock.now()

    made = SurveyInvitation(
        tenant_id=by.tenant_id,
        order=order,
        channel=channel,
        nonce=secrets.token_bytes(16),
        invited_at=now,
        invited_by_id=by.user_id,
        expires_at=now + timedelta(days=queries.terms_of(queries.plan_in_force()).survey_days),
    )
    made.digest = digest_of(word_of(made))
    made.save(force_insert=True)
    leave(
        "survey.invite", by=by, target=made, case=(CASE, order.request_id), channel=channel, expires_at=made.expires_at
    )
    if channel == Channel.LINK:
        sending.tell_invited(made, word_of(made), by)
    return made


@transaction.atomic
def say_closed(*, order_id: int, by: Actor) -> bool:
    """告知办结: tell the customer that the order is closed, unless the survey told them or they were told already.

    Safe to run twice. Returns whether something was sent. Raises NotAllowed, NotFound.
    """
    by.require(Permission.FOLLOW_UP)
    order = queries.lock_order(order_id)
    if order.state != OrderState.CLOSED or sending.was_told_closed(order):
        return False
    return sending.tell_closed(order, by)


@transaction.atomic
def object_to_surveys(*, invitation_id: int, language: str, by: Actor) -> None:
    """拒绝评价邀请: who holds an invitation wants none any more; as easy as the answer (个人信息保护法 art. 15, 44).

    Safe to run twice. Raises NotAllowed, NotFound.
    """
    by.require(Permission.OWN_ORDER)
    order = queries.lock_invitation(invitation_id).order
    if order.customer_id is None or not queries.may_survey(order.customer_id):
        return
    standing = standing_file(order.customer_id) or order.customer_id
    record_consent(customer_id=standing, purposes=["survey"], given=False, channel="link", language=language, by=by)


@transaction.atomic
def answer(
    *,
    invitation_id: int,
    scores: Mapping[str, int | None],
    recommend: int | None = None,
    comment: str = "",
    wants_call: bool = False,
    by: Actor,
) -> SurveyAnswer:
    """评价: keep what the customer answered, once; a low answer opens a problem, and somebody calls back.

    Raises NotAllowed, NotFound, BadInput (nothing answered, marks that are none), RuleBroken (answered or expired).
    """
    by.require(Permission.OWN_ORDER)
    marks = _marks(scores, recommend, comment, wants_call=wants_call)
    words = said("comment", comment, COMMENT, required=False)
    invitation = queries.lock_invitation(invitation_id)
    now = clock.now()
    if invitation.state == InvitationState.ANSWERED:
        raise RuleBroken(say("this survey was answered already; thank you"))
    if invitation.expires_at <= now:
        raise RuleBroken(say("this survey is over; thank you for coming by"))
    salt = secrets.token_bytes(32)
    told = {**marks, "recommend": recommend, "comment": words, "wants_call": wants_call}

    made = SurveyAnswer.objects.create(
        tenant_id=by.tenant_id,
        invitation=invitation,
        order_id=invitation.order_id,
        channel=invitation.channel,
        given_at=now,
        **told,
        salt=salt,
        commitment=commitment_of(salt, told),
    )
    invitation.state, invitation.answered_at = InvitationState.ANSWERED, now
    invitation.save(update_fields=["state", "answered_at"])
    case = (CASE, invitation.order.request_id)
    leave("survey.answer", by=by, target=made, case=case, channel=made.channel, commitment=made.commitment)
    heard(request_id=invitation.order.request_id, channel="qr" if made.channel == Channel.QR else ONLINE, by=by)
    raise_from_answer(made, by)
    return made


def _marks(
    scores: Mapping[str, int | None], recommend: int | None, comment: str, *, wants_call: bool
) -> dict[str, int | None]:
    """Return the mark of each aspect; an aspect may stay open, the whole answer may not."""
    wrong: dict[str, Reason | str] = {
        name: say("choose a mark from 1 to 5")
        for name, value in scores.items()
        if name not in ASPECTS or (value is not None and not 1 <= value <= 5)
    }
    if recommend is not None and not 0 <= recommend <= 10:
        wrong["recommend"] = say("choose a number from 0 to 10")
    marks = {name: scores.get(name) for name in ASPECTS}
    if not wrong and recommend is None and not comment.strip() and not wants_call and not any(marks.values()):
        wrong["result"] = say("answer at least one question")
    if wrong:
        raise BadInput(wrong)
    return marks


def is_unchanged(answer: SurveyAnswer) -> bool | None:
    """Say whether an answer is the one whose digest the ledger holds; None once its words were erased by law."""
    if answer.salt is None:
        return None
    told = {name: getattr(answer, name) for name in (*ASPECTS, "recommend", "comment", "wants_call")}
    return commitment_of(bytes(answer.salt), told) == answer.commitment
