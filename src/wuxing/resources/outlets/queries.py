"""Questions about outlets."""

from wuxing.resources.competence.models import Person
from wuxing.resources.outlets.models import Outlet


def outlet_choices() -> list[tuple[str, str]]:
    """Return the outlets as choices of a form: number and name."""
    return [
        (str(pk), name) for pk, name in Outlet.objects.filter(active=True).order_by("name").values_list("pk", "name")
    ]


def users_of_outlet(reference: str) -> frozenset[int]:
    """Return the users that work at an outlet."""
    found = Person.objects.filter(outlet_id=int(reference), active=True, user__isnull=False)
    return frozenset(found.values_list("user_id", flat=True))
