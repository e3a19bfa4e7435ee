"""The certification body's file can be read by the shipped mapping, and is assessed to the end."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from wuxing.core.access import Role
from wuxing.core.actors import Actor
from wuxing.core.models import Tenant, User
from wuxing.core.tenants import in_tenant
from wuxing.evidence.foreign import actions
from wuxing.evidence.foreign.models import ForeignImport
from wuxing.web.demo import applicant

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)


def test_the_table_has_one_row_an_order() -> None:
    lines = applicant.table(NOW).decode("utf-8-sig").splitlines()

    assert lines[0].split(",") == list(applicant.HEADINGS)
    assert lines[1].startswith("QH00001,")
    assert len(lines) > 300


@pytest.mark.django_db(transaction=True)
def test_the_applicants_file_is_assessed(
    company: Tenant, actor: Callable[..., Actor], settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = actor(Role.EVALUATOR)
    applicant.hand_in(company, User.objects.get(pk=by.user_id), NOW)
    with in_tenant(company.pk):
        found = ForeignImport.objects.get()
    assert (found.state, found.name) == ("waiting", applicant.NAME)
    from django.core.management import call_command

    call_command("load_packs", verbosity=0)
    with in_tenant(company.pk):
        actions.run_assessment(import_id=found.pk, by=by)
        found.refresh_from_db()

    assert (found.state, found.error) == ("done", "")
    assert found.report is not None
    assert (found.report["cases"] > 300, found.report["rejected"]) == (True, [])
