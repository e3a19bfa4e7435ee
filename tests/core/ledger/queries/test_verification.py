"""Whatever a superuser does to the tables, the verdict names it."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.core.ledger.conftest import recorded, sealed
from wuxing.core.ledger.queries import files
from wuxing.core.ledger.queries.verification import verify
from wuxing.proof.differences import Fault

pytestmark = pytest.mark.django_db(transaction=True)


def found(by, checkpoint=None):
    verdict = verify(by.tenant_id, checkpoint)
    faults = sorted({(finding.fault, finding.index) for finding in verdict.findings}, key=at)
    return verdict.intact, verdict.complete, faults


def test_an_honest_log_is_intact_and_complete(by):
    sealed(by, 300)
    sealed(by, 7)
    recorded(by, 2)
    verdict = verify(by.tenant_id)
    assert (verdict.size, verdict.pending, verdict.checkpoints, verdict.findings) == (307, 2, 2, [])
    assert (verdict.intact, verdict.complete) == (True, True)


def test_a_log_without_entries_is_intact_and_complete(by):
    assert found(by) == (True, True, [])


@pytest.mark.parametrize(
    "change", ["payload = '{}'", "payload = NULL", "event = 'repair.close'", "actor_id = 9", "recorded_at = now()"]
)
def test_a_changed_entry_is_found(by, tamper, change):
    numbers = sealed(by, 20)
    tamper(f"UPDATE core_entry SET {change} WHERE id = {numbers[7]}")
    assert found(by) == (False, True, [(Fault.CHANGED, 7)])


def test_a_change_with_its_leaf_rewritten_is_found(by, tamper):
    numbers = sealed(by, 20)
    tamper(
        f"UPDATE core_entry SET event = 'other' WHERE id = {numbers[7]}",
        "UPDATE core_leaf SET hash = decode(repeat('ab', 32), 'hex') WHERE index = 7",
    )
    assert found(by) == (False, True, [(Fault.CHANGED, 7)])


def test_a_removed_entry_is_found(by, tamper):
    numbers = sealed(by, 20)
    tamper(f"DELETE FROM core_entry WHERE id = {numbers[7]}")
    assert found(by) == (True, False, [(Fault.REMOVED, 7)])


def test_an_entry_removed_with_its_leaf_is_found(by, tamper):
    numbers = sealed(by, 20)
    tamper(f"DELETE FROM core_entry WHERE id = {numbers[7]}", "DELETE FROM core_leaf WHERE index = 7")
    assert found(by) == (True, False, [(Fault.REMOVED, 7)])


def test_an_entry_removed_with_the_rest_moved_up_is_found(by, tamper):
    numbers = sealed(by, 20)
    tamper(
        f"DELETE FROM core_entry WHERE id = {numbers[7]}",
        "DELETE FROM core_leaf WHERE index = 7",
        "UPDATE core_leaf SET index = -index WHERE index > 7",
        "UPDATE core_leaf SET index = -index - 1 WHERE index < 0",
    )
    assert found(by) == (True, False, [(Fault.REMOVED, 7)])


def test_an_entry_put_in_beside_the_log_is_found(by, tamper):
    numbers = sealed(by, 20)
    tamper(copied(numbers[7]))
    assert found(by) == (False, True, [(Fault.INSERTED, None)])


def test_an_entry_put_into_the_log_is_found(by, tamper):
    numbers = sealed(by, 20)
    tamper(
        copied(numbers[7]),
        "UPDATE core_leaf SET index = -index - 1 WHERE index > 7",
        "UPDATE core_leaf SET index = -index WHERE index < 0",
        "INSERT INTO core_leaf (tenant_id, index, entry_id, hash) "
        "SELECT tenant_id, 8, (SELECT max(id) FROM core_entry), hash FROM core_leaf WHERE index = 7",
    )
    assert found(by) == (False, True, [(Fault.INSERTED, 8)])


def test_a_cut_end_is_found_though_its_checkpoints_are_gone_too(by, tamper):
    numbers = sealed(by, 15)
    sealed(by, 5)
    tamper(
        f"DELETE FROM core_entry WHERE id > {numbers[-1]}",
        "DELETE FROM core_leaf WHERE index >= 15",
        "DELETE FROM core_node WHERE (index + 1) << level > 15",
        "DELETE FROM core_checkpoint WHERE size > 15",
    )
    assert found(by) == (True, False, [(Fault.CUT_OFF, 15)])


def test_a_cut_of_database_and_files_is_found_by_a_checkpoint_kept_elsewhere(by, tamper):
    numbers = sealed(by, 15)
    earlier = files.published_note("hailan")
    sealed(by, 5)
    kept = files.published_note("hailan")
    tamper(
        f"DELETE FROM core_entry WHERE id > {numbers[-1]}",
        "DELETE FROM core_leaf WHERE index >= 15",
        "DELETE FROM core_node WHERE (index + 1) << level > 15",
        "DELETE FROM core_checkpoint WHERE size > 15",
    )
    folder = files.folder_of("hailan")
    (folder / "checkpoint").write_text(earlier)
    (folder / "tile/0/000.p/20").unlink()
    assert found(by) == (True, True, [])
    assert found(by, kept) == (True, False, [(Fault.CUT_OFF, 15)])


def test_swapped_entries_are_found(by, tamper):
    sealed(by, 20)
    tamper(*swap(7, 12))
    assert found(by) == (False, True, [(Fault.OUT_OF_ORDER, 7), (Fault.OUT_OF_ORDER, 12)])


def test_swapped_entries_are_found_without_the_files(by, tamper):
    sealed(by, 20)
    tamper(*swap(7, 12))
    for path in files.folder_of("hailan").rglob("*"):
        if path.is_file():
            path.unlink()
    intact, complete, faults = found(by)
    assert (intact, complete) == (False, False)
    assert {fault for fault, _ in faults} == {Fault.CHANGED, Fault.FORKED, Fault.UNPUBLISHED}


def test_a_false_signature_is_found(by, tamper):
    sealed(by, 20)
    tamper("UPDATE core_checkpoint SET note = replace(note, '20', '21')")
    assert found(by) == (False, True, [(Fault.BAD_SIGNATURE, None)])


def test_a_checkpoint_that_says_else_than_was_signed_is_found(by, tamper):
    sealed(by, 20)
    tamper("UPDATE core_checkpoint SET root = decode(repeat('00', 32), 'hex')")
    assert found(by) == (False, True, [(Fault.CHANGED, None)])


def test_a_fork_signed_by_the_same_key_is_found(by, tamper):
    sealed(by, 20)
    other = files.kept_signer("hailan").sign(f"127.0.0.1:8000/log/hailan\n20\n{'A' * 43}=\n")
    assert found(by, other) == (False, True, [(Fault.FORKED, None)])
    (files.folder_of("hailan") / "checkpoint").write_text(other)
    assert Fault.FORKED in {fault for fault, _ in found(by)[2]}


def test_a_false_node_is_found(by, tamper):
    sealed(by, 20)
    tamper("UPDATE core_node SET hash = decode(repeat('00', 32), 'hex') WHERE level = 2 AND index = 1")
    assert found(by) == (False, True, [(Fault.CHANGED, 4)])


def test_an_entry_that_vanishes_while_it_waits_is_found(by, tamper):
    sealed(by, 3)
    (number,) = recorded(by, 1)
    tamper(f"DELETE FROM core_entry WHERE id = {number}")
    assert found(by) == (True, False, [(Fault.REMOVED, None)])


def test_lost_files_are_said(by):
    sealed(by, 20)
    (files.folder_of("hailan") / "tile/0/000.p/20").unlink()
    assert found(by) == (True, False, [(Fault.UNPUBLISHED, None)])


def test_the_command_says_what_it_found(by, tamper, capsys, tmp_path):
    numbers = sealed(by, 20)
    call_command("ledger", "verify")
    assert capsys.readouterr().out == "hailan: intact, complete: 20 entries sealed, 0 waiting, 1 checkpoints\n"
    tamper(f"UPDATE core_entry SET event = 'x' WHERE id = {numbers[7]}")
    with pytest.raises(SystemExit) as ended:
        call_command("ledger", "verify", "--tenant", "hailan", "--json")
    assert ended.value.code == 1
    (verdict,) = json.loads(capsys.readouterr().out)
    assert (verdict["intact"], verdict["complete"]) == (False, True)
    assert [(fault["fault"], fault["index"], fault["entry_id"]) for fault in verdict["findings"]] == [
        ("changed", 7, numbers[7])
    ]
    with pytest.raises(CommandError, match="there is no organisation"):
        call_command("ledger", "verify", "--tenant", "nobody")


def test_the_command_seals_and_proves(by, capsys):
    (number,) = recorded(by, 1)
    call_command("ledger", "checkpoint")
    call_command("ledger", "proof", str(number))
    output = capsys.readouterr().out
    assert output.startswith("hailan: 1 entries, root ")
    assert "c2sp.org/tlog-proof@v1\nextra " in output


def at(fault):
    return fault[0], -1 if fault[1] is None else fault[1]


def copied(number: int) -> str:
    columns = "tenant_id, event, target_type, target_id, case_type, case_id, actor_id, channel, source, occurred_at"
    rest = "recorded_at, payload, salt, commitment"
    return f"INSERT INTO core_entry ({columns}, {rest}) SELECT {columns}, {rest} FROM core_entry WHERE id = {number}"


def swap(one: int, other: int) -> list[str]:
    return [
        f"UPDATE core_leaf SET index = -1 WHERE index = {one}",
        f"UPDATE core_leaf SET index = {one} WHERE index = {other}",
        f"UPDATE core_leaf SET index = {other} WHERE index = -1",
    ]
