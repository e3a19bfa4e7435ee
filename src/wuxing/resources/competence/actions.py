"""Actions on people and their skills (procedure 7): never deleted, only made inactive."""

from datetime import date

from django.db import transaction

from wuxing.core import ledger
from wuxing.core.access import Permission
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotFound
from wuxing.core.models import Membership
from wuxing.core.reasons import say
from wuxing.resources.competence.models import Person, Skill
from wuxing.resources.outlets.models import Outlet

LEVELS = range(1, 6)


@transaction.atomic
def save_person(
    *,
    person_id: int | None = None,
    number: str,
    name: str,
    outlet_id: int,
    user_id: int | None = None,
    active: bool = True,
    by: Actor,
) -> Person:
    """人员登记: write down somebody who does the service, or change their post (procedure 7).

    Raises NotAllowed, NotFound, BadInput (a field, a number or a sign-in that is taken).
    """
    by.require(Permission.RESOURCE_WRITE)
    others = Person.objects.exclude(pk=person_id or 0)
    members = Membership.objects.filter(tenant_id=by.tenant_id, active=True)
    signs_in = user_id is not None
    checks = (
        ("number", not number.strip(), say("give the person a staff number")),
        ("number", others.filter(number=number.strip()).exists(), say("another person has this number")),
        ("name", not name.strip(), say("write the person's name")),
        ("outlet_id", not Outlet.objects.filter(pk=outlet_id).exists(), say("choose the outlet")),
        (
            "user_id",
            signs_in and not members.filter(user=user_id or 0).exists(),
            say("choose a member of this organisation"),
        ),
        ("user_id", signs_in and others.filter(user=user_id or 0).exists(), say("another person signs in with this")),
    )
    if wrong := {field: reason for field, refused, reason in checks if refused}:
        raise BadInput(wrong)
    locked = Person.objects.select_for_update()
    person = locked.filter(pk=person_id).first() if person_id else Person(tenant_id=by.tenant_id)
    if person is None:
        raise NotFound(say("there is no such person here"))

    person.number, person.name, person.outlet_id = number.strip()[:20], name.strip()[:100], outlet_id
    person.user_id, person.active = user_id, active
    person.save()
    ledger.record(
        "person.save" if person_id else "person.add",
        by=by,
        target=person,
        number=person.number,
        name=person.name,
        outlet_id=outlet_id,
        active=active,
    )
    return person


@transaction.atomic
def save_skill(
    *, person_id: int, trade: str, level: int, certificate_no: str = "", valid_until: date | None = None, by: Actor
) -> Skill:
    """能力评价: what a person is able and allowed to repair, and until when the certificate runs (procedure 7).

    Raises NotAllowed, NotFound, BadInput (no trade, a level outside 1 to 5).
    """
    by.require(Permission.RESOURCE_WRITE)
    wrong: dict[str, str] = {}
    if not trade.strip():
        wrong["trade"] = say("choose the trade")
    if level not in LEVELS:
        wrong["level"] = say("a level from 1 to 5")
    if wrong:
        raise BadInput(wrong)
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound(say("there is no such person here"))
    old = person.skills.filter(trade=trade.strip()).first()
    before = {"level": old.level, "valid_until": old.valid_until} if old else None

    skill, _made = Skill.objects.update_or_create(
        tenant_id=by.tenant_id,
        person=person,
        trade=trade.strip()[:40],
        defaults={"level": level, "certificate_no": certificate_no.strip()[:60], "valid_until": valid_until},
    )
    ledger.record(
        "person.skill",
        by=by,
        target=skill,
        person_id=person.pk,
        trade=skill.trade,
        before=before,
        after={"level": level, "valid_until": valid_until},
    )
    return skill
