"""What customers' files ask of this context: outlets' names; see customers/customer_care/above.py."""

from collections.abc import Mapping

from wuxing.resources.outlets.models import Outlet


def outlets() -> Mapping[int, str]:
    """Return the outlets' names by their number."""
    return dict(Outlet.objects.order_by("code").values_list("pk", "name"))
