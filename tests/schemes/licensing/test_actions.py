"""A licensed table comes into force by two persons, leaves a trace, and is never changed."""

import io
from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from tests.schemes.licensing.conftest import SOURCE, TEXT, Formula, Make, as_book, as_csv, points_like
from wuxing.core import clock, files
from wuxing.core.access import Role
from wuxing.core.actors import Actor, system_actor
from wuxing.core.errors import BadInput, BusinessError, NotAllowed, NotFound, RuleBroken
from wuxing.core.ledger.models import Entry
from wuxing.core.models import Attachment, Tenant
from wuxing.core.tenants import in_tenant
from wuxing.schemes.editions.models import Edition
from wuxing.schemes.licensing import actions, queries
from wuxing.schemes.licensing.models import LicensedPoint, LicensedTable, LicensedText
from wuxing.schemes.licensing.states import State
from wuxing.schemes.packs.structure import Pack


def load(edition: Edition, pack: Pack, by: Actor, **changes: str) -> LicensedTable:
    return actions.load_points(
        edition_id=edition.pk, content=as_csv(points_like(pack, **changes)), name="表.csv", source=SOURCE, by=by
    )


def load_text(edition: Edition, by: Actor, text: str = TEXT) -> LicensedTable:
    return actions.load_texts(
        edition_id=edition.pk, content=io.BytesIO(text.encode()), name="text.csv", source=SOURCE, by=by
    )


def test_points_are_in_force_once_a_second_person_signs(
    edition: Edition, gbt: Pack, loader: Actor, signer: Actor
) -> None:
    table = load(edition, gbt, loader)
    assert (table.state, queries.licensed_points(loader.tenant_id, gbt.sha256)) == (State.WAITING, {})

    signed = actions.sign_off(table_id=table.pk, by=signer)

    assert (signed.state, signed.loaded_by_id, signed.signed_by_id) == (State.IN_FORCE, loader.user_id, signer.user_id)
    found = queries.licensed_points(loader.tenant_id, gbt.sha256)
    assert {leaf: str(points) for leaf, points in found.items()} == points_like(gbt)


def test_each_step_leaves_a_trace(edition: Edition, gbt: Pack, loader: Actor, signer: Actor) -> None:
    table = load(edition, gbt, loader)
    actions.sign_off(table_id=table.pk, by=signer)
    actions.withdraw(table_id=table.pk, reason="许可到期", by=signer)

    entries = list(Entry.objects.filter(target_type="licensed_table", target_id=table.pk).order_by("pk"))
    assert [entry.event for entry in entries] == [
        "scheme.load_licence",
        "scheme.sign_licence",
        "scheme.withdraw_licence",
    ]
    assert entries[0].payload == {
        "edition": gbt.identity,
        "kind": "points",
        "digest": table.digest,
        "rows": 43,
        "source": SOURCE,
    }
    assert [entry.actor_id for entry in entries] == [loader.user_id, signer.user_id, signer.user_id]
    kept = Attachment.objects.get(target_type="licensed_table", target_id=table.pk)
    assert (kept.sha256, kept.media_type, kept.name) == (table.file_sha256, "text/csv", "表.csv")


def test_the_loader_cannot_sign_and_the_database_says_so_too(edition: Edition, gbt: Pack, loader: Actor) -> None:
    table = load(edition, gbt, loader)
    with pytest.raises(RuleBroken, match="another person"):
        actions.sign_off(table_id=table.pk, by=loader)
    with pytest.raises(IntegrityError, match="licence_signed_by_another"), transaction.atomic():
        LicensedTable.objects.filter(pk=table.pk).update(signed_by_id=loader.user_id, signed_at=clock.now())
    assert queries.table(table.pk).state is State.WAITING


