"""Who works here: posts and their holders, outlets, skills, products."""

from collections import defaultdict

from wuxing.core import wording
from wuxing.core.access import PERMISSIONS, ROLE_TITLES, Permission, Role
from wuxing.core.models import Membership
from wuxing.customers.models import Product
from wuxing.resources.competence.rules import trade_word
from wuxing.resources.models import Outlet, Person, Skill
from wuxing.web.handbook.content import common
from wuxing.web.handbook.facts import Row
from wuxing.web.handbook.gathering.times import months

NAMED = 3
"""So many people of a post are named; of more, the first and how many."""
COMPANY_ROLES = (
    Role.GENERAL_MANAGER,
    Role.SERVICE_MANAGER,
    Role.QUALITY_MANAGER,
    Role.AGENT,
    Role.DISPATCHER,
    Role.TECHNICIAN,
    Role.ADMINISTRATOR,
)


def members(tenant_id: int) -> dict[Role, list[str]]:
    """Return who works in which role, by name."""
    found: dict[Role, list[str]] = defaultdict(list)
    rows = (
        Membership.objects.filter(tenant_id=tenant_id, active=True).select_related("user").order_by("user__name", "pk")
    )
    for row in rows:
        for role in row.roles:
            found[Role(role)].append(row.user.name)
    return found


def names(people: list[str], language: str) -> str:
    """Return the holders of a post: all of a few, the first and the number of many."""
    said = common("says", language)
    if not people:
        return said["nobody"]
    if len(people) <= NAMED:
        return "、".join(people)
    return "、".join(people[:NAMED]) + said["names_more"].format(count=len(people))


def roles_by_permission(present: set[Role]) -> dict[str, list[Role]]:
    """Return which roles of the company hold a permission; administrators only where nobody else does.

    Roles in which nobody works are left out, unless that leaves none.
    """
    return {permission.value: _holding(permission, present) for permission in Permission}


def _holding(permission: Permission, present: set[Role]) -> list[Role]:
    holding: list[Role] = [role for role in COMPANY_ROLES if permission in PERMISSIONS[role]]
    working: list[Role] = [role for role in holding if role in present]
    desk: list[Role] = [role for role in working if role != Role.ADMINISTRATOR]
    return desk or working or holding


def titles() -> dict[str, str]:
    """Return the names of the roles in the active language."""
    return {role.value: str(ROLE_TITLES[role]) for role in Role}


def post_rows(people: dict[Role, list[str]], language: str) -> list[Row]:
    """Return the posts and who holds them."""
    return [
        Row(f"post.{role.value}", (str(ROLE_TITLES[role]), names(people.get(role, []), language)))
        for role in COMPANY_ROLES
        if people.get(role)
    ]


def outlet_rows(language: str) -> list[Row]:
    """Return the outlets at work: kind, city, districts, how many people."""
    said = common("says", language)
    staff: dict[int, int] = defaultdict(int)
    for outlet_id in Person.objects.filter(active=True).values_list("outlet_id", flat=True):
        staff[outlet_id] += 1
    return [
        Row(
            f"outlet.{one.code}",
            (one.name, said[one.kind], one.city, "、".join(one.districts), said["people"].format(count=staff[one.pk])),
        )
        for one in Outlet.objects.filter(active=True).order_by("code")
    ]


def skill_rows(language: str) -> list[Row]:
    """Return how many people have reached which level of each trade."""
    said = common("says", language)
    counted: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for trade, level in Skill.objects.filter(person__active=True).values_list("trade", "level"):
        counted[trade][level] += 1
    return [
        Row(
            f"skill.{trade}",
            (
                wording.text(trade_word(trade)),
                "、".join(
                    said["level"].format(level=level, count=levels[level]) for level in sorted(levels, reverse=True)
                ),
            ),
        )
        for trade, levels in sorted(counted.items())
    ]


def warranty_rows(language: str) -> list[Row]:
    """Return how long products of each category are in warranty."""
    said = common("says", language)
    terms: dict[str, set[int | None]] = defaultdict(set)
    models: dict[str, int] = defaultdict(int)
    for category, count in Product.objects.filter(active=True).values_list("category", "warranty_months"):
        terms[category].add(count)
        models[category] += 1
    return [
        Row(
            f"warranty.{category}",
            (
                category,
                str(models[category]),
                "、".join(
                    months(count, language) if count else said["none"]
                    for count in sorted(terms[category], key=lambda one: one or 0)
                ),
            ),
        )
        for category in sorted(terms)
    ]
