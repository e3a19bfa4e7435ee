"""One person's files: the one that stands and those that were merged into it."""

from wuxing.core.errors import NotFound
from wuxing.core.reasons import say
from wuxing.customers.customer_care.models import Customer


def standing_file(customer_id: int) -> int | None:
    """Return the file that stands for a file: itself, or the one it was merged into. None when there is no such file."""
    into: int | None = customer_id
    while into is not None:
        found = Customer.objects.filter(pk=into).values_list("pk", "merged_into_id").first()
        if found is None:
            return None
        customer_id, into = found
    return customer_id


def family_of(customer_id: int) -> list[int]:
    """Return the file and every file that was merged into it, however far."""
    family, added = [customer_id], [customer_id]
    while added:
        added = list(Customer.objects.filter(merged_into_id__in=added).order_by("pk").values_list("pk", flat=True))
        family.extend(added)
    return family


def customer_of(customer_id: int, *, lock: bool = False) -> Customer:
    """Return a customer's file. Raises NotFound."""
    rows = Customer.objects.select_for_update() if lock else Customer.objects.all()
    found = rows.filter(pk=customer_id).first()
    if found is None:
        raise NotFound(say("there is no customer %(id)s here", id=customer_id))
    return found
