"""A verdict as people and machines read it, and as an exit code."""

from typing import Any

from wuxing.proof.verifying.opinion import Opinion
from wuxing.proof.verifying.verdicts import Answer, Verdict

SIGNS = {Answer.HOLDS: "ok      ", Answer.FAILS: "FAILS   ", Answer.UNKNOWN: "unknown ", Answer.EXERCISE: "exercise"}
EXITS = {Answer.HOLDS: 0, Answer.FAILS: 1, Answer.UNKNOWN: 3, Answer.EXERCISE: 4}
UNREADABLE = 2
WORST = (1, 2, 3, 4, 0)


def worst_of(exits: list[int]) -> int:
    """Return the exit code of several inputs."""
    return min(exits, key=WORST.index)


def lines_of(verdict: Verdict) -> str:
    """Return the verdict as lines: facts, each check, and a last line that says it all."""
    facts = verdict.facts | (_certificate(verdict.told) if isinstance(verdict, Opinion) else {})
    lines = [f"{name}: {value}" for name, value in facts.items() if not isinstance(value, dict | list) and value != ""]
    for check in verdict.checks:
        where = f"{check.where}: " if check.where else ""
        lines.append(f"{SIGNS[check.answer]} {check.name:10} {where}{check.text}")
    return "\n".join(_printable(line) for line in [*lines, verdict.sentence])


def as_json(name: str, verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as plain data."""
    return {"input": name, "exit": EXITS[verdict.answer], **verdict.as_json()}


def unreadable_as_json(name: str, why: str) -> dict[str, Any]:
    """Return plain data for what could not be read."""
    return {"input": name, "exit": UNREADABLE, "format": "wuxing-verdict-1", "kind": "", "answer": "unreadable",
            "code": "unreadable", "sentence": why, "facts": {}, "checks": []}  # fmt: skip


def _certificate(told: dict[str, Any]) -> dict[str, Any]:
    if not told:
        return {}
    return {
        "certificate": f"{told['number']}, revision {told['revision']}",
        "holder": " ".join(filter(None, (told["holder"]["name"], told["holder"].get("credit_code", "")))),
        "scheme": told["scheme"]["id"].partition("#")[0],
        "level": f"{told['level']['id']}, {told['level']['stars']} stars, score {told['score'] or 'not told'}",
        "scope": told["scope"],
    }


def _printable(text: str) -> str:
    """Return text that cannot steer a terminal, whoever wrote it."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)
