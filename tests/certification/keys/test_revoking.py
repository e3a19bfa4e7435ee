"""Revocation: two persons, from a moment on, told to the world; what is touched is sealed anew."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.certification.body import Body
from tests.certification.certificate.conftest import Grant
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.credentials.models import Seal
from wuxing.certification.keys import actions, affected, publishing, queries, rules
from wuxing.certification.keys.actions import resealing
from wuxing.certification.keys.models import KeyRevocation, SigningKey
from wuxing.certification.statuslists import actions as statuslists
from wuxing.certification.statuslists import queries as lists
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.proof import statuslists as proofs
from wuxing.proof.keys import Keys, PublicKey

Purpose = SigningKey.Purpose


def proposed(body: Body, key: SigningKey, hours: int = 1) -> KeyRevocation:
    since = clock.now() - timedelta(hours=hours)
    return actions.propose_revoke(key_id=key.pk, revoked_from=since, reason="私钥外泄", by=body.manager)


def test_two_persons_revoke_a_key(body: Body) -> None:
    key = actions.ensure(Purpose.CERTIFICATE, by=body.officer).row
    SigningKey.objects.filter(pk=key.pk).update(made_at=clock.now() - timedelta(days=9))
    asked = proposed(body, key)
    assert queries.one(key.pk).state == "active"
    revoked = actions.confirm_revoke(revocation_id=asked.pk, by=body.decider)
    assert (revoked.state, revoked.revoked_from, revoked.reason) == ("revoked", asked.revoked_from, "私钥外泄")
    told = publishing.trust_file(body.tenant)["bodies"][0]["keys"][0]
    assert told["revoked_from"] == asked.revoked_from.strftime("%Y-%m-%dT%H:%M:%SZ")
    did = publishing.did_document(body.tenant)
    assert (did["assertionMethod"], did["verificationMethod"][0]["revoked"]) == ([], told["revoked_from"])
    assert [one.event for one in Entry.objects.filter(event__startswith="key.").order_by("pk")] == [
        "key.make", "key.propose_revoke", "key.retire", "key.revoke",
    ]  # fmt: skip
    entry = Entry.objects.get(event="key.revoke")
    assert (entry.payload["proposed_by"], entry.actor_id) == (body.manager.user_id, body.decider.user_id)
    assert actions.ensure(Purpose.CERTIFICATE, by=body.officer).key.kid != key.kid


def test_nobody_confirms_what_they_proposed(body: Body) -> None:
    key = actions.ensure(Purpose.CERTIFICATE, by=body.officer).row
    asked = proposed(body, key)
    with pytest.raises(RuleBroken, match="somebody else decides"):
        actions.confirm_revoke(revocation_id=asked.pk, by=body.manager)
    for one in (body.officer, body.lead, body.reviewer, body.admin):
        with pytest.raises(NotAllowed):
            actions.confirm_revoke(revocation_id=asked.pk, by=one)
    with pytest.raises(IntegrityError, match="key_revocation_two_persons"), transaction.atomic():
        KeyRevocation.objects.update(decided_by=body.manager.user_id, decided_at=clock.now(), accepted=True)
    assert queries.one(key.pk).state == "active"


def test_one_proposal_at_a_time_and_it_may_be_taken_back(body: Body) -> None:
    key = actions.ensure(Purpose.CERTIFICATE, by=body.officer).row
    first = proposed(body, key)
    with pytest.raises(RuleBroken, match="waits for its decision already"):
        proposed(body, key)
    with pytest.raises(BadInput):
        actions.decline_revoke(revocation_id=first.pk, answer="", by=body.manager)
    actions.decline_revoke(revocation_id=first.pk, answer="虚惊一场", by=body.manager)
    with pytest.raises(RuleBroken, match="decided already"):
        actions.confirm_revoke(revocation_id=first.pk, by=body.decider)
    assert proposed(body, key).pk > first.pk


def test_a_proposal_says_why_and_from_when(body: Body) -> None:
    key = actions.ensure(Purpose.CERTIFICATE, by=body.officer).row
    with pytest.raises(BadInput) as refused:
        actions.propose_revoke(key_id=key.pk, revoked_from=clock.now() + timedelta(days=1), reason="", by=body.manager)
    assert refused.value.fields == {"reason": "fill this in", "revoked_from": "this lies in the future"}
    with pytest.raises(NotAllowed):
        actions.propose_revoke(key_id=key.pk, revoked_from=clock.now(), reason="x", by=body.decider)
    before = proposed(body, key, hours=900)
    assert before.revoked_from == key.made_at.replace(microsecond=0)  # it signed nothing before


def test_lists_are_signed_by_the_next_key(body: Body, grant: Grant) -> None:
    certificates.issue(case_id=grant().case.pk, by=body.officer)
    old = queries.signer(body.tenant.pk, Purpose.CERTIFICATE).row
    actions.confirm_revoke(revocation_id=proposed(body, old).pk, by=body.decider)
    statuslists.sign_anew(by=body.officer, rehearsal=False)  # as the job does
    key = queries.signer(body.tenant.pk, Purpose.CERTIFICATE).key
    found = lists.published("r1", "suspension")
    assert found is not None
    assert proofs.opened(found.token, Keys([key.public])).key.kid() == key.kid


def test_what_is_touched_is_sealed_anew(body: Body, grant: Grant) -> None:
    made = certificates.issue(case_id=grant().case.pk, by=body.officer)
    old = queries.signer(body.tenant.pk, Purpose.CERTIFICATE).row
    with pytest.raises(RuleBroken, match="the key is not revoked"):
        actions.reseal_affected(key_id=old.pk, by=body.manager)
    actions.confirm_revoke(revocation_id=proposed(body, old).pk, by=body.decider)
    old.refresh_from_db()
    assert list(affected.certificates(old)) == [made]
    with pytest.raises(NotAllowed):
        actions.reseal_affected(key_id=old.pk, by=body.officer)
    assert actions.reseal_affected(key_id=old.pk, by=body.manager) == 1
    assert resealing.reseal_batch(key_id=old.pk, by=body.manager) == 1  # as the job does
    newest = Seal.objects.filter(certificate=made).latest("revision")
    assert (newest.revision, newest.reason, newest.key.state) == (2, "new_key", "active")
    assert list(affected.certificates(old)) == []
    with pytest.raises(RuleBroken, match="no certificate in force is touched"):
        actions.reseal_affected(key_id=old.pk, by=body.manager)


def test_a_revoked_root_is_no_anchor(body: Body) -> None:
    actions.ensure(Purpose.DOCUMENT, by=body.officer)
    root = SigningKey.objects.get(purpose="authority")
    actions.confirm_revoke(revocation_id=proposed(body, root).pk, by=body.decider)
    assert publishing.anchors() == []
    assert SigningKey.objects.get(purpose="document").state == "retired"
    assert PublicKey("ES256", bytes(root.public)).kid() == root.kid


@pytest.mark.parametrize(("hours", "believed"), [(-1, True), (0, False), (1, False)])
def test_believed_before_the_moment_only(hours: int, believed: bool) -> None:
    since = clock.now()
    assert rules.is_believed(since + timedelta(hours=hours), since) is believed
    assert rules.is_believed(since, None)
