"""Searches of the register: page by page, within a body or over all."""

import pytest

from tests.certification.body import Body
from tests.certification.certificate.conftest import Certify
from wuxing.certification.register import queries
from wuxing.certification.register.models import RegisterEntry
from wuxing.core import clock
from wuxing.core.models import Tenant


def test_pages_follow_one_another(body: Body, certify: Certify, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [certify().number for _each in range(5)][::-1]
    monkeypatch.setattr(queries, "SIZE", 2)
    found, before = [], None
    for _page in range(3):
        rows, following = queries.search("青禾", before=before)
        found.append([one.number for one in rows])
        before = following or None
    assert (found, before) == ([numbers[:2], numbers[2:4], numbers[4:]], None)


def test_another_bodys_entries_are_found_over_all_only(body: Body, certify: Certify) -> None:
    held = certify()
    other = Tenant.objects.create(
        slug="qita", name="其他认证", kind=Tenant.Kind.CERTIFICATION_BODY, created_at=clock.now()
    )
    for typed in (held.number, held.client.credit_code, "青禾", held.number[:6]):
        assert [one.number for one in queries.search(typed)[0]] == [held.number], typed
        assert queries.search(typed, body=other.pk) == ([], 0), typed
    assert queries.entry("qita", held.number) is None
    assert queries.entry("huaping", held.number) == RegisterEntry.objects.get()


@pytest.mark.parametrize("typed", ["%", "__", "'", "\\", "' OR 1=1 --", "青%", "a & b | !c", "9" * 100])
def test_signs_of_other_languages_are_only_signs(body: Body, certify: Certify, typed: str) -> None:
    certify()
    assert queries.search(typed) == ([], 0)
