"""What all cases of the demo share. Pure."""

from dataclasses import dataclass
from random import Random

from wuxing.core.worktime import Calendar
from wuxing.web.demo.lanes import Lanes
from wuxing.web.demo.quality import Quality


@dataclass(frozen=True, slots=True)
class World:
    """What all cases share."""

    random: Random
    lanes: Lanes
    quality: Quality
    office: Calendar
