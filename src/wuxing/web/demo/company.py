"""Who the demo company is: outlets and their hours, technicians and their skills, promises. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from wuxing.core.worktime import Calendar, calendar_from
from wuxing.web.demo import people
from wuxing.web.demo.catalogue import TRADES

ZONE = "Asia/Shanghai"
SLUG = "yunling"
NAME = "云岭电器（示范）"
BODY_SLUG, BODY_NAME = "hengzheng", "恒正认证（示范）"
CONSULTANCY_SLUG, CONSULTANCY_NAME = "qiming", "启明管理咨询（示范）"

_OFFICE = [["08:30", "12:00"], ["13:30", "18:00"]]
_QUANZHOU = [["08:00", "12:00"], ["14:00", "18:00"]]
_MORNING = [["08:30", "12:00"]]

Weekly = list[list[list[str]]]


@dataclass(frozen=True, slots=True)
class OutletPlan:
    """An outlet, with the name of the calendar it keeps."""

    code: str
    name: str
    kind: str
    city: str
    calendar: str


@dataclass(frozen=True, slots=True)
class TechnicianPlan:
    """A technician with skills: (trade, level, certificate number, days until it ends)."""

    number: str
    name: str
    outlet: str
    skills: tuple[tuple[str, int, str, int], ...]

    def can(self, trade: str, level: int) -> bool:
        """Say whether their skill reaches a repair."""
        return any(own == trade and reached >= level for own, reached, _number, _days in self.skills)


OUTLETS = (
    OutletPlan("GL", "福州鼓楼网点", "own", "福州市", "福州网点"),
    OutletPlan("MW", "福州马尾网点", "own", "福州市", "福州网点"),
    OutletPlan("QZ", "泉州网点（外委）", "entrusted", "泉州市", "泉州网点"),
)

# name -> seven days, Monday first; each outlet's promises count in its own hours.
WEEKLY: dict[str, Weekly] = {
    "福州网点": [_OFFICE] * 5 + [_MORNING, []],
    "泉州网点": [_QUANZHOU] * 5 + [[["08:00", "12:00"]], []],
}
OFFICE = "福州网点"

# kind, area, text, minutes, calendar
PROMISES = (
    ("dispatch", "any", "报修后 2 个工作小时内派单", 120, OFFICE),
    ("contact", "any", "派单后 1 个工作小时内与您联系", 60, OFFICE),
    ("arrive", "urban", "城区 1 个工作日（8 个工作小时）内上门", 8 * 60, OFFICE),
    ("arrive", "rural", "乡镇 2 个工作日（16 个工作小时）内上门", 16 * 60, OFFICE),
    ("resolve", "any", "3 个工作日（24 个工作小时）内修复", 24 * 60, OFFICE),
    ("follow_up", "any", "完工后 3 个工作日（24 个工作小时）内回访", 24 * 60, OFFICE),
)


def exceptions_for(name: str, years: range) -> dict[str, list[list[str]]]:
    """Return the public holidays and make-up workdays of the years that are published, as a calendar's exceptions."""
    import chinese_calendar

    found: dict[str, list[list[str]]] = {}
    for year in years:
        day = date(year, 1, 1)
        while day.year == year:
            try:
                off, holiday = chinese_calendar.get_holiday_detail(day)
            except NotImplementedError:  # not published yet
                break
            if off and holiday and WEEKLY[name][day.weekday()]:
                found[day.isoformat()] = []
            elif not off and day.weekday() >= 5:  # a make-up workday is worked like a Monday
                found[day.isoformat()] = WEEKLY[name][0]
            day += timedelta(days=1)
    return found


def calendar(name: str, years: range) -> Calendar:
    """Return one of the company's calendars as the rules read it."""
    return calendar_from(ZONE, WEEKLY[name], exceptions_for(name, years))


# Who works in the workshop, and is sent nowhere.
SMITH = TechnicianPlan("W01", "郭志强", "GL", ())

# The persons whom one can sign in as come first in their outlets; the others get invented names.
_KNOWN = {0: "陈伟", 1: "周涛"}
_SPREAD = ("GL",) * 12 + ("MW",) * 5 + ("QZ",) * 7


def technicians(count: int, seed: int) -> tuple[TechnicianPlan, ...]:
    """Return `count` technicians with names of their own, so that every trade and level stands in each outlet."""
    random = Random(f"technicians-{seed}")  # noqa: S311  # a story, no secret
    taken = {*_KNOWN.values(), SMITH.name}
    made = []
    for place in range(count):
        name = _KNOWN.get(place, "")
        while not name or (name in taken and place not in _KNOWN):
            name = people.name(random)
        taken.add(name)
        number = f"T{place + 1:0{max(2, len(str(count)))}d}"
        made.append(TechnicianPlan(number, name, _SPREAD[place % len(_SPREAD)], _skills(place, random)))
    return tuple(made)


def _skills(place: int, random: Random) -> tuple[tuple[str, int, str, int], ...]:
    """Four trades, two of them mastered: taken in turn within an outlet, so that each outlet can do all."""
    position = place % len(_SPREAD)
    turn = 2 * (position - _SPREAD.index(_SPREAD[position]))
    skills = []
    for rank, level in enumerate((3, 3, 2, 1)):
        trade = TRADES[(turn + rank) % len(TRADES)]
        days = random.choices(
            (random.randrange(200, 1100), random.randrange(5, 60), -random.randrange(5, 120)), (90, 7, 3)
        )[0]
        skills.append((trade, level, f"YLJ-{random.randrange(2021, 2026)}-{random.randrange(10000):04d}", days))
    return tuple(skills)
