"""A bundle is checked without us, and one changed byte anywhere is found and named."""

import io
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django.fixtures import Settings

from tests.evidence.factory import orders
from tests.packs import gbt
from tests.service.repair.test_forgetting import everything
from tests.shop import shop_of
from wuxing.core import clock
from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.errors import RuleBroken
from wuxing.core.ledger.actions import integrate, seal
from wuxing.core.ledger.queries import files as log_files
from wuxing.core.models import Tenant
from wuxing.core.tenants import in_tenant
from wuxing.customers.customer_care import actions as care
from wuxing.customers.models import Customer
from wuxing.evidence.assessments import actions
from wuxing.evidence.assessments.models import Assessment
from wuxing.evidence.bundles import actions as bundling
from wuxing.evidence.bundles import exporting, layout, tasks, verifying
from wuxing.evidence.bundles.models import Bundle
from wuxing.evidence.bundles.opening import NoBundle
from wuxing.evidence.readiness.queries import report_for
from wuxing.proof.notes import new_signer
from wuxing.proof.verifying.verdicts import Answer, Check
from wuxing.schemes.conditions import catalogue
from wuxing.schemes.editions import actions as editions
from wuxing.service.repair.actions import forgetting

Made = tuple[bytes, str]


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def made(company: Tenant, actor: Callable[..., Actor]) -> Made:
    """A bundle and the key of the log."""
    editions.keep_edition(gbt(), catalogue.declared())
    by = actor(Role.QUALITY_MANAGER)
    with in_tenant(company.pk):
        shop_of(company, actor).closed()
        orders(company, 120, until=clock.now())
        kept = actions.keep_assessment(report=report_for(by), title="证据包", by=by)
    bundle = exporting.export(assessment_id=kept.pk, each=130, by=by)
    key = log_files.verifier_of(company.slug)
    assert key is not None
    return bundle.content, key.text()


def failing(content: bytes) -> list[Check]:
    return [check for check in verifying.verified(content).checks if check.answer is Answer.FAILS]


