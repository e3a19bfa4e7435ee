"""The courses that a case takes: mended at once, taken along, seen twice, cancelled, told on the telephone. Pure."""

from collections.abc import Callable
from datetime import timedelta

from wuxing.web.demo import workshop
from wuxing.web.demo.telling import Telling

_HOLDS = (
    "waiting_parts",
    "waiting_parts",
    "waiting_parts",
    "waiting_manufacturer",
    "waiting_quote_approval",
    "waiting_customer",
)
_DAY = timedelta(days=1)


def answered(telling: Telling) -> None:
    """Helped on the telephone."""
    telling.at += telling.minutes(4, 25)
    telling.add("answer_remotely", answer="电话指导客户断电重启并检查设置，已恢复")


def rejected(telling: Telling) -> None:
    """Not ours to serve."""
    telling.at += telling.minutes(4, 40)
    telling.add("reject", reason="非本公司产品")


def cancelled(telling: Telling) -> None:
    """The customer wants it no more, before anybody came."""
    telling.write()
    if telling.random.random() < 0.7:
        telling.dispatch().accept().call()
        if telling.random.random() < 0.5:
            telling.agree()
    telling.at += telling.minutes(10, 300)
    telling.add("cancel", reason=telling.random.choice(("客户自行解决", "客户改期未定", "重复登记", "客户不想修了")))


def arranged(telling: Telling) -> Telling:
    """Written, handed over and agreed; perhaps agreed again."""
    telling.write().dispatch().accept().call().agree()
    if telling.random.random() < 0.065:
        telling.reschedule()
    if telling.random.random() < 0.025:
        telling.depart().no_access()
        telling.at += telling.minutes(30, 300)
        telling.at = telling.working(5, 200)
        telling.agree(by_customer=True)
    return telling


def on_site(telling: Telling) -> Telling:
    """Somebody comes and begins."""
    return telling.depart().arrive().confirm().start()


def mended(telling: Telling) -> None:
    """Repaired at the first visit: the ordinary course."""
    on_site(arranged(telling)).diagnose("fix_now").charge().finish_visit().sign().report().close().follow_up()
    if telling.chance("reopen"):
        telling.at += telling.minutes(600, 4000)
        telling.add("reopen", reason="客户来电：同一故障又出现")
        telling.at = telling.working(10, 120)
        telling.agree(by_customer=False).depart().arrive().confirm().start()
        telling.diagnose("fix_now").finish_visit().sign().report().close().follow_up()


def seen_twice(telling: Telling) -> None:
    """Another visit is needed, mostly for a part; sometimes the order waits on record."""
    on_site(arranged(telling)).diagnose("another_visit")
    if telling.random.random() < 0.6:
        telling.at += telling.minutes(2, 15)
        telling.add("hold", reason=telling.random.choice(_HOLDS), note="")
        telling.at += _DAY * telling.random.triangular(0.6, 6, 1.5)
        telling.at = telling.working(5, 120)
        telling.add("resume", note="")
    else:
        telling.at = telling.working(60, 600)
    telling.agree(by_customer=False).depart().arrive().confirm().start()
    telling.diagnose("fix_now").charge().finish_visit().sign().report().close().follow_up()


def taken_back(telling: Telling) -> None:
    """Repaired in the workshop under warranty; who has to pay mostly has it mended at home, or takes it back unrepaired."""
    if not telling.is_in_warranty() and telling.random.random() < 0.8:
        mended(telling)
        return
    on_site(arranged(telling)).diagnose("take_back")
    workshop.take_along(telling)
    workshop.mend(telling)
    telling.report().close().follow_up()


def replacing_advised(telling: Telling) -> None:
    """Not worth mending."""
    on_site(arranged(telling)).diagnose("advise_replacing").sign().report().close().follow_up()


def given_up(telling: Telling) -> None:
    """Cannot be done."""
    on_site(arranged(telling)).diagnose("another_visit")
    telling.at = telling.working(300, 3000)
    telling.add("cannot_complete", reason=telling.random.choice(("配件停产", "客户拒绝继续维修")))


Course = Callable[[Telling], None]
_ORDERED: tuple[tuple[Course, float], ...] = (
    (taken_back, 0.045), (replacing_advised, 0.022), (given_up, 0.008), (cancelled, 0.038),
)  # fmt: skip
UNORDERED: tuple[tuple[Course, int], ...] = ((answered, 86), (rejected, 14))


def take(telling: Telling) -> None:
    """Let a case that becomes an order run its course."""
    dice = telling.random.random()
    for course, share in _ORDERED:
        if dice < share:
            course(telling)
            return
        dice -= share
    if telling.chance("second_visit"):
        seen_twice(telling)
    else:
        mended(telling)
