"""Checkpoints are signed when the log grew, published as files, and never contradict each other."""

import pytest
from django.utils.translation import override

from tests.core.ledger.conftest import recorded, sealed
from wuxing.core.errors import RuleBroken
from wuxing.core.ledger.actions import integrate, publish, seal, sweep
from wuxing.core.ledger.models import Checkpoint
from wuxing.core.ledger.queries import files
from wuxing.core.tenants import in_tenant
from wuxing.proof import checkpoints, folders, tiles
from wuxing.proof.__main__ import main

pytestmark = pytest.mark.django_db(transaction=True)


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_grown_log_is_signed_once(by):
    sealed(by, 5)
    seal.checkpoint(by.tenant_id)
    with in_tenant(by.tenant_id):
        (stored,) = Checkpoint.objects.all()
    key = files.verifier_of("hailan")
    signed = checkpoints.verified(stored.note, [key], "127.0.0.1:8000/log/hailan")
    assert (signed.size, signed.root) == (stored.size, bytes(stored.root)) == (5, signed.root)
    assert files.published_note("hailan") == stored.note


def test_an_empty_log_is_not_signed(by):
    assert seal.checkpoint(by.tenant_id) is None
    assert not files.key_path("hailan").exists()


def test_the_private_key_is_for_its_owner_only(by):
    sealed(by, 1)
    path = files.key_path("hailan")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert seal.signer_of("hailan") == files.kept_signer("hailan")


def test_files_are_laid_out_as_tiles_and_full_ones_replace_partial_ones(by):
    sealed(by, 250)
    sealed(by, 20)
    folder = files.folder_of("hailan")
    assert names(folder) == [
        ".lock",
        "checkpoint",
        "tile/0/000",
        "tile/0/001.p/14",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/14",
        "vkey",
    ]
    assert (folder / "tile/0/000").stat().st_size == 8192
    assert folders.checked(folder, files.verifier_of("hailan")).size == 270


def test_the_files_hold_no_payload(by):
    sealed(by, 5)
    published = b"".join(path.read_bytes() for path in files.folder_of("hailan").rglob("*") if path.is_file())
    assert published.count("不制冷".encode()) == published.count(b"13800000") == 0


def test_the_files_verify_without_database(by, capsys):
    sealed(by, 300)
    folder = files.folder_of("hailan")
    assert main([str(folder), str(folder / "vkey")]) == 0
    bundle = folder / tiles.bundle_path(0)
    bundle.write_bytes(bundle.read_bytes().replace(b"repair.call", b"repair.mall", 1))
    assert main([str(folder), str(folder / "vkey")]) == 1
    assert capsys.readouterr().out.splitlines()[1] == "NOT VERIFIED: the entries are not those that were signed"


def test_a_publication_cut_short_is_completed_by_the_next_sweep(by):
    sealed(by, 10)
    folder = files.folder_of("hailan")
    old = files.published_note("hailan")
    sealed(by, 300)
    (folder / "checkpoint").write_text(old)  # as if killed before the last file
    (folder / "tile/0/001.p/54").unlink()
    sweep.integrate_all()
    assert folders.checked(folder, files.verifier_of("hailan")).size == 310


def test_files_that_were_lost_are_written_anew(by):
    sealed(by, 300)
    folder = files.folder_of("hailan")
    before = names(folder)
    (folder / "tile/0/000").unlink()
    (folder / "tile/entries/000").unlink()
    publish.publish(by.tenant_id, "hailan", anew=True)
    assert names(folder) == before
    assert folders.checked(folder, files.verifier_of("hailan")).size == 300


def test_a_database_that_was_cut_is_not_signed_again(by, tamper):
    sealed(by, 10)
    tamper("DELETE FROM core_leaf WHERE index >= 5", "DELETE FROM core_node", "DELETE FROM core_checkpoint")
    recorded(by, 20)
    integrate_failed = pytest.raises(KeyError)  # the nodes of the tree are gone
    with integrate_failed:
        integrate.integrate(by.tenant_id)
    with override("en"), pytest.raises(RuleBroken, match="contradicts its checkpoint of size 10"):
        seal.checkpoint(by.tenant_id)
    assert files.published("hailan").size == 10


def test_a_lost_key_is_not_replaced(by):
    sealed(by, 1)
    files.key_path("hailan").unlink()
    recorded(by, 1)
    integrate.integrate(by.tenant_id)
    with override("en"), pytest.raises(RuleBroken, match="restore it from a backup"):
        seal.checkpoint(by.tenant_id)
