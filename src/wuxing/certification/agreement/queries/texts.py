"""Versions of agreements and where they stand, for one case or many."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from wuxing.certification.agreement.models import Agreement, AgreementStep
from wuxing.certification.agreement.states import SIGNATURES, Event, State, state_of
from wuxing.certification.cases.models import Case
from wuxing.core import clock
from wuxing.core.errors import NotFound
from wuxing.core.reasons import say


@dataclass(slots=True)
class Version:
    """A version of an agreement with everything that happened to it, in order."""

    row: Agreement
    steps: list[AgreementStep] = field(default_factory=list)

    @property
    def events(self) -> list[Event]:
        """Return what happened, in order."""
        return [Event(step.event) for step in self.steps]

    @property
    def state(self) -> State:
        """Return where it stands."""
        return state_of(self.events, self.row.continues_id is not None)

    @property
    def stands(self) -> bool:
        """Say whether both sides are bound: signed by both, or the signed agreement of the cycle goes on."""
        return self.state in (State.CONCLUDED, State.CONTINUES)

    def signature(self, event: Event) -> AgreementStep | None:
        """Return a side's signature."""
        return next((step for step in self.steps if step.event == event), None)


def versions(case_id: int) -> list[Version]:
    """Return every version of a case's agreement, newest first."""
    rows = Agreement.objects.filter(case_id=case_id).select_related("continues__case").order_by("-version")
    return _with_steps(rows)


def standing_of(cases: Iterable[Case]) -> dict[int, Version]:
    """Return the newest version of each case that has one, by the case's id, in two queries."""
    rows = (
        Agreement.objects.filter(case_id__in=[case.pk for case in cases])
        .order_by("case_id", "-version")
        .distinct("case_id")
    )
    return {found.row.case_id: found for found in _with_steps(rows)}


def standing(case: Case) -> Version | None:
    """Return the newest version of a case's agreement; None before the first."""
    return standing_of([case]).get(case.pk)


def _with_steps(rows: Iterable[Agreement]) -> list[Version]:
    found = [Version(row) for row in rows]
    steps: dict[int, list[AgreementStep]] = defaultdict(list)
    kept = AgreementStep.objects.filter(agreement__in=[one.row.pk for one in found]).select_related("by_user")
    for step in kept.order_by("pk") if found else []:
        steps[step.agreement_id].append(step)
    for one in found:
        one.steps = steps[one.row.pk]
    return found


def agreement_of(case_id: int, version: int) -> Agreement:
    """Return a version of a case's agreement. Raises NotFound."""
    found = Agreement.objects.filter(case_id=case_id, version=version).select_related("case__client").first()
    if found is None:
        raise NotFound(say("there is no such version of the agreement"))
    return found


def content_of(row: Agreement) -> dict[str, Any]:
    """Return what an agreement says."""
    content: dict[str, Any] = json.loads(row.form)
    return content


def covering(case: Case) -> Agreement | None:
    """Return the signed agreement of an earlier case of this client and scheme whose period holds today, the newest."""
    today = clock.today()
    rows = Agreement.objects.filter(
        case__client_id=case.client_id,
        case__scheme=case.scheme,
        continues=None,
        starts_on__lte=today,
        ends_on__gte=today,
    ).exclude(case_id=case.pk)
    signed = rows
    for event in SIGNATURES:
        signed = signed.filter(pk__in=AgreementStep.objects.filter(event=event.value).values("agreement_id"))
    return signed.select_related("case").order_by("-pk").first()
