"""Places and bits: in the transaction of the event, and gone with it when it is rolled back."""

from datetime import UTC, timedelta

import pytest
from django.db import transaction

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify, Grant
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.keys.models import SigningKey
from wuxing.certification.statuslists import actions, queries
from wuxing.certification.statuslists.models import LENGTH, StatusList, StatusPlace
from wuxing.core import clock
from wuxing.core.actors import system_actor
from wuxing.core.ledger.models import Entry
from wuxing.proof import statuslists as proofs
from wuxing.proof.keys import Keys, PublicKey


def read(purpose: str, name: str = "r1") -> proofs.StatusListRead:
    """The list as a verifier reads it."""
    found = queries.published(name, purpose)
    assert found is not None
    keys = Keys(PublicKey(one.algorithm, bytes(one.public)) for one in SigningKey.objects.all())
    return proofs.opened(found.token, keys)


def bits(found: Certificate) -> tuple[bool, bool]:
    here = queries.place_of(found)
    assert here is not None
    name = f"{'x' if here.rehearsal else 'r'}{here.number}"
    return read("revocation", name).bits.get(here.index), read("suspension", name).bits.get(here.index)


def suspend(body: Body, held: Certificate) -> None:
    until = clock.today() + timedelta(days=90)
    asked = certificates.suspend(
        certificate_id=held.pk, reason_code="misuse", reason="误用标志", until=until, by=body.officer
    )
    certificates.confirm(measure_id=asked.pk, by=body.decider)


def test_an_issued_certificate_has_a_place_in_two_signed_lists(body: Body, grant: Grant) -> None:
    made = certificates.issue(case_id=grant().case.pk, by=body.officer)
    here = StatusPlace.objects.get(certificate=made)
    assert (here.rehearsal, here.number, here.index) == (False, 1, 0)
    assert bits(made) == (False, False)
    assert [one.taken for one in queries.lists()] == [1, 1]
    shown = read("suspension")
    assert shown.url.endswith("/status/huaping/r1/suspension")
    assert shown.did.endswith(":bodies:huaping")
    assert shown.signed_at == StatusList.objects.get(purpose="suspension").signed_at
    assert shown.valid_until - shown.signed_at == timedelta(days=7)
    second = certificates.issue(case_id=grant().case.pk, by=body.officer)
    assert StatusPlace.objects.get(certificate=second).index == 1


def test_suspension_and_resumption_flip_the_bit(body: Body, certify: Certify) -> None:
    held, other = certify(), certify()
    actions.place(other, by=body.officer)
    suspend(body, held)
    assert (bits(held), bits(other)) == ((False, True), (False, False))
    asked = certificates.resume(certificate_id=held.pk, reason="已纠正", by=body.officer)
    certificates.confirm(measure_id=asked.pk, by=body.decider)
    assert bits(held) == (False, False)
    asked = certificates.withdraw(
        certificate_id=held.pk, reason_code="other_breach", reason="虚假材料", by=body.officer
    )
    certificates.confirm(measure_id=asked.pk, by=body.decider)
    assert bits(held) == (True, False)


def test_the_log_knows_each_signature(body: Body, certify: Certify) -> None:
    suspend(body, certify())
    said = [one.payload["list"] for one in Entry.objects.filter(event="status_list.sign").order_by("pk")]
    assert said == ["r1/revocation", "r1/suspension", "r1/suspension"]


def test_what_is_rolled_back_leaves_the_list_as_it_was(body: Body, certify: Certify) -> None:
    held = certify()
    actions.place(held, by=body.officer)
    before = list(StatusList.objects.order_by("pk").values_list("credential", "bits"))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        suspend(body, held)
        assert bits(held) == (False, True)
        1 / 0  # noqa: B018
    assert bits(held) == (False, False)
    assert list(StatusList.objects.order_by("pk").values_list("credential", "bits")) == before


def test_exercises_have_lists_and_a_key_of_their_own(body: Body, grant: Grant) -> None:
    certificates.issue(case_id=grant(rehearsal=True).case.pk, by=body.officer)
    certificates.issue(case_id=grant().case.pk, by=body.officer)
    keys = {one.purpose: one.kid for one in SigningKey.objects.all()}
    assert read("revocation", "x1").key.kid() == keys["rehearsal"]
    assert read("revocation", "r1").key.kid() == keys["certificate"]
    assert [(one.rehearsal, one.index) for one in StatusPlace.objects.order_by("pk")] == [(True, 0), (False, 0)]


def test_a_full_list_opens_the_next(body: Body, certify: Certify) -> None:
    actions.place(certify(), by=body.officer)
    StatusList.objects.update(taken=LENGTH - 1)
    last, first = (actions.place(certify(), by=body.officer) for _ in range(2))
    assert (last.number, last.index) == (1, LENGTH - 1)
    assert (first.number, first.index) == (2, 0)
    assert [(one.number, one.purpose, one.taken) for one in queries.lists()] == [
        (1, "revocation", LENGTH), (1, "suspension", LENGTH), (2, "revocation", 1), (2, "suspension", 1),
    ]  # fmt: skip


def test_lists_are_signed_anew_before_they_are_old(body: Body, certify: Certify) -> None:
    actions.place(certify(), by=body.officer)
    by = system_actor(body.tenant.pk)
    assert actions.sign_due(by=by) == 0
    old = (clock.now() - timedelta(hours=21)).astimezone(UTC).replace(microsecond=0)
    StatusList.objects.filter(purpose="suspension").update(signed_at=old)
    assert actions.sign_due(by=by) == 1
    assert StatusList.objects.get(purpose="suspension").signed_at > old
    assert actions.sign_anew(by=by, rehearsal=False) == 2


def test_certificates_from_before_get_their_places(body: Body, certify: Certify) -> None:
    held, ended = certify(), certify()
    CertificateEvent.objects.create(
        tenant=body.tenant, certificate=ended, event="withdraw", before="valid", after="withdrawn", reason="以前",
        by_name="以前", at=clock.now(),
    )  # fmt: skip
    Certificate.objects.filter(pk=ended.pk).update(state="withdrawn")
    by = system_actor(body.tenant.pk)
    assert actions.fill(by=by) == 2
    assert actions.fill(by=by) == 0
    assert [bits(one) for one in (held, ended)] == [(False, False), (True, False)]
