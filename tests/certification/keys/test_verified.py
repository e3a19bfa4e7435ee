"""What the body publishes, given to the verifier as a stranger would: certificate, lists and trust file together."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from tests.certification.body import Body
from tests.certification.certificate.conftest import Grant
from tests.certification.keys.test_renewing import p12
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.credentials import actions as sealing
from wuxing.certification.credentials import queries as seals
from wuxing.certification.keys import actions, queries
from wuxing.certification.keys.actions import resealing
from wuxing.certification.keys.models import SigningKey
from wuxing.certification.statuslists import actions as statuslists
from wuxing.core import clock
from wuxing.core.ledger.actions.integrate import integrate
from wuxing.core.ledger.actions.seal import checkpoint
from wuxing.proof.trust import Trust, trust_from
from wuxing.proof.verifying.certificates import Beside, of_code, of_credential
from wuxing.proof.verifying.documents import of_pdf


def trust() -> Trust:
    return trust_from(Client().get("/bodies/huaping/trust.json").content)


def beside(made: Certificate, body: Body) -> Beside:
    """Lists and proof of the log as they are published now."""
    integrate(body.tenant.pk)
    checkpoint(body.tenant.pk)
    found = seals.proofs(seals.sealed(made.pk))
    assert found is not None
    lists = [Client().get(f"/status/huaping/r1/{purpose}").content.decode() for purpose in ("revocation", "suspension")]
    return Beside(status=lists, proof=found.log.encode(), opening=found.opening.encode())


def codes(made: Certificate, body: Body, at: datetime | None = None) -> list[str]:
    """The verdicts on credential and QR code."""
    seal, given, now = seals.sealed(made.pk), beside(made, body), at or clock.now()
    return [of_credential(seal.credential, given, trust(), now).code, of_code(seal.code, given, trust(), now).code]


def issued(body: Body, grant: Grant, **changes: Any) -> Certificate:
    return certificates.issue(case_id=grant(**changes).case.pk, by=body.officer)


def test_a_stranger_sees_each_state(body: Body, grant: Grant) -> None:
    made = issued(body, grant)
    assert codes(made, body) == ["in_force"] * 2
    assert codes(made, body, clock.now() + timedelta(days=8)) == ["cannot_say:stale_status"] * 2
    until = clock.today() + timedelta(days=60)
    asked = certificates.suspend(
        certificate_id=made.pk, reason_code="misuse", reason="误用", until=until, by=body.officer
    )
    certificates.confirm(measure_id=asked.pk, by=body.decider)
    assert codes(made, body) == ["not_valid:suspended"] * 2
    asked = certificates.withdraw(certificate_id=made.pk, reason_code="other_breach", reason="违规", by=body.officer)
    certificates.confirm(measure_id=asked.pk, by=body.decider)
    assert codes(made, body) == ["not_valid:withdrawn"] * 2
    exercise = issued(body, grant, rehearsal=True)
    token = seals.sealed(exercise.pk).credential
    assert of_credential(token, Beside(), trust(), clock.now()).code == "exercise"


def test_a_revoked_key_turns_red_until_it_is_sealed_anew(body: Body, grant: Grant) -> None:
    made = issued(body, grant)
    key = queries.signer(body.tenant.pk, "certificate").row
    asked = actions.propose_revoke(
        key_id=key.pk, revoked_from=clock.now() - timedelta(days=1), reason="外泄", by=body.manager
    )
    actions.confirm_revoke(revocation_id=asked.pk, by=body.decider)
    statuslists.sign_anew(by=body.officer, rehearsal=False)
    assert codes(made, body) == ["not_valid:key_revoked"] * 2
    resealing.reseal_batch(key_id=key.pk, by=body.manager)
    assert codes(made, body) == ["in_force"] * 2


def test_what_was_in_the_log_before_the_key_leaked_stays_good(body: Body, grant: Grant) -> None:
    made = issued(body, grant)
    given = beside(made, body)
    key = queries.signer(body.tenant.pk, "certificate").row
    SigningKey.objects.filter(pk=key.pk).update(
        state="revoked", revoked_at=clock.now(), revoked_from=clock.now() + timedelta(seconds=2)
    )
    statuslists.sign_anew(by=body.officer, rehearsal=False)
    assert codes(made, body) == ["in_force"] * 2
    alone = Beside(status=beside(made, body).status)
    assert of_credential(seals.sealed(made.pk).credential, alone, trust(), clock.now()).code == "cannot_say:key_revoked"
    assert given.proof is not None


def test_a_renewed_key_leaves_what_it_signed_good(body: Body, grant: Grant) -> None:
    made = issued(body, grant)
    actions.rotate(purpose="certificate", reason="年度", by=body.manager)
    statuslists.sign_anew(by=body.officer, rehearsal=False)
    assert codes(made, body) == ["in_force"] * 2


def test_papers_of_own_and_foreign_document_keys_are_believed(body: Body, grant: Grant) -> None:
    for _each in range(2):
        made = issued(body, grant)
        given = beside(made, body)
        paper = sealing.paper_in(certificate_id=made.pk, language="zh-hans", by=body.officer)
        verdict = of_pdf(seals.bytes_of(paper), Beside(status=given.status), trust(), clock.now())
        assert verdict.code == "in_force", verdict.checks
        actions.import_document_key(data=p12(), password="秘密", reason="外部签章", by=body.manager)
