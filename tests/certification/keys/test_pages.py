"""Pages of keys: what they show, what their forms do, what is refused in words."""

from collections.abc import Callable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.test import Client

from tests.certification.body import Body
from tests.certification.certificate.conftest import Grant
from tests.certification.keys.test_renewing import p12
from wuxing.certification.certificate import actions as certificates
from wuxing.certification.keys import actions
from wuxing.certification.keys.models import KeyRevocation, SigningKey
from wuxing.core import clock
from wuxing.core.actors import Actor
from wuxing.core.ledger.models import Entry
from wuxing.core.models import User

Purpose = SigningKey.Purpose
PAGE = "/certification/keys/"


def client(by: Actor) -> Client:
    made = Client(headers={"Accept-Language": "en"})
    made.force_login(User.objects.get(pk=by.user_id or 0))
    return made


def test_the_page_lists_keys_and_renews_them(body: Body) -> None:
    old = actions.ensure(Purpose.CERTIFICATE, by=body.officer).row
    page = client(body.manager).get(PAGE).content.decode()
    assert [page.count(word) for word in (old.kid, "trust.json</a>")] == [1, 1]
    answer = client(body.manager).post(PAGE, {"do": "rotate", "purpose": "certificate", "reason": "年度更换"})
    assert answer.status_code == 302
    assert list(SigningKey.objects.order_by("pk").values_list("state", flat=True)) == ["retired", "active"]
    wrong = client(body.manager).post(PAGE, {"do": "rotate", "purpose": "certificate", "reason": ""})
    assert (wrong.status_code, SigningKey.objects.count()) == (422, 2)
    assert client(body.officer).post(PAGE, {"do": "rotate", "purpose": "certificate", "reason": "x"}).status_code == 403
    assert 'value="rotate"' not in client(body.officer).get(PAGE).content.decode()


def test_a_certificate_is_imported_and_its_password_stays_nowhere(body: Body) -> None:
    file = {"do": "import", "file": ContentFile(p12("hushhush"), "k.p12"), "reason": "外部"}
    wrong = client(body.manager).post(PAGE, file | {"password": "other"})
    assert (wrong.status_code, "or its password is another one" in wrong.content.decode()) == (422, True)
    assert b'value="other"' not in wrong.content
    file["file"] = ContentFile(p12("hushhush"), "k.p12")
    assert client(body.manager).post(PAGE, file | {"password": "hushhush"}).status_code == 302
    made = SigningKey.objects.get()
    assert (made.purpose, made.state) == ("document", "active")
    assert [one.payload for one in Entry.objects.all() if "hushhush" in str(one.payload)] == []


def test_a_key_is_revoked_through_its_page_by_two(body: Body, grant: Grant) -> None:
    certificates.issue(case_id=grant().case.pk, by=body.officer)
    key = SigningKey.objects.get(purpose="certificate")
    SigningKey.objects.filter(pk=key.pk).update(made_at=clock.now() - timedelta(days=3))
    url = f"{PAGE}{key.pk}/"
    today = clock.today().isoformat()
    asked = client(body.manager).post(url, {"do": "revoke", "revoked_on": today, "reason": "外泄"})
    assert asked.status_code == 302
    own = client(body.manager).post(url, {"do": "confirm"})
    assert (own.status_code, "somebody else decides on what you proposed" in own.content.decode()) == (422, True)
    assert client(body.decider).post(url, {"do": "confirm"}).status_code == 302
    shown = client(body.manager).get(url).content.decode()
    assert "1 certificate in force was sealed by this key" in shown
    assert client(body.manager).post(url, {"do": "reseal"}).status_code == 302
    assert KeyRevocation.objects.get().accepted


def test_a_proposal_is_turned_down_through_the_page(body: Body) -> None:
    key = actions.ensure(Purpose.CERTIFICATE, by=body.officer).row
    url = f"{PAGE}{key.pk}/"
    actions.propose_revoke(key_id=key.pk, revoked_from=clock.now(), reason="?", by=body.manager)
    assert client(body.decider).post(url, {"do": "answer", "answer": ""}).status_code == 422
    assert client(body.decider).post(url, {"do": "answer", "answer": "没有外泄"}).status_code == 302
    assert client(body.decider).post(url, {"do": "confirm"}).status_code == 404
    assert SigningKey.objects.get().state == "active"


def test_another_body_does_not_see_the_keys(body: Body, actor: Callable[..., Actor]) -> None:
    key = actions.ensure(Purpose.CERTIFICATE, by=body.officer).row
    from wuxing.core.access import Role
    from wuxing.core.models import Tenant

    other = Tenant.objects.create(slug="other", name="另一机构", kind="certification_body", created_at=clock.now())
    stranger = actor(Role.CERTIFICATION_MANAGER, tenant=other)
    assert client(stranger).get(f"{PAGE}{key.pk}/").status_code == 404
