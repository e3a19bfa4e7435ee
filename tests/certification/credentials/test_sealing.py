"""Sealing: what a certificate says is signed as it is issued, in one transaction, and anew when it says something else."""

import json
from datetime import timedelta

import pytest
from django.db import connection

from tests.certification.body import Body
from tests.certification.certificate.conftest import Grant
from tests.certification.credentials.conftest import Issue
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.credentials import actions
from wuxing.certification.credentials.models import Seal
from wuxing.core import clock
from wuxing.core.errors import BadInput, NotAllowed, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.proof import codes, content, credentials
from wuxing.proof.keys import Keys, PublicKey


def keys_of(seal: Seal) -> Keys:
    return Keys([PublicKey(seal.key.algorithm, bytes(seal.key.public))])


def jobs() -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'certificate.papers' ORDER BY id")
        return [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()]


def test_a_certificate_is_sealed_as_it_is_issued(body: Body, issue: Issue) -> None:
    made = issue()
    seal = Seal.objects.get(certificate=made)
    read = credentials.opened(seal.credential, keys_of(seal))
    assert (seal.revision, seal.reason, seal.key.purpose) == (1, "issue", "certificate")
    assert read.content == seal.content
    assert read.digest == bytes(seal.digest) == content.digest(seal.content)
    assert codes.is_of(codes.opened(seal.code, keys_of(seal)), seal.content)
    assert [job["ids"] for job in jobs()] == [{"seal_id": seal.pk}]


def test_the_content_says_what_the_certificate_says(body: Body, issue: Issue) -> None:
    made = issue()
    said = Seal.objects.get(certificate=made).content
    place = made.place
    assert said["type"] == "AfterSalesServiceCertificate"
    assert (said["number"], said["score"], said["scope"]) == (made.number, "93.20", made.scope)
    assert said["body"] == {
        "name": body.tenant.name, "name_en": "", "did": f"did:web:127.0.0.1%3A8000:bodies:{body.tenant.slug}",
        "approval": "",
    }  # fmt: skip
    assert said["holder"] == {
        "name": made.holder, "name_en": "", "credit_code": made.client.credit_code, "address": made.address
    }  # fmt: skip
    assert said["scheme"]["id"] == made.pack.replace("#", "#sha256:")
    assert said["scheme"]["basis"] == ["GB/T 27922-2011"]
    assert said["level"]["stars"] == 4
    assert said["level"]["name"] == {"zh-Hans": "四星级", "zh-Hant": "四星級", "en": "Four-star"}
    assert said["sites"] == made.sites
    assert (said["issued_on"], said["valid_until"]) == (made.issued_on.isoformat(), made.valid_until.isoformat())
    assert said["surveillance_due_on"] == made.surveillance_due_on.isoformat()
    assert said["status"]["index"] == place.index
    assert said["status"]["list"].endswith(f"/status/{body.tenant.slug}/r{place.number}")


def test_the_log_commits_to_the_digest(issue: Issue) -> None:
    made = issue()
    seal = Seal.objects.get(certificate=made)
    entry = Entry.objects.get(pk=seal.entry_id)
    assert (entry.event, entry.target_id) == ("certificate.seal", made.pk)
    assert entry.payload == {"number": made.number, "revision": 1, "digest": bytes(seal.digest).hex()}


def test_a_rehearsal_has_a_key_and_a_type_of_its_own(body: Body, grant: Grant) -> None:
    case = grant().case
    case.rehearsal = True
    case.save(update_fields=["rehearsal"])
    seal = Seal.objects.get(certificate=certificates.issue(case_id=case.pk, by=body.officer))
    assert (seal.content["type"], seal.key.purpose) == ("RehearsalCertificate", "rehearsal")
    assert f"/status/{body.tenant.slug}/x" in seal.content["status"]["list"]


def test_moved_dates_are_sealed_anew(body: Body, issue: Issue) -> None:
    made = issue()
    until = made.surveillance_due_on + timedelta(days=30)
    certificates.extend(certificate_id=made.pk, until=until, reason="现场无法进入", by=body.decider)
    first, second = Seal.objects.filter(certificate=made).order_by("revision")
    assert (second.revision, second.reason) == (2, "dates")
    assert second.content == first.content | {"revision": 2, "surveillance_due_on": until.isoformat()}


def test_a_state_alone_is_no_new_seal(body: Body, issue: Issue) -> None:
    made = issue()
    measure = certificates.suspend(
        certificate_id=made.pk, reason_code="misuse", reason="误用", until=clock.today() + timedelta(days=60),
        by=body.officer,
    )  # fmt: skip
    certificates.confirm(measure_id=measure.pk, by=body.decider)
    assert Seal.objects.filter(certificate=made).count() == 1


def test_what_cannot_be_printed_is_not_issued(body: Body, grant: Grant) -> None:
    case = grant().case
    case.client.name = "青禾𠮷电器有限公司"
    case.client.save(update_fields=["name"])
    entries = Entry.objects.count()
    with pytest.raises(RuleBroken, match=r"these signs cannot be printed: 𠮷 \(U\+20BB7\)"):
        certificates.issue(case_id=case.pk, by=body.officer)
    assert (Certificate.objects.count(), Seal.objects.count(), Entry.objects.count()) == (0, 0, entries)
    assert jobs() == []


def test_a_certificate_is_sealed_anew_by_who_decides(body: Body, issue: Issue) -> None:
    made = issue()
    with pytest.raises(NotAllowed):
        actions.renew(certificate_id=made.pk, reason="x", by=body.officer)
    with pytest.raises(BadInput):
        actions.renew(certificate_id=made.pk, reason=" ", by=body.decider)
    seal = actions.renew(certificate_id=made.pk, reason="密钥更换", by=body.decider)
    assert (seal.revision, seal.reason) == (2, "reissue")
    assert Entry.objects.filter(event="certificate.renew", target_id=made.pk).count() == 1
