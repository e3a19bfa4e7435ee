"""The demo company's customers and the units at their places. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from wuxing.web.demo import people
from wuxing.web.demo.catalogue import Category, Model
from wuxing.web.demo.lanes import local_day

_OUTLETS = tuple(people.SHARES)
_OUTLET_SHARES = tuple(people.SHARES.values())
_RETURNING = 0.16


@dataclass(frozen=True, slots=True)
class Unit:
    """One appliance at somebody's place."""

    model: Model
    serial: str
    purchased_on: date | None


@dataclass(slots=True)
class Household:
    """A customer with a place and units; `outlet` serves them."""

    key: str
    name: str
    phone: str
    outlet: str
    district: str
    address: str
    rural: bool
    units: list[Unit] = field(default_factory=list)

    @property
    def city(self) -> str:
        return people.CITY[self.outlet]


class Clientele:
    """All customers so far; some come back with another appliance."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._households: list[Household] = []
        self._serials = 0

    def caller(self, category: Category, at: datetime) -> tuple[Household, Unit]:
        """Return who calls about an appliance of a category."""
        random = self._random
        if self._households and random.random() < _RETURNING:
            household = random.choice(self._households)
        else:
            household = self._household()
        return household, self._unit(household, category, at)

    def _household(self) -> Household:
        random = self._random
        outlet = random.choices(_OUTLETS, _OUTLET_SHARES)[0]
        district, rural, address = people.place(random, outlet)
        household = Household(
            f"K{len(self._households) + 1:06d}",
            people.name(random),
            people.phone(random),
            outlet,
            district,
            address,
            rural,
        )
        self._households.append(household)
        return household

    def _unit(self, household: Household, category: Category, at: datetime) -> Unit:
        random = self._random
        model = random.choice(category.models)
        day = local_day(at)
        age = min(int(random.expovariate(1 / 900)) + 5, 4200)
        purchased = day - timedelta(days=age)
        self._serials += 1
        serial = f"{model.code[-4:]}-{purchased:%y}{purchased.isocalendar().week:02d}-{self._serials:06d}"
        unit = Unit(model, serial, purchased)
        household.units.append(unit)
        return unit
