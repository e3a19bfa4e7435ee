"""A certification body, two people of it, and tables as somebody would upload them."""

import io
from collections.abc import Callable, Iterator, Mapping

import openpyxl
import pytest

from tests.packs import gbt
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.packs.structure import Pack

Make = Callable[..., Actor]
SOURCE = "国家标准全文公开系统购买的许可文本，2026-11-02"
TEXT = (
    "条款,语言,条文\n5.1.1.1,zh-Hans,这是许可文本\n5.1.1.1,en,This is licensed text\n5.1,zh-Hans,这是大类的许可文本\n"
)


def points_like(pack: Pack, **changes: str) -> dict[str, str]:
    """A table that adds up: the placeholders, moved by one tenth between two leaves so that they differ."""
    points = {leaf.id: str(leaf.placeholder_points) for leaf in pack.leaves}
    points |= {"5.1.1.1": "3.1", "5.1.1.2": "2.9"}
    return points | {name.replace("_", "."): value for name, value in changes.items()}


def as_csv(points: Mapping[str, str], heading: str = "条款,分值") -> io.BytesIO:
    lines = [heading, *(f"{leaf},{value}" for leaf, value in points.items())]
    return io.BytesIO("\n".join(lines).encode())


class Formula(str):
    """A value that is written as it is, not as a number."""

    __slots__ = ()


def as_book(points: Mapping[str, object]) -> io.BytesIO:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.append(["clause", "points"])
    for leaf, value in points.items():
        made.active.append([leaf, float(value) if type(value) is str else value])
    kept = io.BytesIO()
    made.save(kept)
    kept.seek(0)
    return kept


@pytest.fixture
def body(db: None) -> Iterator[Tenant]:
    """华评认证: a certification body; the test runs inside its walls."""
    made = Tenant.objects.create(
        slug="huaping", name="华评认证", kind=Tenant.Kind.CERTIFICATION_BODY, created_at=clock.now()
    )
    with in_tenant(made.pk):
        yield made


@pytest.fixture
def edition(db: None) -> Edition:
    """GB/T 27922-2011 as shipped, loaded."""
    return editions.keep_edition(gbt(), catalogue.declared())[0]


@pytest.fixture
def loader(body: Tenant, actor: Make) -> Actor:
    return actor(Role.EVALUATOR, tenant=body, name="何静")


@pytest.fixture
def signer(body: Tenant, actor: Make) -> Actor:
    return actor(Role.DECISION_MAKER, tenant=body, name="罗勤")
