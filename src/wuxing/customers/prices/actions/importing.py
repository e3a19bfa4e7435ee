"""价目导入: a whole table looked at first, then taken in: all of its rows or none."""

from django.db import transaction

from wuxing.core import clock, ledger, wording
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.models import Tenant
from wuxing.core.reasons import say
from wuxing.customers.prices import reading
from wuxing.customers.prices.actions.keeping import save_price
from wuxing.customers.prices.reading import Line


class BadTable(BadInput):
    """Rows of the table are wrong; nothing was kept. `lines` says which."""

    def __init__(self, lines: list[Line]) -> None:
        bad = sum(1 for line in lines if line.faults)
        super().__init__({"file": say("%(count)s rows are wrong; nothing was kept", count=bad)})
        self.lines = lines


class _LookedAt(Exception):
    """Ends a rehearsal, so that nothing of it is kept."""


def import_prices(*, data: bytes, keep: bool, by: Actor) -> list[Line]:
    """价目导入: take a table of prices in, all or none; without `keep` only look at what would come of it.

    Raises:
        NotAllowed: the actor does not keep the price book.
        Unreadable: it is no table, too big, packed to harm, or lacks columns.
        BadTable: rows are wrong (only with `keep`; else each line names its faults).
    """
    by.require(Permission.PRICE_MANAGE)
    lines = reading.lines_of(data)
    try:
        with transaction.atomic():
            for line in lines:
                if not line.faults:
                    _take(line, by)
            bad = any(line.faults for line in lines)
            if bad or not keep:
                raise _LookedAt
            tenant = Tenant.objects.get(pk=by.tenant_id)
            ledger.record("prices.import", by=by, target=tenant, rows=len(lines), on=clock.today(by.zone))
    except _LookedAt:
        if keep:
            raise BadTable(lines) from None
    return lines


def _take(line: Line, by: Actor) -> None:
    """Keep one row; what the rules say against it stands at the row."""
    try:
        with transaction.atomic():
            save_price(**line.details, by=by)
    except BadInput as error:
        line.faults += [wording.text(reason) for reason in error.fields.values()]
    except NotFound as error:
        line.faults.append(wording.text(error.reason))
