"""Waiting entries get their places, once each, whoever sequences and whatever is killed."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import connections
from django.utils.translation import override

from tests.core.ledger.conftest import recorded, sealed
from wuxing.core.actors import system_actor
from wuxing.core.ledger.actions import integrate, seal, sweep
from wuxing.core.ledger.models import Leaf, Pending
from wuxing.core.ledger.queries import files, nodes, verification
from wuxing.core.tenants import in_tenant
from wuxing.proof import folders, merkle

pytestmark = pytest.mark.django_db(transaction=True)

SWEEPER = """
import django
django.setup()
from django.conf import settings
from pathlib import Path
import sys
settings.DATA = Path(sys.argv[1])
from wuxing.core.ledger.actions import integrate, sweep
integrate.BATCH = 100
print("ready", flush=True)
sweep.integrate_all()
"""


def sound(tenant_id: int) -> bool:
    verdict = verification.verify(tenant_id)
    assert verdict.findings == []
    return verdict.intact and verdict.complete


def test_entries_get_places_in_the_order_of_their_numbers(by):
    numbers = recorded(by, 300)
    assert integrate.integrate(by.tenant_id) == 300
    with in_tenant(by.tenant_id):
        assert list(Leaf.objects.order_by("index").values_list("index", "entry_id")) == list(enumerate(numbers))
        assert not Pending.objects.exists()
    assert integrate.integrate(by.tenant_id) == 0


def test_a_limit_is_kept_and_the_tree_grows_on(by, monkeypatch):
    monkeypatch.setattr(integrate, "BATCH", 7)
    recorded(by, 40)
    assert [integrate.integrate(by.tenant_id, limit=10) for _ in range(5)] == [10, 10, 10, 10, 0]
    with in_tenant(by.tenant_id):
        leaves = nodes.hashes_at(by.tenant_id, 0, 0, 40)
        frontier = merkle.Frontier()
        for leaf in leaves:
            frontier.append(leaf)
        assert merkle.root_at(40, nodes.reader(by.tenant_id)) == frontier.root()


def test_two_sequencers_give_each_entry_one_place(by, monkeypatch):
    monkeypatch.setattr(integrate, "BATCH", 20)
    numbers = recorded(by, 1000)
    done: list[int] = []

    def work() -> None:
        done.append(integrate.integrate(by.tenant_id))
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(done) == 1000
    with in_tenant(by.tenant_id):
        assert list(Leaf.objects.order_by("index").values_list("index", "entry_id")) == list(enumerate(numbers))
    seal.checkpoint(by.tenant_id)
    assert sound(by.tenant_id)


@pytest.mark.slow
def test_a_sequencer_killed_at_any_moment_leaves_a_log_that_goes_on(by, data):
    recorded(by, 4000)
    for pause in (0.0, 0.02, 0.05, 0.1, 0.15):
        child = subprocess.Popen(
            [sys.executable, "-c", SWEEPER, str(data)], stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": "src"}
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(pause)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    sweep.integrate_all()
    assert sound(by.tenant_id)
    verifier = files.verifier_of("hailan")
    assert verifier is not None
    assert folders.checked(files.folder_of("hailan"), verifier).size == 4000


def test_a_sweep_seals_every_organisation(by, other_company):
    recorded(by, 3)
    recorded(system_actor(other_company.pk), 5)
    assert sweep.integrate_all() == 8
    assert sweep.integrate_all() == 0
    assert [files.published(slug).size for slug in ("hailan", "beichen")] == [3, 5]


def test_a_sweep_goes_on_past_a_log_that_cannot_be_sealed(by, other_company, caplog):
    sealed(by, 3)
    sealed(system_actor(other_company.pk), 1)
    files.key_path("hailan").unlink()
    recorded(by, 1)
    recorded(system_actor(other_company.pk), 1)
    with override("en"):
        assert sweep.integrate_all() == 1
        assert sweep.integrate_all() == 0
    assert [record.getMessage() for record in caplog.records] == [
        "the ledger of hailan is not sealed: the key of the ledger of hailan is missing; restore it from a backup"
    ]
    assert files.published("beichen").size == 2
