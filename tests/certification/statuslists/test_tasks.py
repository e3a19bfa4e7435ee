"""Lists kept fresh on their own."""

from datetime import timedelta

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify
from wuxing.certification.keys import actions as keys
from wuxing.certification.statuslists import tasks
from wuxing.certification.statuslists.models import StatusList, StatusPlace
from wuxing.core import background, clock


def test_the_pulse_places_and_signs(body: Body, certify: Certify) -> None:
    held = certify()
    tasks.keep_status_lists()
    assert StatusPlace.objects.get().certificate_id == held.pk
    old = clock.now() - timedelta(days=6)
    StatusList.objects.update(signed_at=old)
    tasks.keep_status_lists()
    assert StatusList.objects.filter(signed_at__gt=old).count() == 2


def test_a_change_of_key_signs_every_list_anew(body: Body, certify: Certify) -> None:
    certify()
    tasks.keep_status_lists()
    before = set(StatusList.objects.values_list("credential", flat=True))
    keys.rotate(purpose="certificate", reason="年度", by=body.manager)
    who = {
        "tenant_id": body.tenant.pk,
        "user_id": None,
        "name": "x",
        "roles": [],
        "zone": "Asia/Shanghai",
        "source": "",
    }
    background.perform("status_list.sign_anew", by=who, ids={"rehearsal": 0})
    assert before.isdisjoint(StatusList.objects.values_list("credential", flat=True))
