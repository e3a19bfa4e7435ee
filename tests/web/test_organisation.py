"""Members, roles and keys: who may change them, and what stays refused."""

from collections.abc import Callable

import pytest
from django.test import Client

from wuxing.core import members, tokens
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Membership, Tenant, User

pytestmark = pytest.mark.usefixtures("inside")
Make = Callable[..., Actor]


def signed_in(by: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id))
    return client


def test_a_member_is_added_with_a_first_password(actor: Make) -> None:
    admin = actor(Role.ADMINISTRATOR)

    made, first = members.add_member(username="chen.wei", name="陈伟", roles=["technician"], by=admin)

    assert (made.user.check_password(first), made.roles) == (True, ["technician"])
    assert Entry.objects.filter(event="member.add", target_id=made.pk).count() == 1


def test_only_an_administrator_changes_members(actor: Make) -> None:
    by = actor(Role.SERVICE_MANAGER)

    with pytest.raises(NotAllowed):
        members.add_member(username="chen.wei", name="陈伟", roles=["technician"], by=by)
    assert signed_in(by).get("/organisation/members/").status_code == 403


def test_a_member_of_another_organisation_is_not_found(actor: Make, other_company: Tenant) -> None:
    admin = actor(Role.ADMINISTRATOR)
    theirs = actor(Role.AGENT, tenant=other_company)
    with pytest.raises(NotFound):
        members.change_member(membership_id=(theirs.user_id or 0) + 10_000, roles=["agent"], active=True, by=admin)


def test_the_last_administrator_stays(actor: Make) -> None:
    admin = actor(Role.ADMINISTRATOR)
    own = Membership.objects.get(user_id=admin.user_id)

    with pytest.raises(BadInput):
        members.change_member(membership_id=own.pk, roles=["agent"], active=True, by=admin)
    actor(Role.ADMINISTRATOR)
    assert members.change_member(membership_id=own.pk, roles=["agent"], active=True, by=admin).roles == ["agent"]


def test_a_member_shut_out_sees_nothing(actor: Make) -> None:
    admin, agent = actor(Role.ADMINISTRATOR), actor(Role.AGENT)
    own = Membership.objects.get(user_id=agent.user_id)
    client = signed_in(agent)
    assert client.get("/procedures/").status_code == 200

    members.change_member(membership_id=own.pk, roles=["agent"], active=False, by=admin)

    assert client.get("/procedures/").status_code == 403


def test_nobody_makes_a_key_for_another_without_the_right(actor: Make) -> None:
    agent, other = actor(Role.AGENT), actor(Role.DISPATCHER)

    with pytest.raises(NotAllowed):
        tokens.issue_token(user_id=other.user_id or 0, name="x", by=agent)


def test_pages_ask_for_a_sign_in() -> None:
    answer = Client().get("/procedures/")

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/procedures/")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("path", ["/procedures/", "/procedures/4/", "/procedures/5/", "/ledger/", "/account/"])
def test_the_pages_open_in_each_language(actor: Make, path: str, language: str) -> None:
    client = signed_in(actor(Role.SERVICE_MANAGER))
    client.cookies["wx_language"] = language

    assert client.get(path).status_code == 200


def test_a_ledger_entry_shows_its_proof_and_hides_personal_data(actor: Make) -> None:
    admin = actor(Role.ADMINISTRATOR)
    tokens.issue_token(user_id=admin.user_id or 0, name="website", by=admin)
    entry = Entry.objects.latest("pk")

    page = signed_in(admin).get(f"/ledger/{entry.pk}/").content.decode()

    assert ("website" in page, "隐藏" in page or "hidden" in page) == (False, True)


def test_the_account_page_speaks_words_not_codes(actor: Make) -> None:
    client = signed_in(actor(Role.SERVICE_MANAGER))
    client.cookies["wx_language"] = "zh-hans"

    page = client.get("/account/").content.decode()

    assert ("受理报修" in page, "repair.intake" in page) == (True, False)


def test_the_ledger_names_the_area_beside_the_code(actor: Make) -> None:
    admin = actor(Role.ADMINISTRATOR)
    tokens.issue_token(user_id=admin.user_id or 0, name="website", by=admin)
    client = signed_in(admin)
    client.cookies["wx_language"] = "zh-hans"

    page = client.get("/ledger/").content.decode()
    entry = client.get(f"/ledger/{Entry.objects.latest('pk').pk}/").content.decode()

    assert ("密钥 <code" in page, "token.issue" in page) == (True, True)
    assert "接口密钥" in entry


def test_a_procedure_lists_its_records_in_words(actor: Make) -> None:
    client = signed_in(actor(Role.SERVICE_MANAGER))
    client.cookies["wx_language"] = "zh-hans"

    page = client.get("/procedures/4/").content.decode()

    assert ("服务请求、工单、预约" in page, "work_order" in page) == (True, False)
