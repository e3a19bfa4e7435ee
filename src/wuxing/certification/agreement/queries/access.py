"""Access of the team to the company's own records: what was agreed, whom the company has let in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wuxing.certification.agreement import words
from wuxing.certification.agreement.models import AccessGrant
from wuxing.certification.agreement.queries.texts import standing
from wuxing.certification.cases import words as of_cases
from wuxing.certification.cases.models import Case, CaseRole
from wuxing.certification.cases.states import ENDS, TEAM, Stage
from wuxing.core import clock
from wuxing.core.errors import NotFound
from wuxing.core.models import Engagement, Tenant
from wuxing.core.reasons import Reason, say
from wuxing.core.tenants import in_tenant


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team; `engagement_id` once the company has let them in."""

    certifier_id: int
    name: str
    part: str
    username: str
    engagement_id: int | None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the company is asked to open: to whom, what, from when to when; `reason` says why it cannot now."""

    body: Tenant
    case: Case
    team: tuple[Member, ...]
    areas: tuple[str, ...]
    starts_on: date | None
    ends_on: date | None
    reason: Reason | None

    @property
    def areas_words(self) -> str:
        """Return the areas in the reader's language; nothing for all."""
        return words.areas(self.areas)

    @property
    def waiting(self) -> tuple[Member, ...]:
        """Return who is not let in yet."""
        return tuple(one for one in self.team if one.engagement_id is None and one.username)


def offer(body: Tenant, case_id: int, company_id: int) -> Offer:
    """Return what a body's case asks of the company that works here too. Raises NotFound (no case of this company)."""
    with in_tenant(body.pk):
        case = Case.objects.select_related("client").filter(pk=case_id, client__company_id=company_id).first()
        if case is None:
            raise NotFound(say("there is no such case here"))
        version = standing(case)
        team = _team(case)
    agreed = version.row if version and version.stands else None
    return Offer(
        body, case, team,
        tuple(agreed.areas) if agreed else (),
        agreed.access_from if agreed else None,
        agreed.access_until if agreed else None,
        why_not_let_in(case, agreed.access_until if agreed else None, team, clock.today(body.zone)),
    )  # fmt: skip


def why_not_let_in(case: Case, until: date | None, team: tuple[Member, ...], today: date) -> Reason | None:
    """Return why the team cannot be let in now, or None."""
    if until is None:
        return say("both sides sign the agreement first; it says what is opened, and for how long")
    if Stage(case.stage) in ENDS:
        return say("this case has ended; nothing more happens in it")
    if until < today:
        return say("the period of access that was agreed is over")
    if not any(one.username for one in team):
        return say("the certification body has not named its team yet")
    if all(one.engagement_id for one in team if one.username):
        return say("everybody of the team is let in already")
    return None


def _team(case: Case) -> tuple[Member, ...]:
    let_in = dict(AccessGrant.objects.filter(case=case).order_by("pk").values_list("certifier_id", "engagement_id"))
    roles = CaseRole.objects.filter(case=case, part__in=TEAM, ended_at__isnull=True).select_related("certifier__user")
    return tuple(
        Member(
            role.certifier_id,
            role.certifier.name,
            of_cases.part(role.part),
            role.certifier.user.username if role.certifier.user else "",
            let_in.get(role.certifier_id),
        )
        for role in roles.order_by("pk")
    )


def given(case: Case) -> list[dict[str, Any]]:
    """Return whom the company has let in for a case, and whether it holds today; nothing where it does not work here."""
    rows = list(AccessGrant.objects.filter(case=case).select_related("certifier").order_by("pk"))
    today, held = clock.today(), _held(rows)
    return [
        {
            "name": row.certifier.name,
            "from": row.starts_on,
            "until": row.ends_on,
            "areas": words.areas(row.areas),
            **_state(row, row.engagement_id in held, today),
        }
        for row in rows
    ]


def _held(rows: list[AccessGrant]) -> set[int]:
    """Return which engagements the company has not ended: the one thing that is asked inside its walls."""
    if not rows:
        return set()
    with in_tenant(rows[0].company_id):
        kept = Engagement.objects.filter(pk__in=[row.engagement_id for row in rows], ended_at__isnull=True)
        return set(kept.values_list("pk", flat=True))


def _state(row: AccessGrant, held: bool, today: date) -> dict[str, str]:
    if not held:
        return words.access("ended")
    if today > row.ends_on:
        return words.access("over")
    return words.access("open" if today >= row.starts_on else "waiting")
