"""The verdict on a certificate: the first word that applies, and one sentence with its limits."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from wuxing.proof.verifying import words
from wuxing.proof.verifying.verdicts import Answer, Check, Verdict

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a certificate stands in a log that is known, or in one that is not."""

    origin: str
    index: int
    size: int
    recorded_at: datetime
    cosignatures: int
    known: bool

    def said(self) -> str:
        """Return the place in words."""
        many = f"{self.cosignatures} cosignature{'' if self.cosignatures == 1 else 's'}"
        return f"in the log {self.origin} at index {self.index:,} of {self.size:,} ({many})"


@dataclass
class Opinion(Verdict):
    """All that was found of one certificate."""

    body: str = ""
    is_signed: bool = False
    place: Place | None = None
    not_revoked_as_of: datetime | None = None
    surveillance_due_on: date | None = None
    told: dict[str, Any] = field(default_factory=dict)

    def found(self, code: str, name: str, text: str, where: str = "") -> None:
        """Note something that has a word of its own."""
        self.checks.append(Check(name, words.answer_of(code), text, where, code))

    @property
    def code(self) -> str:
        """Return the first word that applies. Nothing is in force unless a signature was seen to hold."""
        worst = self._worst()
        if worst is not None:
            return worst.code
        return words.IN_FORCE if self.is_signed else words.UNKNOWN_ISSUER

    @property
    def answer(self) -> Answer:
        """Return the colour."""
        return words.answer_of(self.code)

    @property
    def sentence(self) -> str:
        """Return the verdict in one sentence, with its limits."""
        worst = self._worst()
        if worst is None:
            return f"In force: {self._limits()}."
        if worst.answer is Answer.FAILS:
            return f"Not valid: {worst.text}."
        if worst.code == words.EXERCISE:
            return f"Exercise: this is no certificate; {self._limits()}."
        doubts = "; ".join(check.text for check in self.checks if check.answer is Answer.UNKNOWN)
        return f"Cannot be said for sure: {doubts}." + (f" Else {self._limits()}." if self.is_signed else "")

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as plain data."""
        place = self.place
        return super().as_json() | {
            "certificate": self.told,
            "log": None
            if place is None
            else {
                "origin": place.origin,
                "index": place.index,
                "size": place.size,
                "recorded_at": place.recorded_at.isoformat(),
                "cosignatures": place.cosignatures,
                "known": place.known,
            },
            "not_revoked_as_of": self.not_revoked_as_of and self.not_revoked_as_of.isoformat(),
        }

    def _worst(self) -> Check | None:
        found = [check for check in self.checks if check.code]
        return min(found, key=lambda check: words.RANK[check.code]) if found else None

    def _limits(self) -> str:
        parts = [f"signed by {self.body} (key valid)" if not self._is_doubted("key") else f"signed by {self.body}"]
        if self.place is not None and self.place.known:
            parts.append(self.place.said())
        if self.not_revoked_as_of is not None:
            parts.append(f"not revoked as of {self.not_revoked_as_of.astimezone(CHINA):%Y-%m-%d %H:%M} (UTC+8)")
        due = self.surveillance_due_on
        return ", ".join(parts) + (f"; next surveillance due {due}" if due else "")

    def _is_doubted(self, name: str) -> bool:
        return any(check.name == name and check.answer is not Answer.HOLDS for check in self.checks)
