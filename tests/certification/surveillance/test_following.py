"""What time does to certificates, once."""

from datetime import timedelta

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify
from wuxing.certification.certificate.models import Certificate, CertificateEvent
from wuxing.certification.certificate.rules import due_after, months_after
from wuxing.certification.office.letters.models import Letter
from wuxing.certification.surveillance import actions, tasks
from wuxing.certification.surveillance.actions.following import Followed
from wuxing.core import clock
from wuxing.core.actors import system_actor

TODAY = clock.today()


def letters(found: Certificate) -> list[str]:
    return list(Letter.objects.filter(certificate_id=found.pk).order_by("pk").values_list("kind", flat=True))


def follow(body: Body) -> Followed:
    return actions.follow(by=system_actor(body.tenant.pk))


def test_what_is_due_soon_is_written_once(body: Body, certify: Certify) -> None:
    held, far = certify(evaluated=months_after(TODAY, -11)), certify()
    assert (follow(body), follow(body)) == (Followed(reminded=1), Followed())
    assert (letters(held), letters(far)) == (["surveillance_due"], [])


def test_who_has_an_open_case_is_not_reminded(body: Body, certify: Certify) -> None:
    held = certify(evaluated=months_after(TODAY, -11))
    actions.open_surveillance(certificate_id=held.pk, by=body.officer)
    assert follow(body) == Followed()
    assert letters(held) == []


def test_what_is_overdue_and_extended_is_warned_once(body: Body, certify: Certify) -> None:
    held = certify(evaluated=months_after(TODAY, -13))
    until = months_after(due_after(held.last_evaluated_on), 2)
    CertificateEvent.objects.create(
        tenant=body.tenant, certificate=held, event="extend", before="valid", after="valid", reason="台风", until=until,
        by_user_id=body.decider.user_id, by_name=body.decider.name, at=clock.now(),
    )  # fmt: skip
    held.extended_until = until
    held.save(update_fields=["extended_until"])
    assert (follow(body), follow(body)) == (Followed(warned=1), Followed())
    assert letters(held) == ["surveillance_overdue"]
    held.refresh_from_db()
    assert held.state == "valid"


def test_past_the_last_day_a_certificate_is_suspended(body: Body, certify: Certify) -> None:
    held = certify(evaluated=months_after(TODAY, -12) - timedelta(days=2))
    assert (follow(body), follow(body)) == (Followed(suspended=1), Followed())
    held.refresh_from_db()
    assert (held.state, held.events.order_by("-pk")[0].reason_code) == ("suspended", "surveillance_overdue")
    assert letters(held) == ["suspension"]


def test_past_its_validity_a_certificate_expires(body: Body, certify: Certify) -> None:
    held = certify(evaluated=months_after(TODAY, -37))
    assert (follow(body), follow(body)) == (Followed(expired=1), Followed())
    held.refresh_from_db()
    assert (held.state, letters(held)) == ("expired", ["expiry"])


def test_the_pulse_walks_every_body(body: Body, certify: Certify) -> None:
    held = certify(evaluated=months_after(TODAY, -37))
    tasks.follow_certificates()
    held.refresh_from_db()
    assert held.state == "expired"
