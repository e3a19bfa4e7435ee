"""What a nonconformity may concern of this context (procedure 22)."""

from wuxing.governance.nonconformity.queries.origins import Offer
from wuxing.resources.models import Outlet

MOST = 500


def _outlets() -> list[tuple[int, str]]:
    return list(Outlet.objects.filter(active=True).order_by("name").values_list("pk", "name")[:MOST])


OFFERS: tuple[Offer, ...] = ()
CHOICES = {"outlet": _outlets}
