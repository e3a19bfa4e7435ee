"""What an application must say, which papers it lacks, and when it may be accepted (ISO/IEC 17065 7.2, 7.3). Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from wuxing.certification.application.states import Outcome, Point
from wuxing.certification.cases.states import Kind, Stage
from wuxing.core.reasons import Reason, say

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
APPLIED_FOR = frozenset({Kind.INITIAL, Kind.RENEWAL, Kind.CHANGE, Kind.TRANSFER})
"""The kinds of cases that begin with an application; the others are begun by the body."""
BEFORE_ON_SITE = frozenset(
    {
        Stage.DRAFT, Stage.SUBMITTED, Stage.APPLICATION_REVIEW, Stage.ACCEPTED, Stage.CONTRACTED,
        Stage.DOCUMENT_REVIEW, Stage.PLANNED,
    }
)  # fmt: skip


def credit_code(text: str) -> str:
    """Return a unified social credit code as it is written: capitals, no spaces."""
    return re.sub(r"[\s-]", "", text).upper()


def check_sign(code: str) -> str:
    """Return the 18th sign that belongs to the first 17 of a credit code (GB 32100-2015)."""
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return _SIGNS[(31 - total % 31) % 31]


def why_not_credit_code(code: str) -> Reason | None:
    """统一社会信用代码: return what is wrong with a code, or None (GB 32100-2015)."""
    if len(code) != 18:
        return say("the code has 18 signs; this has %(count)s", count=len(code))
    if wrong := next((sign for sign in code if sign not in _SIGNS), None):
        return say("“%(sign)s” does not occur in such a code: I, O, S, V and Z are never used", sign=wrong)
    if check_sign(code) != code[17]:
        return say("one sign is wrong, for the last does not fit the others; compare it with the business licence")
    return None


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in an application."""

    kind: Kind
    name: str
    credit_code: str
    contact: str
    reach: str  # phone or e-mail
    target_level: str
    products: str
    regions: str
    headcount: int
    running_since: date | None
    headquarters: bool
    outlets: int
    at_sites: int  # people at all places together
    no_outlets: bool
    lawful: bool
    no_incident: bool
    consented: bool
    claimed_code: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """The newest version of a paper."""

    code: str
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that an application lacks: where to put it right, and why."""

    field: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Needed:
    """A paper that an application of its kind needs."""

    code: str
    title: str = field(compare=False)


def lacks(given: Given, needed: Iterable[Needed], handed: Mapping[str, Handed], today: date) -> list[Lack]:
    """齐全性检查: return what an application lacks, data first, then papers; nothing: it is complete."""
    return [*_data(given, today), *_papers(needed, handed, today)]


def _data(given: Given, today: date) -> Iterable[Lack]:
    told = {
        "name": given.name, "credit_code": given.credit_code or given.claimed_code, "contact_name": given.contact,
        "phone": given.reach, "target_level": given.target_level, "products": given.products,
        "regions": given.regions, "headcount": given.headcount, "running_since": given.running_since,
        "headquarters": given.headquarters,
    }  # fmt: skip
    for name, reason in _EMPTY.items():
        if not told[name]:
            yield Lack(name, reason)
    if given.claimed_code:
        yield Lack("credit_code", say("the body first finds out who applies for this organisation, and gets in touch"))
    if given.running_since and given.running_since > today:
        yield Lack("running_since", say("the service system cannot have begun in the future"))
    if given.outlets and given.no_outlets:
        yield Lack("outlets", say("outlets are listed, and yet it says that there are none"))
    if not given.outlets and not given.no_outlets:
        yield Lack("outlets", say("list the outlets, or say that there are none"))
    if given.headcount and given.at_sites > given.headcount:
        reason = say(
            "the places have %(sites)s people, the organisation %(all)s; one of them is wrong",
            sites=given.at_sites,
            all=given.headcount,
        )
        yield Lack("headcount", reason)
    yield from _declared(given)


_EMPTY = {
    "name": say("the name of the organisation is missing"),
    "credit_code": say("the unified social credit code is missing"),
    "contact_name": say("a person to talk to is missing"),
    "phone": say("a phone number or an e-mail address is missing"),
    "target_level": say("the level aimed at is missing"),
    "products": say("the products are missing"),
    "regions": say("the regions of sale are missing"),
    "headcount": say("the number of people is missing"),
    "running_since": say("since when the service system runs is missing"),
    "headquarters": say("the headquarters are missing among the places"),
}


def _declared(given: Given) -> Iterable[Lack]:
    if not given.lawful:
        yield Lack("lawful", say("the declaration of lawful business is missing"))
    if not given.no_incident:
        yield Lack("no_incident", say("the declaration that there was no serious incident is missing"))
    if not given.consented:
        yield Lack("consent", say("the consent to the use of the data is missing"))


def _papers(needed: Iterable[Needed], handed: Mapping[str, Handed], today: date) -> Iterable[Lack]:
    for paper in needed:
        last = handed.get(paper.code)
        if last is None:
            yield Lack(f"paper:{paper.code}", say("“%(title)s” is not handed in", title=paper.title))
        elif last.valid_until and last.valid_until < today:
            yield Lack(
                f"paper:{paper.code}",
                say("“%(title)s” ran out on %(day)s", title=paper.title, day=last.valid_until.isoformat()),
            )


def why_not_go_on(found: list[Lack]) -> Reason | None:
    """Return why an application cannot go on, in one sentence, or None."""
    if not found:
        return None
    told = found[0].reason
    for one in found[1:3]:
        told = say("%(first)s; %(then)s", first=told, then=one.reason)
    if len(found) > 3:
        return say("the application is not complete: %(lacks)s; and %(more)s more", lacks=told, more=len(found) - 3)
    return say("the application is not complete: %(lacks)s", lacks=told)


def months_between(since: date, until: date) -> int:
    """Return how many whole months lie between two days."""
    return (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)


def why_not_running(since: date | None, today: date, months: int) -> Reason | None:
    """Return why a service system has not run long enough, or None."""
    if since is None:
        return say("it is not said since when the service system runs")
    ran = months_between(since, today)
    if ran < months:
        return say(
            "the service system has run for %(ran)s months; the rule asks for %(months)s", ran=ran, months=months
        )
    return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reviewer says to one point."""

    yes: bool
    note: str = ""


