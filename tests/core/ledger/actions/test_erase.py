"""Personal data goes; the entry, its place and its proof stay."""

import pytest

from tests.core.ledger.conftest import sealed
from wuxing.core.access import Role
from wuxing.core.actors import system_actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound
from wuxing.core.ledger.actions.erase import erase
from wuxing.core.ledger.models import Entry
from wuxing.core.ledger.queries import Answer, Step, proof_of, verification
from wuxing.core.tenants import in_tenant

pytestmark = pytest.mark.django_db(transaction=True)


def test_erased_entries_leave_the_log_verifiable(by):
    numbers = sealed(by, 5)
    with in_tenant(by.tenant_id):
        number = erase(numbers[1:3], by=by, reason="the customer asked")
        emptied = Entry.objects.get(pk=numbers[1])
        assert (emptied.payload, emptied.salt, emptied.erased_at is None) == (None, None, False)
        trace = Entry.objects.get(pk=number)
        assert (trace.event, trace.target_id) == ("ledger.erase", numbers[1])
        assert trace.payload == {"entries": numbers[1:3], "reason": "the customer asked"}
        proof = proof_of(by.tenant_id, numbers[1])
    assert proof.steps == dict.fromkeys(Step, Answer.HOLDS) | {Step.PAYLOAD: Answer.ERASED}
    assert (proof.verdict, proof.payload) == (Answer.HOLDS, None)
    verdict = verification.verify(by.tenant_id)
    assert (verdict.intact, verdict.complete, verdict.findings) == (True, True, [])


@pytest.mark.parametrize(("reason", "count"), [(" ", 1), ("asked", 0)])
def test_erasing_needs_a_reason_and_entries(by, reason, count):
    numbers = sealed(by, 1)
    with in_tenant(by.tenant_id), pytest.raises(BadInput):
        erase(numbers[:count], by=by, reason=reason)


def test_erasing_twice_is_refused_and_changes_nothing(by):
    numbers = sealed(by, 2)
    with in_tenant(by.tenant_id):
        erase(numbers[:1], by=by, reason="asked")
        with pytest.raises(NotFound):
            erase(numbers, by=by, reason="asked")
        assert Entry.objects.get(pk=numbers[1]).erased_at is None
        assert Entry.objects.filter(event="ledger.erase").count() == 1


def test_an_agent_may_not_erase(by, actor):
    numbers = sealed(by, 1)
    with in_tenant(by.tenant_id):
        with pytest.raises(NotAllowed):
            erase(numbers, by=actor(Role.AGENT), reason="asked")
        assert Entry.objects.filter(erased_at=None).count() == 1


def test_another_tenants_entries_cannot_be_erased(by, other_company):
    numbers = sealed(by, 1)
    with in_tenant(other_company.pk), pytest.raises(NotFound):
        erase(numbers, by=system_actor(other_company.pk), reason="asked")
    with in_tenant(by.tenant_id):
        assert Entry.objects.filter(erased_at=None).count() == 1
