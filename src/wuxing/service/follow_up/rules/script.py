"""The script of a call: questions as data, in versions and languages. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wuxing.core.reasons import Reason, say

LANGUAGES = ("zh-hans", "zh-hant", "en")
KINDS = ("yes_no", "score", "text")
MOST = 20


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what kind of answer it takes, and its words by language."""

    code: str
    kind: str
    texts: Mapping[str, str]

    def text(self, language: str) -> str:
        """Return the question in a language, or in the first one it has."""
        return self.texts.get(language) or next((self.texts[one] for one in LANGUAGES if self.texts.get(one)), "")


def _question(code: str, kind: str, *texts: str) -> Question:
    return Question(code, kind, dict(zip(LANGUAGES, texts, strict=True)))


SHIPPED = (
    _question("fixed", "yes_no", "机器现在正常吗？", "機器現在正常嗎？", "Does the unit work now?"),
    _question("on_time", "yes_no", "师傅按约定的时间到了吗？", "師傅按約定的時間到了嗎？", "Did we come at the agreed time?"),
    _question(
        "price_told",
        "yes_no",
        "维修前告诉您保修和收费了吗？",
        "維修前告訴您保修和收費了嗎？",
        "Were warranty and price told before the work?",
    ),
    _question("manner", "score", "服务态度打几分（1–5）？", "服務態度打幾分（1–5）？", "How was the manner, 1 to 5?"),
    _question("wish", "text", "还有什么要我们做的吗？", "還有什麼要我們做的嗎？", "Is there anything else we should do?"),
)  # fmt: skip
"""The script of a company that wrote none."""


def questions_from(kept: Sequence[Mapping[str, Any]] | None) -> tuple[Question, ...]:
    """Return the questions of a script as it was kept; None: the shipped one."""
    if kept is None:
        return SHIPPED
    return tuple(Question(one["code"], one["kind"], one["texts"]) for one in kept)


def why_not_script(questions: Sequence[Question]) -> Reason | None:
    """Return what is wrong with a script."""
    if not questions:
        return say("write at least one question")
    if len(questions) > MOST:
        return say("at most %(limit)s questions", limit=MOST)
    for place, one in enumerate(questions, start=1):
        if one.kind not in KINDS:
            return say("question %(place)s: choose yes or no, a mark, or words", place=place)
        if not any(one.texts.get(language, "").strip() for language in LANGUAGES):
            return say("question %(place)s: write it in at least one language", place=place)
        if any(len(text) > 300 for text in one.texts.values()):
            return say("question %(place)s: at most 300 characters", place=place)
    codes = [one.code for one in questions]
    return say("two questions have the same name") if len(set(codes)) != len(codes) else None


def answers_from(questions: Sequence[Question], said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Reason]]:
    """Return the answers to a script as they are kept, and what is wrong by question; a question may stay open."""
    kept: dict[str, Any] = {}
    wrong: dict[str, Reason] = {}
    for one in questions:
        value = said.get(one.code)
        if value in (None, ""):
            continue
        if one.kind == "yes_no" and value in ("yes", "no", True, False):
            kept[one.code] = value in ("yes", True)
        elif one.kind == "score" and str(value) in ("1", "2", "3", "4", "5"):
            kept[one.code] = int(value)
        elif one.kind == "text" and isinstance(value, str) and len(value) <= 500:
            kept[one.code] = value.strip()
        else:
            wrong[one.code] = say("this does not answer the question")
    return kept, wrong
