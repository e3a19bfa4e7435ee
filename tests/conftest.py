"""What every test may ask for: two organisations, actors in them, and the database underneath."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count

import psycopg
import pytest
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from tests.plugin import WORKER, SuiteDatabase, test_server
from tests.shop import Shop, shop_of
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor, Channel, actor_for
from wuxing.core.models import Membership, Tenant, User
from wuxing.core.notices.queries import situation
from wuxing.core.tenants import in_tenant

settings.register_profile(
    "unhurried",
    deadline=None,  # speed is measured in benchmarks/, never in tests
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="WUXING_EXPLORE" not in os.environ,  # the same examples each time, unless one wants to look further
)
settings.load_profile("unhurried")

_numbers = count(1)


@pytest.fixture(scope="session")
def django_db_setup(running_database: SuiteDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Use the database made by tests.plugin: the application's role may not create one, and shall not."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()


def _from_the_template(_: TransactionTestCase) -> None:
    """After a test that commits: a new copy of the template, for the application may not TRUNCATE."""
    connections.close_all()
    test_server.fresh()


TransactionTestCase._fixture_teardown = _from_the_template  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Leave the language as it was: a page that a test opens may leave another."""
    before = translation.get_language()
    yield
    if before is None:
        translation.deactivate_all()
    else:
        translation.activate(before)


@pytest.fixture(scope="session", autouse=True)
def _no_hour_is_quiet() -> None:
    """Let notices go out at whatever hour the tests run; a test of quiet hours sets its own."""
    for kind, terms in situation.DEFAULTS.items():
        situation.DEFAULTS[kind] = replace(terms, quiet=None)


@pytest.fixture(autouse=True)
def _own_files(settings: Settings) -> None:
    """Give the test logs and keys of its own: what another company of the same name has published is not its past."""
    settings.DATA = test_server.root / "apart" / f"{WORKER}-{next(_numbers)}"


@pytest.fixture
def owner_cursor(db: None) -> Iterator[psycopg.Cursor[tuple[object, ...]]]:
    """A cursor of the owner, who makes tables; it sees what is committed only."""
    with psycopg.connect(os.environ["WUXING_DATABASE_OWNER"], autocommit=True) as connection:
        yield connection.cursor()


@pytest.fixture
def company(db: None) -> Tenant:
    """海岚电器: a company that serves what it sells."""
    return Tenant.objects.create(slug="hailan", name="海岚电器", kind=Tenant.Kind.COMPANY, created_at=clock.now())


@pytest.fixture
def other_company(db: None) -> Tenant:
    """Another company, whose rows nobody of `company` may see."""
    return Tenant.objects.create(slug="beichen", name="北辰家电", kind=Tenant.Kind.COMPANY, created_at=clock.now())


ActorFactory = Callable[..., Actor]


@pytest.fixture
def actor(company: Tenant) -> ActorFactory:
    """Make a user with roles and act as them: `actor(Role.AGENT)`, `actor(Role.AGENT, tenant=other_company)`."""

    def make(*roles: Role, tenant: Tenant = company, name: str = "王敏") -> Actor:
        user = User.objects.create(username=f"user{next(_numbers)}", name=name)
        with in_tenant(tenant.pk):
            Membership.objects.create(tenant=tenant, user=user, roles=[role.value for role in roles])
        return actor_for(
            tenant_id=tenant.pk,
            user_id=user.pk,
            name=name,
            roles=frozenset(roles),
            channel=Channel.WEB,
            zone=tenant.zone,
        )

    return make


@pytest.fixture
def inside(company: Tenant) -> Iterator[Tenant]:
    """Run the whole test inside `company`; for a file: `pytestmark = pytest.mark.usefixtures("inside")`."""
    with in_tenant(company.pk):
        yield company


@pytest.fixture
def shop(inside: Tenant, actor: ActorFactory) -> Shop:
    """A small company that repairs, inside its walls."""
    return shop_of(inside, actor)
