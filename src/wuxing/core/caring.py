"""What the core keeps of customers, and how it forgets them (customers.customer_care finds this)."""

from collections.abc import Sequence

from wuxing.core.actors import Actor
from wuxing.core.notices.actions.forgetting import forget_recipient
from wuxing.core.notices.recipients import RecipientKind


def forget_notices(customers: Sequence[int], by: Actor) -> list[int]:
    """Empty the notices to these customers. The ledger says nothing of a person about notices: no entries to empty."""
    for customer_id in customers:
        forget_recipient(RecipientKind.CUSTOMER, customer_id, by=by)
    return []


ERASERS = (forget_notices,)
