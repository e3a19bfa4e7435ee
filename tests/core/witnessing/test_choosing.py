"""Who opens a log, and names witnesses and logs."""

import pytest

from wuxing.core.access import Role
from wuxing.core.actors import system_actor
from wuxing.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.tenants import in_tenant
from wuxing.core.witnessing import queries, rules
from wuxing.core.witnessing.actions import choosing
from wuxing.core.witnessing.models import LogChoice, Witness, WitnessedLog
from wuxing.proof.cosignatures import cosigner_of
from wuxing.proof.notes import new_signer

WITNESS = new_signer("witness.example/w1")
KEY = cosigner_of(WITNESS).text()
LOG = new_signer("log.example/1").verifier().text()
URL = "https://witness.example/w1"


def events():
    return [entry.event for entry in Entry.objects.order_by("pk")]


def test_a_company_opens_and_shuts_its_log(inside, actor):
    admin = actor(Role.ADMINISTRATOR)
    assert queries.is_public("hailan") is False
    choosing.choose_log(public=True, by=admin)
    assert queries.is_public("hailan") is True
    choosing.choose_log(public=False, by=admin)
    assert queries.is_public("hailan") is False
    assert events() == ["witness.open_log", "witness.shut_log"]


def test_the_log_of_a_body_is_always_public(body):
    assert queries.is_public("zhengxin") is True
    with in_tenant(body.pk):
        with pytest.raises(RuleBroken, match="always public"):
            choosing.choose_log(public=False, by=system_actor(body.pk))
        assert LogChoice.objects.count() == 0


def test_nobody_there_is_not_public(db):
    assert queries.is_public("nobody") is False


def test_a_witness_is_added_and_ended(inside, actor):
    admin = actor(Role.ADMINISTRATOR)
    made = choosing.add_witness(key=KEY, url=URL + "/", by=admin)
    assert (made.name, made.key, made.url, made.added_by_id) == ("witness.example/w1", KEY, URL, admin.user_id)
    choosing.end_witness(witness_id=made.pk, by=admin)
    with pytest.raises(NotFound):
        choosing.end_witness(witness_id=made.pk, by=admin)
    again = choosing.add_witness(key=KEY, url=URL, by=admin)
    assert (again.pk, again.ended_at) == (made.pk, None)
    assert events() == ["witness.add", "witness.end", "witness.add"]


@pytest.mark.parametrize(
    ("key", "url", "fields"),
    [
        (LOG, URL, {"key"}),
        ("nonsense", "", {"key", "url"}),
        (KEY, "ftp://witness.example", {"url"}),
        (KEY, "https://me:secret@witness.example", {"url"}),
        (KEY, "https://witness.example/?a=b", {"url"}),
        (KEY, "https://witness.example:port/", {"url"}),
    ],
)
def test_what_is_no_witness_is_refused(inside, actor, key, url, fields):
    with pytest.raises(BadInput) as refusal:
        choosing.add_witness(key=key, url=url, by=actor(Role.ADMINISTRATOR))
    assert set(refusal.value.fields) == fields
    assert (Witness.objects.count(), events()) == (0, [])


def test_a_witness_counts_once_and_fifteen_are_enough(inside, actor):
    admin = actor(Role.ADMINISTRATOR)
    for number in range(queries.MOST_WITNESSES):
        choosing.add_witness(key=cosigner_of(new_signer(f"w.example/{number}")).text(), url=URL, by=admin)
    with pytest.raises(BadInput, match="15"):
        choosing.add_witness(key=KEY, url=URL, by=admin)
    with pytest.raises(BadInput, match="already"):
        choosing.add_witness(key=Witness.objects.first().key, url=URL, by=admin)


def test_a_log_is_watched_and_left(inside, actor):
    admin = actor(Role.ADMINISTRATOR)
    made = choosing.watch_log(key=LOG, by=admin)
    assert (made.origin, made.key, made.size) == ("log.example/1", LOG, 0)
    with pytest.raises(BadInput, match="already"):
        choosing.watch_log(key=LOG, by=admin)
    with pytest.raises(BadInput, match="does not do"):
        choosing.watch_log(key=KEY, by=admin)
    choosing.end_log(log_id=made.pk, by=admin)
    other = new_signer("log.example/1").verifier().text()
    with pytest.raises(BadInput, match="another key"):
        choosing.watch_log(key=other, by=admin)
    assert choosing.watch_log(key=LOG, by=admin).pk == made.pk
    assert events() == ["witness.watch", "witness.unwatch", "witness.watch"]


@pytest.mark.parametrize(
    "act",
    [
        lambda by: choosing.choose_log(public=True, by=by),
        lambda by: choosing.add_witness(key=KEY, url=URL, by=by),
        lambda by: choosing.end_witness(witness_id=1, by=by),
        lambda by: choosing.watch_log(key=LOG, by=by),
        lambda by: choosing.end_log(log_id=1, by=by),
    ],
)
def test_only_an_administrator_does_this(inside, actor, act):
    with pytest.raises(NotAllowed):
        act(actor(Role.SERVICE_MANAGER))
    assert events() == []


def test_a_pair_is_made_once_and_each_sees_its_own(company, paired):
    assert choosing.pair(company, paired) is False
    assert choosing.pair(company, company) is False
    for tenant, other in ((company, paired), (paired, company)):
        with in_tenant(tenant.pk):
            assert [row.peer_id for row in Witness.objects.all()] == [other.pk]
            assert [row.peer_id for row in WitnessedLog.objects.all()] == [other.pk]
            assert sorted(events()) == ["witness.add", "witness.watch"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("company", None),
        ("consultancy", None),
        ("certification_body", "the log of a certification body is always public"),
    ],
)
def test_only_a_body_may_not_choose(kind, reason):
    assert rules.why_not_choose_log(kind) == reason
