"""Records of this context from which a nonconformity can be raised (procedure 22). A customer is named by number only."""

from wuxing.customers.models import Customer, Product
from wuxing.governance.nonconformity.queries.origins import Offer, Origin
from wuxing.governance.nonconformity.states import Source

MOST = 500


def _customer(pk: int) -> Origin | None:
    return Origin(number=str(pk)) if Customer.objects.filter(pk=pk).exists() else None


def _products() -> list[tuple[int, str]]:
    rows = Product.objects.filter(active=True).order_by("name", "model").values_list("pk", "name", "model")[:MOST]
    return [(pk, f"{name} {model}".strip()) for pk, name, model in rows]


OFFERS = (Offer("customer", _customer, "customers:customer", Source.CUSTOMER),)
CHOICES = {"product": _products}
