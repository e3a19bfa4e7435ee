"""A thing on its way through the workshop and home again, as a story tells it. Pure."""

from datetime import timedelta

from wuxing.service.bench_repair.states import TESTS
from wuxing.service.repair.rules.history import Step
from wuxing.web.demo.company import SMITH
from wuxing.web.demo.lanes import local_day
from wuxing.web.demo.telling import Telling

_LOOKS = ("外壳轻微划痕，无凹陷", "右侧面板有一处凹陷，其余完好", "表面有油污，无破损", "外观完好")
_WITH = (("电源线",), ("电源线", "进水管"), (), ("遥控器", "说明书"))
_DECLINED = ("维修费偏高，打算换新机", "客户决定不修，取回自行处理")
_DAY = timedelta(days=1)


def take_along(telling: Telling) -> None:
    """The customer signs for what is taken along; the technician holds it."""
    random = telling.random
    item = {
        "name": telling.unit.model.name,
        "look": random.choice(_LOOKS),
        "serial": telling.case.serial,
        "accessories": list(random.choice(_WITH)),
    }
    telling.at += telling.minutes(4, 15)
    telling.add("bench.take_back", items=[item], name=telling.household.name)


def mend(telling: Telling) -> None:
    """Onto the bench, found out, mended free of charge by the warranty, or home as it is; the customer signs."""
    telling.at = telling.working(60, 360)
    _step(telling, "hand_over")
    telling.at = telling.working(60, 480)
    _step(telling, "diagnose", cause=telling.cause.code, finding=f"{telling.cause.name}，拆机确认")
    telling.at = telling.working(15, 240)
    if telling.is_in_warranty():
        _step(telling, "approve")
        _repair(telling)
    else:
        _step(telling, "decline", reason=telling.random.choice(_DECLINED))
    telling.at = telling.working(10, 90)
    _step(telling, "ready", shelf=f"{telling.random.choice('ABC')}-{telling.random.randrange(1, 9)}")
    telling.at = telling.working(120, 1400)
    _step(telling, "return", name=telling.household.name, on=local_day(telling.at), warranty_days=90)


def _repair(telling: Telling) -> None:
    telling.at = telling.working(30, 400)
    _step(telling, "start_repair", note="")
    part = telling.cause.part
    if part and telling.random.random() < 0.3:
        telling.at = telling.working(30, 200)
        _step(telling, "wait_for_parts", part=part.name)
        telling.at += _DAY * telling.random.triangular(0.5, 5, 1.5)
        telling.at = telling.working(5, 120)
        _step(telling, "start_repair", note=f"{part.name}到货")
    telling.at = telling.working(telling.cause.minutes, telling.cause.minutes + 360)
    _step(telling, "test", checks=dict.fromkeys(TESTS, True))


def _step(telling: Telling, event: str, **payload: object) -> None:
    telling.case.steps.append(Step(f"bench.{event}", telling.at, payload, SMITH.name))
