"""Evidence for machines."""

from collections.abc import Callable

import pytest
from django.test import RequestFactory

from tests.evidence.factory import orders
from tests.packs import gbt
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound
from wuxing.core.models import Tenant
from wuxing.evidence import api
from wuxing.evidence.metrics.queries import Tab
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]


@pytest.fixture
def request_by(company: Tenant, actor: Callable[..., Actor]) -> Callable[[Role], object]:
    editions.keep_edition(gbt(), catalogue.declared())
    orders(company, 120, until=clock.now())

    def make(role: Role) -> object:
        request = RequestFactory().get("/api/evidence/")
        request.actor = actor(role)
        return request

    return make


def test_readiness_has_every_metric_and_indicator(request_by: Callable[[Role], object]) -> None:
    found = api.readiness(request_by(Role.CONSULTANT))
    assert (len(found["metrics"]), len(found["indicators"])) == (44, 61)
    assert sum(1 for i in found["indicators"] if i["placeholder"]) > 0
    assert found["readiness"].keys() >= {"low", "likely", "high", "level"}


def test_records_are_paged_to_the_last(request_by: Callable[[Role], object]) -> None:
    request = request_by(Role.SERVICE_MANAGER)
    first = api.records(request, "requests_logged_completely", tab=Tab.ALL)
    seen, after = {record.id for record in first.records}, first.after
    while after:
        more = api.records(request, "requests_logged_completely", tab=Tab.ALL, after=after)
        seen |= {record.id for record in more.records}
        after = more.after
    assert len(seen) == first.count
    assert set(first.records[0].facts) == {"cancelled", "logged_complete"}


def test_what_is_not_there_or_makes_no_sense_is_refused(request_by: Callable[[Role], object]) -> None:
    request = request_by(Role.SERVICE_MANAGER)
    with pytest.raises(NotFound):
        api.metric(request, "nothing")
    with pytest.raises(BadInput):
        api.records(request, "resolved_in_time", after="yesterday")
    with pytest.raises(BadInput):
        api.readiness(request, as_of="2100-01-01")


def test_who_may_not_read_evidence_is_refused(request_by: Callable[[Role], object]) -> None:
    for call in (api.readiness, api.metrics):
        with pytest.raises(NotAllowed):
            call(request_by(Role.AGENT))
