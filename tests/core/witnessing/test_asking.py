"""New heads are cosigned by the witnesses of this installation at once, and by those elsewhere soon."""

import pytest
from django.db import connection

from tests.core.ledger.conftest import recorded, sealed
from wuxing.core.actors import system_actor
from wuxing.core.ledger import queries as ledger_queries
from wuxing.core.ledger.actions import erase, publish, seal, sweep
from wuxing.core.ledger.models import Checkpoint, Entry
from wuxing.core.ledger.queries import files
from wuxing.core.tenants import in_tenant
from wuxing.core.witnessing import queries
from wuxing.core.witnessing.actions import asking, choosing, vouching
from wuxing.core.witnessing.models import Cosignature, Witness, WitnessedLog
from wuxing.proof import checkpoints, folders, merkle, proofs
from wuxing.proof.checkpoints import Checkpoint as Head
from wuxing.proof.cosignatures import cosigned
from wuxing.proof.notes import new_signer
from wuxing.proof.witnesses import Refused, Request

pytestmark = pytest.mark.django_db(transaction=True)


def swept():
    return sweep.integrate_all(follow=asking.cosign_new_head)


def names(slug, *witnesses):
    keys = [queries.cosigner(each.slug) for each in witnesses]
    return [each.cosigner.name for each in cosigned(files.published_note(slug), keys)]


def test_a_new_head_is_published_with_the_cosignature_of_the_body(company, paired):
    recorded(system_actor(company.pk), 3)
    swept()
    assert names("hailan", paired) == ["127.0.0.1:8000/witness/zhengxin"]
    assert names("zhengxin", company) == ["127.0.0.1:8000/witness/hailan"]
    assert folders.checked(files.folder_of("hailan"), files.verifier_of("hailan")).size == 5  # with the pairing itself
    recorded(system_actor(company.pk), 300)
    swept()
    with in_tenant(company.pk):
        assert [row.size for row in Cosignature.objects.order_by("pk")] == [5, 305]
        assert [(row.size, row.failures, row.trouble) for row in Witness.objects.all()] == [(305, 0, "")]
    with in_tenant(paired.pk):
        (log,) = WitnessedLog.objects.all()
        assert (log.size, log.peer_id, log.refused) == (305, company.pk, "")
    assert names("hailan", paired) == ["127.0.0.1:8000/witness/zhengxin"]


def test_publishing_anew_keeps_the_cosignatures(company, paired):
    recorded(system_actor(company.pk), 3)
    swept()
    before = files.published_note("hailan")
    publish.publish(company.pk, "hailan", anew=True)
    assert files.published_note("hailan") == before


def test_a_proof_goes_to_the_newest_cosigned_head(company, paired):
    (entry, *_others) = recorded(system_actor(company.pk), 3)
    swept()
    sealed(system_actor(company.pk), 5)  # signed, and not cosigned yet
    with in_tenant(company.pk):
        text = ledger_queries.file_of(company.pk, entry)
        newest = ledger_queries.proof_of(company.pk, entry)
    proof = proofs.proof_from(text)
    assert checkpoints.unverified(proof.note).size == 5
    assert newest.head.size == 10
    assert len(cosigned(proof.note, [queries.cosigner("zhengxin")])) == 1
    key = files.verifier_of("hailan")
    assert proofs.checked(proof, [key], key.name).size == 5


def test_erasure_leaves_proof_cosignatures_and_log_valid(company, paired):
    by = system_actor(company.pk)
    (entry, *_others) = recorded(by, 3)
    swept()
    with in_tenant(company.pk):
        before = ledger_queries.file_of(company.pk, entry)
        erase.erase([entry], by=by, reason="客户要求删除")
        assert Entry.objects.get(pk=entry).payload is None
        assert ledger_queries.file_of(company.pk, entry) == before
    key = files.verifier_of("hailan")
    assert proofs.checked(proofs.proof_from(before), [key], key.name).size == 5
    swept()
    assert folders.checked(files.folder_of("hailan"), key).size == 6
    assert len(cosigned(files.published_note("hailan"), [queries.cosigner("zhengxin")])) == 1


def test_a_log_cut_back_is_not_cosigned_again(company, paired):
    recorded(system_actor(company.pk), 4)
    swept()
    with in_tenant(paired.pk):
        WitnessedLog.objects.update(size=50)
    sealed(system_actor(company.pk), 4)
    asking.cosign_new_head(company.pk, "hailan")
    with in_tenant(company.pk):
        (row,) = Witness.objects.all()
    assert (row.failures, row.trouble) == (1, "the witness knows a larger log than ours")


def test_a_fork_is_refused_and_its_proof_kept(company, paired):
    recorded(system_actor(company.pk), 4)
    swept()
    signer = seal.signer_of("hailan")
    size = files.published("hailan").size
    other = checkpoints.signed(Head(signer.name, size, merkle.leaf_hash(b"another history")), signer)
    with pytest.raises(Refused) as refusal:
        vouching.add_checkpoint(paired.pk, "zhengxin", Request(size, (), other).text())
    assert refusal.value.status == 422
    with in_tenant(paired.pk):
        (log,) = WitnessedLog.objects.all()
    assert (log.refused, log.size) == (other, size)
    assert log.refused_at is not None


def test_what_is_no_fork_leaves_no_accusation(company, paired):
    recorded(system_actor(company.pk), 4)
    swept()
    note = files.published_note("hailan")
    with pytest.raises(Refused) as refusal:
        vouching.add_checkpoint(paired.pk, "zhengxin", Request(6, (bytes(32),), note).text())
    assert refusal.value.status == 422
    with in_tenant(paired.pk):
        assert WitnessedLog.objects.get().refused_at is None


def test_a_witness_ended_is_not_asked(company, paired):
    with in_tenant(company.pk):
        (row,) = Witness.objects.all()
        choosing.end_witness(witness_id=row.pk, by=system_actor(company.pk))
    sealed(system_actor(company.pk), 2)
    assert asking.cosign_new_head(company.pk, "hailan") == 0
    assert choosing.pair(company, paired) is False


def test_a_witness_that_fails_is_asked_again_later_and_less_often(company):
    by = system_actor(company.pk)
    key = queries.cosigner_of(new_signer("elsewhere.example/w")).text()
    with in_tenant(company.pk):
        choosing.add_witness(key=key, url="http://127.0.0.1:9/w/", by=by)
    sealed(by, 2)
    assert asking.ask_due() == 0
    with in_tenant(company.pk):
        (row,) = Witness.objects.all()
        assert (row.failures, row.url) == (1, "http://127.0.0.1:9/w")
        assert "private" in row.trouble
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM witnesses_due()")
        assert cursor.fetchone() == (0,)


def test_cosignatures_are_kept_for_ever(company, paired, owner_cursor):
    recorded(system_actor(company.pk), 2)
    swept()
    with pytest.raises(Exception, match="append-only"):
        owner_cursor.execute("DELETE FROM core_cosignature")
    with in_tenant(company.pk):
        assert Checkpoint.objects.count() == Cosignature.objects.count() == 1