def test_a_newer_table_replaces_the_one_in_force(edition: Edition, gbt: Pack, loader: Actor, signer: Actor) -> None:
    first = load(edition, gbt, loader)
    actions.sign_off(table_id=first.pk, by=signer)
    second = load(edition, gbt, signer, **{"5.1.1.1": "3.2", "5.1.1.2": "2.8"})
    with pytest.raises(RuleBroken, match="a table waits to be signed off already"):
        load(edition, gbt, loader)
    assert str(queries.licensed_points(loader.tenant_id, gbt.sha256)["5.1.1.1"]) == "3.1"

    actions.sign_off(table_id=second.pk, by=loader)

    assert str(queries.licensed_points(loader.tenant_id, gbt.sha256)["5.1.1.1"]) == "3.2"
    old = queries.table(first.pk)
    assert (old.state, old.replaced_by_id) == (State.REPLACED, second.pk)
    with pytest.raises(RuleBroken, match="out of force"):
        actions.sign_off(table_id=first.pk, by=loader)


def test_a_withdrawn_table_counts_no_more(edition: Edition, gbt: Pack, loader: Actor, signer: Actor) -> None:
    table = load(edition, gbt, loader)
    actions.sign_off(table_id=table.pk, by=signer)
    with pytest.raises(BadInput) as refused:
        actions.withdraw(table_id=table.pk, reason="  ", by=loader)
    assert refused.value.fields == {"reason": "write why it is withdrawn"}

    withdrawn = actions.withdraw(table_id=table.pk, reason="录错了版本", by=loader)

    assert (withdrawn.state, withdrawn.reason) == (State.WITHDRAWN, "录错了版本")
    assert queries.licensed_points(loader.tenant_id, gbt.sha256) == {}
    assert queries.points_of(withdrawn) != {}  # what was decided on it can still be explained
    with pytest.raises(RuleBroken, match="out of force already"):
        actions.withdraw(table_id=table.pk, reason="again", by=loader)


def test_points_are_never_changed(edition: Edition, gbt: Pack, loader: Actor) -> None:
    table = load(edition, gbt, loader)
    for statement in ("UPDATE schemes_licensedpoint SET points = 9", "DELETE FROM schemes_licensedpoint"):
        with pytest.raises(Exception, match=r"permission denied|append-only"), transaction.atomic():
            connection.cursor().execute(statement)
    assert LicensedPoint.objects.filter(table=table).count() == 43


@pytest.mark.parametrize("step", ["load", "sign", "withdraw"])
def test_without_the_permission_nothing_is_done(
    edition: Edition, gbt: Pack, body: Tenant, loader: Actor, actor: Make, step: str
) -> None:
    table = load(edition, gbt, loader)
    reader = actor(Role.SERVICE_MANAGER, Role.CONSULTANT, tenant=body)
    steps: dict[str, Callable[[], LicensedTable]] = {
        "load": lambda: load_text(edition, reader),
        "sign": lambda: actions.sign_off(table_id=table.pk, by=reader),
        "withdraw": lambda: actions.withdraw(table_id=table.pk, reason="no", by=reader),
    }
    with pytest.raises(NotAllowed):
        steps[step]()
    assert (LicensedTable.objects.count(), queries.table(table.pk).state) == (1, State.WAITING)


def test_another_organisation_sees_nothing_of_it(
    edition: Edition, gbt: Pack, loader: Actor, signer: Actor, company: Tenant, actor: Make
) -> None:
    table = load(edition, gbt, loader)
    actions.sign_off(table_id=table.pk, by=signer)
    text = load_text(edition, loader)
    actions.sign_off(table_id=text.pk, by=signer)
    with in_tenant(company.pk):
        stranger = actor(Role.ADMINISTRATOR)
        with pytest.raises(NotFound):
            actions.withdraw(table_id=table.pk, reason="no", by=stranger)
        assert queries.licensed_points(loader.tenant_id, gbt.sha256) == {}
        assert queries.overlay_texts(loader.tenant_id, gbt.sha256) == {}
        assert queries.licensed_points(company.pk, gbt.sha256) == {}
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM schemes_licensedpoint")
            points = cursor.fetchone()
            cursor.execute("SELECT count(*) FROM schemes_licensedtext")
            assert (points, cursor.fetchone()) == ((0,), (0,))


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        (b"clause,points\n5.1.1.1,3\n", {"file": "1 faults in the table; nothing was kept"}),
        (b"%PDF-1.7", {"file": None}),
        (b"a\n" * (2 << 20), {"file": "the file is over 2 MB; send a smaller one"}),
        (b"PK\x03\x04", {"file": None}),
    ],
)
def test_a_file_that_cannot_be_taken_leaves_nothing(
    edition: Edition, loader: Actor, data: bytes, fields: dict[str, str | None]
) -> None:
    with pytest.raises(BadInput) as refused:
        actions.load_points(edition_id=edition.pk, content=io.BytesIO(data), name="x.csv", source=SOURCE, by=loader)
    assert {name: refused.value.fields[name] if text else None for name, text in fields.items()} == fields
    assert (LicensedTable.objects.count(), Attachment.objects.count()) == (0, 0)


