"""编号规则: how a document gets its number."""

import re

from wuxing.core.reasons import Reason, say
from wuxing.governance.documents.states import Kind

DEFAULT_PATTERNS: dict[Kind, str] = {
    Kind.MANUAL: "QM-{nn}",
    Kind.PROCEDURE: "QP-{nn}",
    Kind.RULE: "SR-{nn}",
    Kind.INSTRUCTION: "WI-{nnn}",
    Kind.PLAN: "EP-{nn}",
    Kind.FORM: "FM-{nnn}",
    Kind.RECORD_FORM: "RF-{nnn}",
    Kind.EXTERNAL: "EX-{nnn}",
    Kind.OTHER: "GD-{nnn}",
}
_PLACE = re.compile(r"\{(n+)\}")
_NUMBER = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff./()（）_ -]{0,39}")


def number_from(pattern: str, n: int, year: int) -> str:
    """Return the number that a pattern makes: QP-{nn} and 7 make QP-07; {year} stands for the year."""
    return _PLACE.sub(lambda place: str(n).zfill(len(place[1])), pattern).replace("{year}", str(year))


def why_not_pattern(pattern: str) -> Reason | None:
    """Return why a pattern makes no numbers: it needs one counting place and signs that may stand in a number."""
    if len(_PLACE.findall(pattern)) != 1:
        return say("write one counting place, as in QP-{nn}")
    return why_not_number(number_from(pattern, 1, 2026))


def why_not_number(number: str) -> Reason | None:
    """Return why a number cannot be used as it is written."""
    if _NUMBER.fullmatch(number):
        return None
    return say("use letters, digits, and . / ( ) _ - only, at most 40, beginning with a letter or digit")
