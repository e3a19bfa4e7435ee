"""Short forms of declarations, so that a population reads as a list of facts."""

from collections.abc import Mapping

from wuxing.evidence.populations.declarations import Field
from wuxing.schemes.conditions.tree import Type
from wuxing.schemes.packs.structure import Text

AS_OF = Field("as_of", Type.TIMESTAMP, Text("判定时刻", "判定時刻", "moment of judging"), "%(now)s::timestamptz")
"""The moment of judging: what is overdue by then counts."""


def time(name: str, zh_hans: str, zh_hant: str, en: str, sql: str, *, happens_while: str = "") -> Field:
    """Return the time of a step, or of anything else that is dated."""
    return Field(name, Type.TIMESTAMP, Text(zh_hans, zh_hant, en), sql, happens_while=happens_while)


def flag(name: str, zh_hans: str, zh_hant: str, en: str, sql: str) -> Field:
    """Return a fact that is so or not."""
    return Field(name, Type.BOOL, Text(zh_hans, zh_hant, en), sql)


DAYS = Text("天", "天", "days")
MINUTES = Text("分钟", "分鐘", "minutes")
YUAN = Text("元", "元", "yuan")


def amount(name: str, zh_hans: str, zh_hant: str, en: str, sql: str, *, unit: Text | None = None) -> Field:
    """Return a number: of things, or of a unit."""
    return Field(name, Type.DOUBLE, Text(zh_hans, zh_hant, en), f"({sql})::double precision", unit=unit)


def code(name: str, zh_hans: str, zh_hant: str, en: str, sql: str, words: Mapping[str, Text] | None = None) -> Field:
    """Return one of several words."""
    return Field(name, Type.STRING, Text(zh_hans, zh_hant, en), sql, words=words or {})


def days_since(name: str, zh_hans: str, zh_hant: str, en: str, instant: str) -> Field:
    """Return the days that have passed since an instant; they grow with the clock."""
    sql = f"(extract(epoch FROM %(now)s::timestamptz - {instant})::double precision / 86400)"
    return Field(name, Type.DOUBLE, Text(zh_hans, zh_hant, en), sql, since=instant, unit=DAYS)


def end_of(day: str) -> str:
    """Return SQL for the instant at which a date is over, at the organisation's zone."""
    return f"(({day} + 1)::timestamp AT TIME ZONE %(zone)s)"
