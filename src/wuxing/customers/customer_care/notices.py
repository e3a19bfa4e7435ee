"""What notices ask about a customer: where to reach them now, and whether they agreed to a purpose."""

from collections.abc import Sequence

from wuxing.core.actors import Actor
from wuxing.core.notices import recipients
from wuxing.core.notices.recipients import Known, Named, RecipientKind
from wuxing.customers.customer_care import masking
from wuxing.customers.customer_care.models import Contact, Customer
from wuxing.customers.customer_care.queries.consents import may_use
from wuxing.customers.customer_care.queries.files import standing_file

MOST = 3


@recipients.directory(RecipientKind.CUSTOMER)
def reach(customer_id: int) -> Known | None:
    """Return a customer's name and numbers, those of the file that stands after a merge; None when erased or not there."""
    standing = standing_file(customer_id)
    found = Customer.objects.filter(pk=standing, erased_at=None).first() if standing else None
    if found is None:
        return None
    phones = Contact.objects.filter(customer=found).exclude(phone="").order_by("pk").values_list("phone", flat=True)
    return Known(found.name, tuple(phones[:MOST]))


@recipients.consent(RecipientKind.CUSTOMER)
def agreed(customer_id: int, purpose: str) -> bool:
    """Say whether a customer agreed to a purpose, by what they last said about it."""
    return may_use(customer_id, purpose) is None


@recipients.mask(RecipientKind.CUSTOMER)
def seen(by: Actor, named: Sequence[Named]) -> list[str]:
    """Return the names to which notices go as a person may see them: people masked, organisations whole."""
    ids = {number for number, _name in named if number}
    files = {one.pk: one for one in Customer.objects.filter(pk__in=ids).only("name", "kind")} if ids else {}
    return [
        masking.party_for(by, name, getattr(file, "name", None), getattr(file, "kind", None))
        for file, name in ((files.get(number or 0), name) for number, name in named)
    ]
