"""What checking found, check by check."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

FORMAT = "wuxing-verdict-1"


class Answer(StrEnum):
    """The answer of one check, or of all together."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"  # cannot be known from what was given; the text says what would tell
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True)
class Check:
    """One question, its answer, and in a sentence what was found."""

    name: str
    answer: Answer
    text: str
    where: str = ""  # the file, record or entry
    code: str = ""  # its word in docs/reference/certificate-format.md, where it has one

    def as_json(self) -> dict[str, str]:
        """Return the check as plain data."""
        return {
            "name": self.name,
            "answer": self.answer.value,
            "text": self.text,
            "where": self.where,
            "code": self.code,
        }


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

    @property
    def code(self) -> str:
        """Return the verdict in one word for machines."""
        return self.answer.value

    @property
    def sentence(self) -> str:
        """Return the verdict in one sentence, with its limits."""
        if self.answer is Answer.FAILS:
            return "NOT AS IT WAS MADE: do not rely on this file."
        unknown = sum(check.answer is Answer.UNKNOWN for check in self.checks)
        return "Everything that this file can show holds." + (f" {unknown} not shown by it." if unknown else "")

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
        """Return the verdict as plain data; docs/guides/verify.md says what may be relied on."""
        return {
            "format": FORMAT,
            "kind": self.kind,
            "answer": self.answer.value,
            "code": self.code,
            "sentence": self.sentence,
            "facts": self.facts,
            "checks": [check.as_json() for check in self.checks],
        }
