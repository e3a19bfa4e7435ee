"""An appeal of a demo client: sent by link, taken up, handled by two people who had no part in the case."""

from dataclasses import dataclass

from wuxing.certification.appeals import actions, queries
from wuxing.certification.appeals.models import Appeal
from wuxing.certification.appeals.states import Kind, Outcome
from wuxing.certification.cases import queries as cases
from wuxing.core.actors import Actor
from wuxing.web.demo.certifying.casework import Casework


@dataclass
class Appealing:
    """An appeal against the gravest finding of a case; `upheld`: the client is right."""

    work: Casework
    handlers: tuple[Actor, Actor]
    upheld: bool

    @property
    def _id(self) -> int:
        return Appeal.objects.filter(case_id=self.work.case_id).latest("pk").pk

    def receive(self) -> None:
        """The client sends it, with the finding that it disputes."""
        case = self.work.case
        found = queries.disputable(case)
        disputed = next((one for one in found if one.kind == "special"), found[0])
        actions.receive(
            client_id=case.client_id, case_id=case.pk, kind=Kind.APPEAL,
            text=f"不符合项 {disputed.number} 与事实不符，请重新核实并重新计分。",
            disputes=(actions.Asked(finding_id=disputed.pk),), by=self.work.client,
        )  # fmt: skip

    def admit(self) -> None:
        """The office takes it up and gives it to two handlers."""
        actions.admit(appeal_id=self._id, by=self.work.staff.officer)
        for one in self.handlers:
            certifier = cases.certifier_of(one)
            assert certifier is not None, f"{one.name} is no certifier"
            actions.assign(appeal_id=self._id, certifier_id=certifier.pk, by=self.work.staff.officer)

    def handle(self) -> None:
        """The first handler looks into it and proposes the outcome, with the score computed again."""
        rows = queries.disputes(queries.appeal(self._id)) if self.upheld else []
        actions.handle(
            appeal_id=self._id,
            outcome=Outcome.UPHELD if self.upheld else Outcome.REJECTED,
            text="补看了现场照片和公示记录，扣分依据不足，建议不予采信。"
            if self.upheld
            else "复核了抽样记录和现场照片，扣分依据充分。",
            upheld=[one.pk for one in rows],
            by=self.handlers[0],
        )

    def decide(self) -> None:
        """The second handler decides as proposed; the client is told."""
        actions.decide(appeal_id=self._id, accept=True, text="评定依据充分，维持原结论。", by=self.handlers[1])
        actions.tell(appeal_id=self._id, by=self.work.staff.officer)