def why_not_record(
    outcome: Outcome, answers: Mapping[Point, Answer], computed: Mapping[Point, Reason | None], reasons: str
) -> dict[str, Reason]:
    """Return what is wrong with a review by its field; nothing: it may be recorded (7.3).

    What the case itself tells (`computed`: why not, or None) cannot be answered otherwise with a yes.
    """
    faults: dict[str, Reason] = {}
    for point in Point:
        if point not in answers:
            faults[point.value] = say("answer this with yes or no")
        elif answers[point].yes and (reason := computed.get(point)):
            faults[point.value] = reason
        elif not answers[point].yes and not answers[point].note.strip() and outcome is not Outcome.ACCEPTED:
            faults[f"{point.value}_note"] = say("write in a few words what is missing")
    if outcome is Outcome.ACCEPTED and any(not one.yes for one in answers.values()):
        faults["outcome"] = say("an application is accepted with a yes to every point; return it, or refuse it")
    if outcome is not Outcome.ACCEPTED and not reasons.strip():
        faults["reasons"] = say("write the questions, or the reasons, as the client will read them")
    return faults


def why_not_accept(outcome: str | None, points: Mapping[str, Mapping[str, object]]) -> Reason | None:
    """Return why a case cannot be accepted after its last review, or None."""
    if outcome != Outcome.ACCEPTED:
        return say("the application review is not recorded as accepted")
    if any(not points.get(point.value, {}).get("yes") for point in Point):
        return say("a point of the application review is not answered with yes")
    return None


def why_not_hand_over(stage: Stage) -> Reason | None:
    """Return why a readiness snapshot can no longer be handed over, or None."""
    if stage in BEFORE_ON_SITE:
        return None
    return say(
        "the evaluation on site has begun, or the case has ended: from here on counts what the team finds, "
        "not what the company says of itself"
    )