def test_a_formula_is_refused_with_its_cell(edition: Edition, gbt: Pack, loader: Actor) -> None:
    book = as_book({**dict.fromkeys(points_like(gbt), 1), "5.1.1.1": Formula("=1+2")})
    with pytest.raises(BadInput, match="B2"):
        actions.load_points(edition_id=edition.pk, content=book, name="x.xlsx", source=SOURCE, by=loader)


@pytest.mark.parametrize("source", ["", "web", "x" * 301])
def test_it_is_said_where_the_licensed_copy_comes_from(edition: Edition, gbt: Pack, loader: Actor, source: str) -> None:
    with pytest.raises(BadInput) as refused:
        actions.load_points(
            edition_id=edition.pk, content=as_csv(points_like(gbt)), name="x.csv", source=source, by=loader
        )
    assert list(refused.value.fields) == ["source"]


def test_the_system_itself_neither_loads_nor_signs(edition: Edition, gbt: Pack, loader: Actor) -> None:
    robot = system_actor(loader.tenant_id)
    table = load(edition, gbt, loader)
    for attempt in (
        lambda: load_text(edition, robot),
        lambda: actions.sign_off(table_id=table.pk, by=robot),
        lambda: actions.withdraw(table_id=table.pk, reason="no", by=robot),
    ):
        with pytest.raises(RuleBroken, match="a person"):
            attempt()


def test_a_text_shows_once_signed_and_is_erased_with_its_file_when_withdrawn(
    edition: Edition, gbt: Pack, loader: Actor, signer: Actor, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    table = load_text(edition, loader)
    assert queries.overlay_texts(loader.tenant_id, gbt.sha256) == {}
    actions.sign_off(table_id=table.pk, by=signer)
    shown = [dict(queries.overlay_texts(loader.tenant_id, gbt.sha256, code)) for code in ("zh-hans", "en", "zh-hant")]
    chinese = {"5.1.1.1": "这是许可文本", "5.1": "这是大类的许可文本"}
    assert shown == [chinese, {**chinese, "5.1.1.1": "This is licensed text"}, chinese]
    path = files.path_of(loader.tenant_id, table.file_sha256)
    assert default_storage.exists(path)

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw(table_id=table.pk, reason="许可到期", by=loader)

    assert queries.overlay_texts(loader.tenant_id, gbt.sha256) == {}
    assert set(LicensedText.objects.values_list("text", "language")) == {(None, "zh-hans"), (None, "en")}
    assert not default_storage.exists(path)
    assert not Attachment.objects.filter(target_type="licensed_table").exists()


def test_a_fault_in_a_text_is_told(edition: Edition, loader: Actor) -> None:
    with pytest.raises(actions.BadTable) as refused:
        load_text(edition, loader, "clause,language,text\n9.9,en,A\n")
    assert refused.value.faults == ("row 2, column clause: this edition has no 9.9",)


def test_an_edition_that_is_not_there_is_told(loader: Actor) -> None:
    with pytest.raises(BusinessError, match="there is no such edition"):
        actions.load_points(edition_id=10**6, content=io.BytesIO(b""), name="", source=SOURCE, by=loader)
