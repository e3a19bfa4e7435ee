"""What the core keeps of customers, how it tells them of it and how it forgets them (customers.customer_care finds this)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from wuxing.core.actors import Actor
from wuxing.core.notices import words
from wuxing.core.notices.actions.forgetting import forget_recipient
from wuxing.core.notices.models import Notice
from wuxing.core.notices.recipients import RecipientKind


def forget_notices(customers: Sequence[int], by: Actor) -> list[int]:
    """Empty the notices to these customers. The ledger says nothing of a person about notices: no entries to empty."""
    for customer_id in customers:
        forget_recipient(RecipientKind.CUSTOMER, customer_id, by=by)
    return []


def copy_notices(customers: Sequence[int]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the messages to these customers as they were written: when, to which address, what became of them."""
    found = Notice.objects.filter(
        recipient_kind=RecipientKind.CUSTOMER, recipient_id__in=list(customers), erased_at=None
    )
    rows = [
        {"message": words.title_of(one.event), "state": words.shown_state(one.state, one.reason), **_kept(one)}
        for one in found.order_by("pk").iterator()
    ]
    return [(_("messages to you"), rows)] if rows else []


def _kept(one: Notice) -> dict[str, Any]:
    names = ("made_at", "over_at", "name", "address", "subject", "body")
    return {name: value for name in names if (value := getattr(one, name))}


ERASERS = (forget_notices,)
COPIERS = (copy_notices,)
