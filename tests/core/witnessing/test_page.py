"""The page of the log: who may read it, who vouches for it, for whom we vouch."""

import pytest
from django.test import Client

from wuxing.core.access import Role
from wuxing.core.models import User
from wuxing.core.witnessing import queries
from wuxing.core.witnessing.models import Witness, WitnessedLog
from wuxing.proof.cosignatures import cosigner_of
from wuxing.proof.notes import new_signer

PAGE = "/organisation/log/"


@pytest.fixture
def admin(inside, actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor(Role.ADMINISTRATOR).user_id))
    client.cookies["wx_language"] = "en"
    return client


def test_the_log_is_opened_and_shut_by_a_button(admin):
    page = admin.get(PAGE).content.decode()
    assert "Open the log to everybody" in page
    assert queries.cosigner("hailan").text() in page
    admin.post(PAGE, {"act": "open"})
    assert queries.is_public("hailan") is True
    assert "http://127.0.0.1:8000/log/hailan/" in admin.get(PAGE).content.decode()
    admin.post(PAGE, {"act": "shut"})
    assert queries.is_public("hailan") is False


def test_a_witness_is_added_and_ended_by_hand(admin):
    key = cosigner_of(new_signer("witness.example/w1")).text()
    assert admin.post(PAGE, {"act": "add", "key": "wrong", "url": "https://witness.example"}).status_code == 422
    assert admin.post(PAGE, {"act": "add", "key": key, "url": "https://witness.example"}).status_code == 302
    (row,) = Witness.objects.all()
    assert "witness.example/w1" in admin.get(PAGE).content.decode()
    assert admin.post(f"{PAGE}witnesses/{row.pk}/end").status_code == 302
    assert "witness.example/w1" not in admin.get(PAGE).content.decode()


def test_a_log_is_watched_and_left_by_hand(admin):
    key = new_signer("log.example/1").verifier().text()
    assert admin.post(PAGE, {"act": "watch", "log_key": "wrong"}).status_code == 422
    assert admin.post(PAGE, {"act": "watch", "log_key": key}).status_code == 302
    (row,) = WitnessedLog.objects.all()
    WitnessedLog.objects.update(refused="the other history", refused_at=row.added_at)
    page = admin.get(PAGE).content.decode()
    assert "signed two histories" in page
    assert "the other history" in page
    assert admin.post(f"{PAGE}logs/{row.pk}/end").status_code == 302


def test_nobody_else_opens_the_page(inside, actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor(Role.SERVICE_MANAGER).user_id))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"act": "open"}).status_code == 403
