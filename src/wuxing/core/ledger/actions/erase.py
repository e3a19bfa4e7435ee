"""Erase: take personal data out of entries. The log still verifies, for it never held it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from wuxing.core import clock
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.ledger.actions.record import record
from wuxing.core.ledger.models import Entry


@transaction.atomic
def erase(entry_ids: Sequence[int], *, by: Actor, reason: str) -> int:
    """删除个人信息: empty payload and salt of entries, for a stated reason; record that; return the new entry's number.

    Raises:
        NotAllowed: the actor may not erase personal data.
        BadInput: no reason is given, or nothing to erase.
        NotFound: an entry is not there, or was erased before.
    """
    by.require(Permission.CUSTOMER_ERASE)
    wanted = sorted(set(entry_ids))
    if not reason.strip():
        raise BadInput({"reason": _("state why the data is erased")})
    if not wanted:
        raise BadInput({"entries": _("name at least one entry")})
    entries = list(
        Entry.objects.select_for_update().filter(tenant_id=by.tenant_id, pk__in=wanted, erased_at=None).order_by("pk")
    )
    if len(entries) != len(wanted):
        raise NotFound(_("an entry is not there or was erased before; nothing was erased"))

    Entry.objects.filter(tenant_id=by.tenant_id, pk__in=wanted).update(payload=None, salt=None, erased_at=clock.now())
    cases = {(entry.case_type, entry.case_id) for entry in entries}
    kind, number = cases.pop() if len(cases) == 1 else (None, None)
    case = None if kind is None or number is None else (kind, number)
    return record("ledger.erase", by=by, target=entries[0], case=case, entries=wanted, reason=reason.strip())
