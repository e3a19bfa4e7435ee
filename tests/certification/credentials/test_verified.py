"""What the product issues, checked as a stranger does: with its trust file and status lists, by `proof` alone."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from tests.certification.body import Body
from tests.certification.credentials.conftest import Issue
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.certificate.models import Certificate
from wuxing.certification.credentials import actions, queries
from wuxing.certification.credentials.models import Seal
from wuxing.certification.keys import publishing
from wuxing.certification.statuslists.models import StatusList
from wuxing.core import clock
from wuxing.core.actors import system_actor
from wuxing.proof.trust import Trust, trust_from
from wuxing.proof.verifying import certificates as verifying
from wuxing.proof.verifying import documents
from wuxing.proof.verifying.certificates import Beside
from wuxing.proof.verifying.opinion import Opinion

Log = Callable[[], None]


class Stranger:
    """Somebody with what a body publishes, and no way into its database."""

    def __init__(self, body: Body, made: Certificate, pdf: bytes) -> None:
        self.body, self.pdf = body, pdf
        self.seal = Seal.objects.get(certificate=made)

    def trust(self) -> Trust:
        return trust_from(json.dumps(publishing.trust_file(self.body.tenant)))

    def opinions(self) -> Iterator[Opinion]:
        """Judge every carrier."""
        rows = StatusList.objects.exclude(credential="").filter(rehearsal=self.seal.certificate.rehearsal)
        beside, trust, now = Beside(tuple(row.credential for row in rows)), self.trust(), clock.now()
        yield documents.of_pdf(self.pdf, beside, trust, now)
        yield verifying.of_credential(self.seal.credential, beside, trust, now)
        yield verifying.of_code(self.seal.code, beside, trust, now)


@pytest.fixture
def stranger(body: Body, issue: Issue, in_log: Log) -> Stranger:
    made = issue()
    in_log()
    paper = actions.paper_in(certificate_id=made.pk, language="zh-hans", by=body.officer)
    return Stranger(body, made, queries.bytes_of(paper))


@pytest.mark.django_db
def test_every_carrier_holds(stranger: Stranger) -> None:
    expected = "exercise" if stranger.seal.certificate.rehearsal else "in_force"
    found = list(stranger.opinions())
    assert [one.code for one in found] == [expected] * 3, [one.sentence for one in found]
    assert found[0].place is not None
    assert found[0].place.known


@pytest.mark.django_db
def test_a_suspension_is_seen_by_all(stranger: Stranger, body: Body) -> None:
    with clock.telling(clock.now() + timedelta(days=400)):
        certificates.suspend_overdue(certificate=stranger.seal.certificate, by=system_actor(body.tenant.pk))
        found = [one.code for one in stranger.opinions()]
    assert found == ["not_valid:suspended"] * 3


@pytest.mark.django_db
def test_time_makes_it_doubtful(stranger: Stranger) -> None:
    with clock.telling(clock.now() + timedelta(days=8)):
        codes = {one.code for one in stranger.opinions()}
    assert codes == {"exercise" if stranger.seal.certificate.rehearsal else "cannot_say:stale_status"}
