"""What the proof panel says, of entries sealed, waiting, erased and tampered with."""

import pytest

from tests.core.ledger.conftest import recorded, sealed
from wuxing.core.errors import NotFound
from wuxing.core.ledger.actions import integrate
from wuxing.core.ledger.queries import Answer, Step, entries_about, files, proof_of, state_of, timeline
from wuxing.core.tenants import in_tenant
from wuxing.proof import proofs
from wuxing.proof.notes import BadNote

pytestmark = pytest.mark.django_db(transaction=True)
HOLDS, FAILS, WAITING = Answer.HOLDS, Answer.FAILS, Answer.WAITING


def steps_of(by, number):
    with in_tenant(by.tenant_id):
        return proof_of(by.tenant_id, number).steps


def test_a_sealed_entry_is_proved_in_five_steps(by):
    numbers = sealed(by, 300)
    with in_tenant(by.tenant_id):
        for place in (0, 255, 256, 299):
            proof = proof_of(by.tenant_id, numbers[place])
            assert proof.steps == dict.fromkeys(Step, HOLDS)
            assert (proof.verdict, proof.index, proof.head.size) == (HOLDS, place, 300)
            assert proof.payload == {"fault": "不制冷", "phone": f"138{place:08d}"}


def test_a_proof_takes_two_queries_however_many_entries(by, django_assert_num_queries):
    for count in (1, 600):
        numbers = sealed(by, count)
        with in_tenant(by.tenant_id), django_assert_num_queries(2):
            proof_of(by.tenant_id, numbers[0])


def test_an_entry_waits_before_it_is_sealed(by):
    sealed(by, 3)
    (number,) = recorded(by, 1)
    waiting = dict.fromkeys(Step, WAITING) | {Step.PAYLOAD: HOLDS}
    assert steps_of(by, number) == waiting
    integrate.integrate(by.tenant_id)
    assert steps_of(by, number) == waiting | {Step.ENVELOPE: HOLDS}
    with in_tenant(by.tenant_id):
        proof = proof_of(by.tenant_id, number)
    assert (proof.verdict, proof.file()) == (WAITING, None)


def test_the_proof_file_is_checked_by_itself(by):
    numbers = sealed(by, 20)
    with in_tenant(by.tenant_id):
        proof = proof_of(by.tenant_id, numbers[7])
    key = files.verifier_of("hailan")
    read = proofs.proof_from(proof.file())
    assert proofs.checked(read, [key], proof.origin).size == 20
    spoiled = proof.file().replace("index 7", "index 8")
    with pytest.raises(BadNote, match="does not lead"):
        proofs.checked(proofs.proof_from(spoiled), [key], proof.origin)


@pytest.mark.parametrize(
    ("statement", "step"),
    [
        ("UPDATE core_entry SET payload = '{}' WHERE id = {}", Step.PAYLOAD),
        ("UPDATE core_entry SET payload = NULL, salt = NULL WHERE id = {}", Step.PAYLOAD),
        ("UPDATE core_entry SET occurred_at = occurred_at - interval '1 hour' WHERE id = {}", Step.ENVELOPE),
        ("UPDATE core_leaf SET index = index + 100 WHERE entry_id <> {}", Step.TREE),
        ("UPDATE core_node SET hash = decode(repeat('00', 32), 'hex') WHERE index >= 0 OR {} = 0", Step.TREE),
        (
            "UPDATE core_checkpoint SET note = replace(note, 'hailan', 'hailam') WHERE size > 0 OR {} = 0",
            Step.SIGNATURE,
        ),
    ],
)
def test_the_step_that_fails_says_so(by, tamper, statement, step):
    numbers = sealed(by, 20)
    tamper(statement.replace("{}'", "\0").replace("{}", str(numbers[7])).replace("\0", "{}'"))
    assert [found for found, answer in steps_of(by, numbers[7]).items() if answer is FAILS] == [step]


def test_without_the_key_the_signature_is_unknown(by):
    numbers = sealed(by, 1)
    files.key_path("hailan").unlink()
    (files.folder_of("hailan") / files.KEY).unlink()
    assert steps_of(by, numbers[0])[Step.SIGNATURE] is Answer.UNKNOWN


def test_another_tenants_entry_has_no_proof(by, other_company):
    numbers = sealed(by, 1)
    with in_tenant(other_company.pk), pytest.raises(NotFound):
        proof_of(other_company.pk, numbers[0])


def test_the_state_of_a_log(by):
    sealed(by, 3)
    recorded(by, 2)
    with in_tenant(by.tenant_id):
        state = state_of(by.tenant_id)
    assert (state.size, state.pending, state.sealed, state.sealed_at is None) == (3, 2, 3, False)


def test_a_timeline_shows_its_case_and_what_is_sealed(by):
    numbers = sealed(by, 3)
    (late,) = recorded(by, 1)
    with in_tenant(by.tenant_id):
        found = [(entry.pk, entry.sealed) for entry in timeline(by.tenant_id, ("service_request", 0))]
        about = [entry.pk for entry in entries_about(by.tenant_id, ("service_request", 1))]
    assert found == [(numbers[0], True), (late, False)]
    assert about == [numbers[1]]
