"""What checking found, check by check."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Answer(StrEnum):
    """The answer of one check."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"  # cannot be known from this file alone; the text says what would tell


@dataclass(frozen=True, slots=True)
class Check:
    """One question, its answer, and in a sentence what was found."""

    name: str
    answer: Answer
    text: str
    where: str = ""  # the file, record or entry


@dataclass
class Verdict:
    """All checks of one file."""

    kind: str
    checks: list[Check] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def answer(self) -> Answer:
        """Return FAILS when any check fails, else HOLDS; what is unknown is named beside it."""
        return Answer.FAILS if any(check.answer is Answer.FAILS for check in self.checks) else Answer.HOLDS

    def holds(self, name: str, text: str) -> None:
        """Note a check that holds."""
        self.checks.append(Check(name, Answer.HOLDS, text))

    def fails(self, name: str, text: str, where: str = "") -> None:
        """Note a check that fails."""
        self.checks.append(Check(name, Answer.FAILS, text, where))

    def unknown(self, name: str, text: str) -> None:
        """Note what this file alone cannot tell."""
        self.checks.append(Check(name, Answer.UNKNOWN, text))

    def failed(self, name: str) -> bool:
        """Say whether a check of that name fails."""
        return any(check.name == name and check.answer is Answer.FAILS for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as plain data."""
        return {
            "kind": self.kind,
            "answer": self.answer.value,
            "facts": self.facts,
            "checks": [
                {"name": check.name, "answer": check.answer.value, "text": check.text, "where": check.where}
                for check in self.checks
            ],
        }