def repacked(content: bytes, **changed: bytes | None) -> bytes:
    """Return the bundle with files changed (or, None, left out), packed as the exporter packs."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    for name, value in changed.items():
        if value is None:
            del found[name]
        else:
            found[name] = value
    return exporting.packed(found)


@pytest.mark.django_db(transaction=True)
def test_a_bundle(made: Made, tmp_path: Path, company: Tenant, actor: Callable[..., Actor]) -> None:
    """One bundle, checked whole and broken in every way: making it is what takes time."""
    content, key = made
    _holds(content, key)
    _runs_without_django(content, key, tmp_path)
    _changed_files_are_named(content)
    _changed_bytes_are_found(content)
    _a_score_that_was_changed_everywhere_is_still_caught(content)
    _another_key_is_not_trusted(content)
    _an_erasure_leaves_this_and_the_next_one_whole(content, key, company, actor)


def _an_erasure_leaves_this_and_the_next_one_whole(
    content: bytes, key: str, company: Tenant, actor: Callable[..., Actor]
) -> None:
    by, manager = actor(Role.QUALITY_MANAGER), actor(Role.SERVICE_MANAGER)
    told = ("王丽华", "13805912046", "梅亭路")
    with in_tenant(company.pk):
        customer = Customer.objects.get(name="王丽华")
        assert [word for word in told if word not in everything()] == []
        care.erase_customer(customer_id=customer.pk, reason="客户要求", by=manager)
        forgetting.forget_customer(customer_id=customer.pk, by=manager)
        left, kept = everything(), Assessment.objects.get()
    later = exporting.export(assessment_id=kept.pk, each=5, by=by).content
    verdicts = [verifying.verified(one, [verifying.verifier_from(key)]) for one in (content, later)]
    assert [[one for one in verdict.checks if one.answer is Answer.FAILS] for verdict in verdicts] == [[], []]
    with zipfile.ZipFile(io.BytesIO(later)) as archive:
        packed = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="replace")
    assert [word for word in told if word in left or word in packed] == []


def _holds(content: bytes, key: str) -> None:
    verdict = verifying.verified(content, [verifying.verifier_from(key)])
    assert [check for check in verdict.checks if check.answer is Answer.FAILS] == []
    assert [check.name for check in verdict.checks if check.answer is Answer.HOLDS] == [
        "archive", "files", "key", "seal", "history", "entries", "pack", "score", "records",
    ]  # fmt: skip
    assert [check.name for check in verdict.checks if check.answer is Answer.UNKNOWN] == ["points"]
    assert verdict.facts["rehearsal"] is True


def _runs_without_django(content: bytes, key: str, folder: Path) -> None:
    path = folder / "a.wuxing.zip"
    path.write_bytes(content)
    code = (
        "import sys; from wuxing.web.verify.command import main;"
        f"code = main([{str(path)!r}, '--key', {key!r}, '--json']);"
        "assert 'django' not in sys.modules and 'psycopg' not in sys.modules; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["answer"]) == (0, "holds"), done.stderr


def _changed_files_are_named(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        for name in names:
            data = bytearray(archive.read(name))
            data[len(data) // 2] ^= 1
            found = failing(repacked(content, **{name: bytes(data)}))
            assert found, name
            if name != layout.MANIFEST and name not in layout.SEAL:
                assert ("files", name) in {(check.name, check.where) for check in found}
    assert ("files", layout.REPORT) in {(c.name, c.where) for c in failing(repacked(content, **{layout.REPORT: None}))}
    assert ("files", "more.txt") in {(c.name, c.where) for c in failing(repacked(content, **{"more.txt": b"x"}))}


def _changed_bytes_are_found(content: bytes) -> None:
    """Any single byte: in a file, in a header that no reader looks at, in the digest itself."""
    chosen = random.Random(27922)
    for place in [*(chosen.randrange(len(content)) for _ in range(25)), 0, len(content) - 1]:
        changed = bytearray(content)
        changed[place] ^= 1 << chosen.randrange(8)
        try:
            assert failing(bytes(changed)), place
        except NoBundle:
            continue


def _a_score_that_was_changed_everywhere_is_still_caught(content: bytes) -> None:
    """Who changes a result and the manifest with it does not find the ledger's entry changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = json.loads(archive.read(layout.ASSESSMENT))
        manifest = json.loads(archive.read(layout.MANIFEST))
    result = json.loads(told["result"])
    result["score"]["high"] = "99.99"
    told["result"] = json.dumps(result)
    data = json.dumps(told).encode()
    for row in manifest["files"]:
        if row["name"] == layout.ASSESSMENT:
            row["sha256"] = layout.hexdigest(data)
    forged = repacked(content, **{layout.ASSESSMENT: data, layout.MANIFEST: json.dumps(manifest).encode()})
    assert {check.name for check in failing(forged)} == {"seal", "score"}


def _another_key_is_not_trusted(content: bytes) -> None:
    stranger = new_signer("example.org/log").verifier()
    found = [check for check in verifying.verified(content, [stranger]).checks if check.answer is Answer.FAILS]
    assert [check.name for check in found] == ["key"]


def test_a_bundle_that_unpacks_to_too_much_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(layout.MOST_FILES + 1):
            archive.writestr(f"{number}", b"")
    with pytest.raises(NoBundle, match="unpacks to more"):
        verifying.verified(out.getvalue())


@pytest.mark.django_db(transaction=True)
def test_a_bundle_asked_for_in_the_web_is_sealed_when_the_ledger_is(
    company: Tenant, actor: Callable[..., Actor]
) -> None:
    editions.keep_edition(gbt(), catalogue.declared())
    by = actor(Role.QUALITY_MANAGER)
    with in_tenant(company.pk):
        shop_of(company, actor).closed()
        kept = actions.keep_assessment(report=report_for(by), by=by)
    integrate.integrate(company.pk)
    seal.checkpoint(company.pk)
    with in_tenant(company.pk):
        asked = bundling.ask(assessment_id=kept.pk, each=5, language="en", by=by)
        with pytest.raises(RuleBroken, match="a bundle of this assessment is being made"):
            bundling.ask(assessment_id=kept.pk, each=5, language="en", by=by)
        bundling.gather(bundle_id=asked.pk, by=by)
        assert bundling.finish(bundle_id=asked.pk, tenant_id=company.pk) is False
    integrate.integrate(company.pk)
    seal.checkpoint(company.pk)
    tasks.finish_bundles()
    with in_tenant(company.pk):
        found = Bundle.objects.get(pk=asked.pk)
        content = default_storage.open(bundling.path_of(company.pk, found.sha256)).read()
    assert (found.state, found.size) == ("done", len(content))
    assert verifying.verified(content).answer is Answer.HOLDS
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.read(layout.ENTRIES).count(b"\n") > 5
