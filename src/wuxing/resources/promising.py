"""Who of this context keeps promises (procedure 2): outlets and people."""

from wuxing.core.reasons import say
from wuxing.governance.commitments.subjects import Holder
from wuxing.resources.models import Outlet, Person

MOST = 2000


def _outlets() -> list[tuple[int, str]]:
    return list(Outlet.objects.filter(active=True).order_by("name", "pk").values_list("pk", "name")[:MOST])


def _people() -> list[tuple[int, str]]:
    return list(Person.objects.filter(active=True).order_by("name", "pk").values_list("pk", "name")[:MOST])


HOLDERS = (Holder("outlet", say("outlet"), _outlets), Holder("person", say("technician"), _people))
