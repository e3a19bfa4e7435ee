"""Satisfaction by machine: figures with their intervals; single answers for those who may."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.doors import acting
from wuxing.core.refusals import ANSWERS
from wuxing.service.follow_up import queries, rules
from wuxing.service.follow_up.queries.figures import Period, Satisfaction, whole_and_groups
from wuxing.service.repair.api.shapes import NEWEST

router = Router()


class FigureOut(Schema):
    """A figure with its 95 % interval and the answers it rests on; null: too few."""

    n: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None


class GroupOut(Schema):
    """The figures of one group."""

    key: str
    name: str
    n: int
    aspects: dict[str, FigureOut]
    nps: FigureOut


class SatisfactionOut(Schema):
    """A period as a whole, and told apart."""

    first: date
    last: date
    whole: GroupOut
    response: FigureOut
    groups: list[GroupOut]


class FollowUpAnswerOut(Schema):
    """One answer, without the customer."""

    id: int
    order_id: int
    number: str
    channel: str
    given_at: datetime
    skill: int | None
    attitude: int | None
    punctuality: int | None
    price: int | None
    result: int | None
    recommend: int | None
    comment: str | None
    wants_call: bool


def _figure(figure: rules.Figure) -> FigureOut:
    return FigureOut(n=figure.n, value=figure.value, low=figure.low, high=figure.high)


def _group(one: Satisfaction) -> GroupOut:
    aspects = {name: _figure(figure) for name, figure in one.aspects.items()}
    return GroupOut(key=one.key, name=one.name, n=one.n, aspects=aspects, nps=_figure(one.nps))


def _period(first: date | None, last: date | None, zone: str, outlet: int | None, line: str) -> Period:
    end = last or clock.today(zone)
    return Period(min(first or end - timedelta(days=364), end), end, zone, outlet, line or None)


@router.get("/satisfaction", response={200: SatisfactionOut, **ANSWERS}, summary="满意度")
def satisfaction(
    request: HttpRequest,
    by: Literal["month", "outlet", "line", "technician", "channel"] = "month",
    first: date | None = None,
    last: date | None = None,
    outlet: int | None = None,
    line: Annotated[str, Field(max_length=60)] = "",
) -> SatisfactionOut:
    """Return CSAT by aspect, NPS and response of a period; below five answers no figure."""
    actor = acting(request, Permission.FOLLOW_UP, Permission.EVIDENCE_READ)
    period = _period(first, last, actor.zone, outlet, line)
    whole, groups = whole_and_groups(period, by)
    return SatisfactionOut(
        first=period.first,
        last=period.last,
        whole=_group(whole),
        response=_figure(queries.response_rate(period)),
        groups=[_group(one) for one in groups],
    )


@router.get("/answers", response={200: list[FollowUpAnswerOut], **ANSWERS}, summary="single answers, 50 a page")
def answers(
    request: HttpRequest,
    first: date | None = None,
    last: date | None = None,
    before: Annotated[int, Field(ge=1, le=NEWEST)] = NEWEST,
) -> list[dict[str, Any]]:
    """List single answers, newest first; never those to one's own work."""
    actor = acting(request, Permission.FOLLOW_UP)
    period = _period(first, last, actor.zone, None, "")
    return queries.answers_of_period(period, before, besides=actor.user_id)[:50]
